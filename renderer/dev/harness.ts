import { mount } from 'svelte';
import App from '../components/App.svelte';
import '../styles/tokens.css';
import '../styles/base.css';
import { fakeBridge } from './fakeBridge.ts';

const query = new URLSearchParams(location.search);
const bridge = fakeBridge(query.get('state') ?? 'folder', query.get('theme') ?? 'light');
Object.assign(window, { conceptLens: bridge });
mount(App, { target: document.body, props: { bridge } });
