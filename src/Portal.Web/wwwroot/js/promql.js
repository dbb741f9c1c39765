// An editor for PromQL over a plain field, which keeps the text: what is typed goes to it, and it tells the page when it is left.
import {
  EditorState, EditorView, HighlightStyle, Prec, PromQLExtension, autocompletion, bracketMatching, closeBrackets, closeBracketsKeymap,
  defaultKeymap, history, historyKeymap, keymap, placeholder, syntaxHighlighting, tags,
} from '../lib/codemirror.js';

const views = new WeakMap();

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: 'var(--mud-palette-tertiary)' },
  { tag: [tags.function(tags.variableName), tags.standard(tags.variableName)], color: 'var(--accent)' },
  { tag: [tags.number, tags.bool], color: 'var(--warn)' },
  { tag: tags.string, color: 'var(--good)' },
  { tag: [tags.comment], color: 'var(--soft)', fontStyle: 'italic' },
  { tag: [tags.invalid], color: 'var(--bad)' },
]);

const look = EditorView.theme({
  '&': { fontSize: '.8125rem', color: 'var(--ink)', background: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': { fontFamily: 'var(--mono)', padding: '9px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 10px' },
  '.cm-scroller': { maxHeight: '240px', lineHeight: '1.55' },
  '.cm-placeholder': { color: 'var(--soft)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': { background: 'color-mix(in srgb, var(--accent) 24%, transparent) !important' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { background: 'color-mix(in srgb, var(--accent) 20%, transparent)' },
  '.cm-tooltip': { background: 'var(--sheet)', color: 'var(--ink)', border: '1px solid var(--mud-palette-lines-inputs)', borderRadius: 'var(--radius)', overflow: 'hidden' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: '.78125rem', maxHeight: '260px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px', lineHeight: '1.5' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { background: 'var(--accent)', color: 'var(--mud-palette-primary-text)' },
  '.cm-tooltip.cm-completionInfo': { padding: '6px 10px', maxWidth: '360px', fontSize: '.78125rem' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-completionDetail': { fontStyle: 'normal', opacity: '.75' },
  '.cm-completionIcon': { display: 'none' },
});

function tell(area) { area.dispatchEvent(new Event('change', { bubbles: true })); }

export function attach(host, area, label, hint) {
  const ask = () => {
    tell(area);
    area.form?.requestSubmit();
    return true;
  };
  const promql = new PromQLExtension().activateLinter(false).setComplete({
    remote: {
      url: '/prom', httpMethod: 'GET', lookbackInterval: 3600000, httpErrorHandler: () => {},
      fetchFn: (address, options) => fetch(address, { ...options, credentials: 'same-origin' }),
    },
    maxMetricsMetadata: 10000,
  });
  const view = new EditorView({
    parent: host,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        history(), bracketMatching(), closeBrackets(), autocompletion(), syntaxHighlighting(colours), look, EditorView.lineWrapping, placeholder(hint), promql.asExtension(),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        Prec.high(keymap.of([{ key: 'Mod-Enter', run: ask }])),
        keymap.of([{ key: 'Enter', run: ask }, ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap]),
        EditorView.updateListener.of(update => { if (update.docChanged) area.value = update.state.doc.toString(); }),
        EditorView.domEventHandlers({ blur: () => { tell(area); } }),
      ],
    }),
  });
  area.hidden = true;
  views.set(host, view);
}

export function show(host, text) {
  const view = views.get(host);
  if (view && view.state.doc.toString() !== text) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}

export function detach(host) { views.get(host)?.destroy(); }
