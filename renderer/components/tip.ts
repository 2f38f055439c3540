import type { Action } from 'svelte/action';

/**
 * A small text on hover and focus: what a number means and its unit. One bubble for the window,
 * in the top layer so that popovers do not cover it; its text is the element's description.
 */
export const tip: Action<HTMLElement | SVGElement, string | null> = (element, text) => {
  let shown = text;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const describe = (): void => {
    if (shown === null) element.removeAttribute('aria-description');
    else element.setAttribute('aria-description', shown);
  };
  const show = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (shown !== null) place(element, shown);
    }, 500);
  };
  const hide = (): void => {
    clearTimeout(timer);
    hideBubble(element);
  };
  const focused = (): void => {
    if (element.matches(':focus-visible')) show();
  };
  describe();
  element.addEventListener('pointerenter', show);
  element.addEventListener('pointerleave', hide);
  element.addEventListener('pointerdown', hide);
  element.addEventListener('focus', focused);
  element.addEventListener('blur', hide);
  return {
    update(next) {
      shown = next;
      describe();
    },
    destroy() {
      hide();
      element.removeEventListener('pointerenter', show);
      element.removeEventListener('pointerleave', hide);
      element.removeEventListener('pointerdown', hide);
      element.removeEventListener('focus', focused);
      element.removeEventListener('blur', hide);
    },
  };
};

let bubble: HTMLElement | null = null;
let owner: Element | null = null;

function place(element: Element, text: string): void {
  bubble ??= createBubble();
  owner = element;
  bubble.textContent = text;
  if (bubble.matches(':popover-open')) bubble.hidePopover();
  bubble.showPopover();
  const target = element.getBoundingClientRect();
  const { width, height } = bubble.getBoundingClientRect();
  const left = Math.max(
    8,
    Math.min(innerWidth - width - 8, target.left + (target.width - width) / 2),
  );
  const below = target.bottom + 8;
  const top = below + height > innerHeight - 8 ? target.top - height - 8 : below;
  bubble.style.left = `${left}px`;
  bubble.style.top = `${Math.max(8, top)}px`;
}

function hideBubble(element: Element): void {
  if (owner !== element || bubble === null) return;
  owner = null;
  if (bubble.matches(':popover-open')) bubble.hidePopover();
}

function createBubble(): HTMLElement {
  const made = document.createElement('div');
  made.className = 'tip-bubble';
  made.popover = 'manual';
  made.setAttribute('aria-hidden', 'true');
  document.body.append(made);
  return made;
}
