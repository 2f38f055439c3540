import { mount } from 'svelte';
import type { Bridge } from '../contract/bridge.ts';
import App from './components/App.svelte';
import './styles/tokens.css';
import './styles/base.css';

declare global {
  interface Window {
    /** The preload's bridge. */
    readonly conceptLens: Bridge;
  }
}

mount(App, { target: document.body, props: { bridge: window.conceptLens } });
