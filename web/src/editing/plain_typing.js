// Typing over selected, coloured text makes a browser keep its colour in a style attribute, which the
// policy refuses and reports. In the editors of expressions the text is therefore replaced by the
// editor itself, which colours it anew.

import { EditorView } from '@codemirror/view';

document.addEventListener(
  'beforeinput',
  (event) => {
    const view = event.inputType === 'insertText' && event.data ? EditorView.findFromDOM(event.target) : null;
    if (!view || view.composing || !view.contentDOM.contains(event.target)) return;
    const { from, to, empty } = view.state.selection.main;
    if (empty) return;
    event.preventDefault();
    const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true });
    const taken = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, event.data, insert));
    if (!taken) view.dispatch(insert());
  },
  { capture: true },
);
