// Keys, ages and preferences: what must not wait for a round trip. No secret ever passes through here.

let layout = null;
let words = {};
let chord = 0;
const systemDark = matchMedia('(prefers-color-scheme: dark)');

// How far the server's clock is ahead. A page out of the browser's cache tells an old time: such a difference is no clock's.
const skew = (() => {
  const sent = Number(document.querySelector('meta[name=server-time]')?.content);
  const received = performance.timeOrigin + (performance.getEntriesByType('navigation')[0]?.responseStart ?? 0);
  const ahead = sent - received;
  return Number.isFinite(ahead) && Math.abs(ahead) > 2000 && Math.abs(ahead) < 86400000 ? ahead : 0;
})();
function now() { return Date.now() + skew; }

export function attach(dotnet, texts) {
  layout = dotnet;
  words = texts;
  document.documentElement.dataset.live = '';
  tellScheme();
}

export function detach() {
  layout = null;
  delete document.documentElement.dataset.live;
}

// MudMenu wraps the button that opens it into a second one: to a screen reader there must be only ours.
const outer = ['role', 'tabindex', 'aria-haspopup', 'aria-expanded', 'aria-controls'];
function unwrapMenus() {
  for (const wrapper of document.querySelectorAll('.mud-menu-activator')) {
    for (const name of outer) wrapper.removeAttribute(name);
  }
}
// A menu that closes over its focused item leaves the focus nowhere: it belongs back on the button.
function returnFocus(button) {
  const at = document.activeElement;
  if (!at || at === document.body || at.closest('.mud-popover')) button.focus();
}
new MutationObserver(changes => {
  unwrapMenus();
  for (const { target, oldValue } of changes) {
    if (oldValue === 'true' && target.matches('button[aria-haspopup=menu][aria-expanded=false]')) returnFocus(target);
  }
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: outer, attributeOldValue: true });
unwrapMenus();

export function keepAppearance(choice) {
  keep('portal.appearance', choice);
  document.documentElement.dataset.appearance = choice;
}

function keep(name, value) {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
}

function tellScheme() {
  keep('portal.scheme', systemDark.matches ? 'dark' : 'light');
  layout?.invokeMethodAsync('SystemSchemeChanged', systemDark.matches);
}
systemDark.addEventListener('change', tellScheme);

// ── Ages and durations ──────────────────────────────────────────────────────
function fill(key, values) {
  return (words[key] ?? '').replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}
function ago(seconds) {
  if (seconds < 1) return fill('Ago.Now', {});
  if (seconds < 60) return fill('Ago.Seconds', { n: Math.floor(seconds) });
  if (seconds < 3600) return fill('Ago.Minutes', { n: Math.floor(seconds / 60) });
  if (seconds < 86400) return fill('Ago.Hours', { n: Math.floor(seconds / 3600) });
  return fill('Ago.Days', { n: Math.floor(seconds / 86400) });
}
function ahead(seconds) {
  if (seconds < 60) return fill('Ahead.Seconds', { n: Math.max(0, Math.floor(seconds)) });
  if (seconds < 5400) return fill('Ahead.Minutes', { n: Math.round(seconds / 60) });
  if (seconds < 129600) return fill('Ahead.Hours', { n: Math.round(seconds / 3600) });
  return fill('Ahead.Days', { n: Math.round(seconds / 86400) });
}
function span(seconds) {
  const t = Math.max(0, Math.floor(seconds));
  if (t < 60) return fill('Span.Seconds', { s: t });
  if (t < 3600) return fill('Span.Minutes', { m: Math.floor(t / 60), s: t % 60 });
  if (t < 86400) return fill('Span.Hours', { h: Math.floor(t / 3600), m: Math.floor(t % 3600 / 60) });
  return fill('Span.Days', { d: Math.floor(t / 86400), h: Math.floor(t % 86400 / 3600) });
}
// Blazor keeps the text node and knows only its own last text: writing the node's data is safe.
function write(element, text) {
  const node = element.firstChild;
  if (node && node.data !== text) node.data = text;
}
setInterval(() => {
  if (!words['Ago.Now'] || document.hidden) return;
  for (const element of document.querySelectorAll('time[data-age]')) {
    const seconds = (now() - Date.parse(element.dateTime)) / 1000;
    write(element, ago(seconds));
    if (element.dataset.stale) element.classList.toggle('stale', seconds > Number(element.dataset.stale));
  }
  for (const element of document.querySelectorAll('time[data-elapsed]')) {
    write(element, span((now() - Date.parse(element.dateTime)) / 1000));
  }
  for (const element of document.querySelectorAll('time[data-ahead]')) {
    const left = (Date.parse(element.dateTime) - now()) / 1000;
    write(element, left > 0 ? ahead(left) : ago(-left));
  }
}, 1000);

// ── Keys ────────────────────────────────────────────────────────────────────
function isTyping(target) {
  return target.closest?.('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], [role=combobox], [role=menu], [role=listbox]');
}
function rows() { return [...document.querySelectorAll('[data-row]')].filter(row => row.offsetParent !== null); }
function move(step) {
  const all = rows();
  if (all.length === 0) return;
  const at = all.indexOf(document.activeElement?.closest('[data-row]'));
  const next = all[Math.min(all.length - 1, Math.max(0, at === -1 ? 0 : at + step))];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}
function open(row) {
  const href = row.dataset.row;
  if (href) (window.Blazor ? Blazor.navigateTo(href) : location.assign(href));
}
function close() {
  const button = document.querySelector('[data-close]');
  if (!button) return false;
  const row = document.querySelector('[data-row].current');
  button.click();
  row?.focus();
  return true;
}

document.addEventListener('keydown', event => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
    if (layout) {
      event.preventDefault();
      layout.invokeMethodAsync('OpenPaletteAsync');
    }
    return;
  }
  // MudMenu opens at the key; the click that a button makes of it would close the menu again.
  if ((event.key === 'Enter' || event.key === ' ') && event.target.matches?.('.mud-menu-activator > button')) {
    event.preventDefault();
    return;
  }
  if (event.target.matches?.('[data-palette]') && ['ArrowUp', 'ArrowDown', 'Enter'].includes(event.key)) {
    event.preventDefault();
    return;
  }
  if (event.target.matches?.('[data-yaml]') && event.key === 'Tab' && !event.shiftKey && event.target.selectionStart !== event.target.selectionEnd) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const inDialog = document.querySelector('.mud-dialog');
  if (event.key === 'Escape') {
    if (inDialog) return;
    if (event.target.matches?.('[data-filter]')) event.target.blur();
    else close();
    return;
  }
  if (inDialog || isTyping(event.target)) return;
  if (chord && Date.now() - chord < 1200) {
    chord = 0;
    if ('ofcpmrs'.includes(event.key)) {
      event.preventDefault();
      layout?.invokeMethodAsync('Go', event.key);
      return;
    }
  }
  const row = event.target.closest?.('[data-row]');
  switch (event.key) {
    case '/': {
      const filter = document.querySelector('[data-filter]');
      if (filter) { event.preventDefault(); filter.focus(); filter.select(); }
      break;
    }
    case '?': layout?.invokeMethodAsync('OpenKeysAsync'); break;
    case 'g': chord = Date.now(); break;
    case 'j': move(1); break;
    case 'k': move(-1); break;
    case 'ArrowDown': if (row) { event.preventDefault(); move(1); } break;
    case 'ArrowUp': if (row) { event.preventDefault(); move(-1); } break;
    case 'Enter': if (row && event.target === row) { event.preventDefault(); open(row); } break;
    case ' ': if (row && event.target === row) { event.preventDefault(); row.click(); } break;
    case 'x': row?.querySelector('[data-check]')?.click(); break;
  }
});
document.addEventListener('dblclick', event => {
  const row = event.target.closest?.('[data-row]');
  if (row && !event.target.closest('a, button, input')) open(row);
});

// ── Clicks that stay in the browser ─────────────────────────────────────────
document.addEventListener('click', async event => {
  const copy = event.target.closest?.('[data-copy]');
  if (copy) {
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.classList.add('copied');
    const title = copy.title;
    copy.title = copy.dataset.copied;
    announce(copy.dataset.copied);
    setTimeout(() => { copy.classList.remove('copied'); copy.title = title; }, 1500);
    return;
  }
  const culture = event.target.closest?.('[data-culture]')?.dataset.culture;
  if (culture) {
    keep('.AspNetCore.Culture', `c=${culture}|uic=${culture}`);
    location.reload();
    return;
  }
  const form = event.target.closest?.('[data-sign-out]')?.dataset.signOut;
  if (form) document.getElementById(form)?.submit();
  if (event.target.closest?.('[data-reconnect]')) location.reload();
});
function announce(text) {
  let region = document.getElementById('announcer');
  if (!region) {
    region = Object.assign(document.createElement('div'), { id: 'announcer', className: 'visually-hidden' });
    region.setAttribute('aria-live', 'polite');
    document.body.append(region);
  }
  region.textContent = '';
  setTimeout(() => { region.textContent = text; }, 50);
}

// ── Lost connection ─────────────────────────────────────────────────────────
const bar = document.getElementById('components-reconnect-modal');
bar?.addEventListener('components-reconnect-state-changed', async event => {
  if (event.detail.state !== 'rejected') return;
  // The server forgot the circuit (it was restarted): what was typed cannot be kept, the page is.
  if (!(await window.Blazor?.resumeCircuit?.().catch(() => false))) location.reload();
});
