// What js/promql.js needs of CodeMirror and of the PromQL language of Prometheus.
export { EditorState, Prec } from '@codemirror/state';
export { EditorView, keymap, placeholder } from '@codemirror/view';
export { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
export { autocompletion, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
export { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
export { tags } from '@lezer/highlight';
export { PromQLExtension } from '@prometheus-io/codemirror-promql';
