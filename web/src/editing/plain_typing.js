// Where FEEL is written, Chromium carries the colour of what was there over to what is typed in its
// place, as a style attribute that the policy refuses. So what is typed is given to the editor as
// text, before the browser writes it. A text being composed, by dead keys or otherwise, is left be.

addEventListener(
  'beforeinput',
  (event) => {
    if (event.inputType !== 'insertText' || event.isComposing || !event.data) return;
    const view = event.target.closest?.('.cm-content')?.cmTile?.root?.view;
    if (!view || view.composing || view.state.readOnly) return;
    event.preventDefault();
    const { from, to } = view.state.selection.main;
    const text = event.data;
    const usual = () => view.state.update(view.state.replaceSelection(text), { userEvent: 'input.type', scrollIntoView: true });
    const handlers = view.state.facet(view.constructor.inputHandler);
    if (!handlers.some((handle) => handle(view, from, to, text, usual))) view.dispatch(usual());
  },
  true,
);
