// Follows a log: keeps its end in view until the person scrolls away.
import { download as save } from './files.js';

const views = new WeakMap();

export function attach(view, dotnet, following) {
  const state = { dotnet, following };
  const toEnd = () => {
    if (state.following) view.scrollTop = view.scrollHeight;
  };
  const tell = value => {
    if (state.following === value) return;
    state.following = value;
    dotnet.invokeMethodAsync('Followed', value);
  };
  const atEnd = () => view.scrollHeight - view.scrollTop - view.clientHeight < 24;
  // Only what a person does pauses: lines that come, and lines that are dropped, scroll too. A held scroll bar counts until it is let go.
  let acted = -Infinity;
  const act = event => { acted = event.type === 'pointerdown' ? Infinity : performance.now(); };
  const release = event => { if (acted === Infinity && !event.buttons) acted = performance.now(); };
  const scrolled = () => { if (performance.now() - acted < 1000) tell(atEnd()); };
  const listening = new AbortController();
  const options = { passive: true, signal: listening.signal };
  for (const name of ['wheel', 'touchmove', 'keydown', 'pointerdown']) view.addEventListener(name, act, options);
  for (const name of ['pointermove', 'pointerup']) window.addEventListener(name, release, options);
  view.addEventListener('scroll', scrolled, options);
  state.observer = new MutationObserver(toEnd);
  state.observer.observe(view, { childList: true, subtree: true, attributes: true, attributeFilter: ['style'] });
  state.sizes = new ResizeObserver(toEnd);
  state.sizes.observe(view);
  state.stop = () => {
    state.observer.disconnect();
    state.sizes.disconnect();
    listening.abort();
  };
  views.set(view, state);
  toEnd();
}

export function detach(view) { views.get(view)?.stop(); }

export function follow(view) {
  const state = views.get(view);
  if (state) state.following = true;
  view.scrollTop = view.scrollHeight;
}

// A virtual list knows a line's place before the line is there.
export function show(view, index, count) {
  const state = views.get(view);
  if (state) state.following = false;
  if (index >= 0) view.scrollTop = Math.max(0, index * 24 - view.clientHeight / 3);
}

export async function copy(stream) {
  await navigator.clipboard.writeText(new TextDecoder().decode(await stream.arrayBuffer()));
}

export function download(stream, name) { return save(stream, name, 'text/plain'); }
