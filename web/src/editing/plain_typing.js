// Typing over selected, coloured text makes a browser keep its colour in a style attribute, which the
// policy refuses and reports. In the editors of expressions the text is therefore replaced by the
// editor itself, which colours it anew.

import { EditorView } from '@codemirror/view';

document.addEventListener(
  'beforeinput',
  (event) => {
    const view = event.inputType === 'insertText' && event.data ? EditorView.findFromDOM(event.target) : null;
    if (!view || view.composing || !view.contentDOM.contains(event.target)) return;
    const [from, to] = marked(view);
    if (from === to) return;
    event.preventDefault();
    const insert = () =>
      view.state.update({ changes: { from, to, insert: event.data }, selection: { anchor: from + event.data.length }, userEvent: 'input.type', scrollIntoView: true });
    const taken = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, event.data, insert));
    if (!taken) view.dispatch(insert());
  },
  { capture: true },
);

// What is marked on the page right now: the editor learns of it a moment later.
function marked(view) {
  const { from, to } = view.state.selection.main;
  const { anchorNode, anchorOffset, focusNode, focusOffset } = document.getSelection() || {};
  const inside = (node) => node && view.contentDOM.contains(node);
  if (!inside(anchorNode) || !inside(focusNode)) return [from, to];
  const ends = [view.posAtDOM(anchorNode, anchorOffset), view.posAtDOM(focusNode, focusOffset)];
  return [Math.min(...ends), Math.max(...ends)];
}
