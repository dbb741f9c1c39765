// Follows a log: keeps its end in view until the person scrolls away.
const views = new WeakMap();

export function attach(view, dotnet, following) {
  const state = { dotnet, following, byUs: false };
  const toEnd = () => {
    if (state.following) view.scrollTop = view.scrollHeight;
  };
  const tell = value => {
    if (state.following === value) return;
    state.following = value;
    dotnet.invokeMethodAsync('Followed', value);
  };
  const atEnd = () => view.scrollHeight - view.scrollTop - view.clientHeight < 24;
  // Only what a person does pauses; content that grows moves the end, not the person.
  const paused = () => setTimeout(() => tell(atEnd()), 60);
  state.observer = new MutationObserver(toEnd);
  state.observer.observe(view, { childList: true, subtree: true, attributes: true, attributeFilter: ['style'] });
  state.sizes = new ResizeObserver(toEnd);
  state.sizes.observe(view);
  for (const name of ['wheel', 'touchmove', 'keydown', 'pointerup']) view.addEventListener(name, paused, { passive: true });
  state.stop = () => {
    state.observer.disconnect();
    state.sizes.disconnect();
    for (const name of ['wheel', 'touchmove', 'keydown', 'pointerup']) view.removeEventListener(name, paused);
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

export async function download(stream, name) {
  const url = URL.createObjectURL(new Blob([await stream.arrayBuffer()], { type: 'text/plain' }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
