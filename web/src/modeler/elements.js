// Small pieces of a page.

/** An element with attributes and children; a function as an attribute listens. */
export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, '');
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A drawing in the size and colour of the text beside it, silent to screen readers. */
export function icon(path) {
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('class', 'icon');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  drawing.setAttribute('focusable', 'false');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  drawing.append(line);
  return drawing;
}

/** A button of the design system. */
export function button(text, press, variant = 'secondary') {
  return make('button', { type: 'button', class: 'ds-button', 'data-variant': variant, 'data-size': 'sm', click: press }, text);
}

/** Give the person a file. */
export function download(name, text, type = 'application/xml') {
  const link = make('a', { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Open a dialog and wait for what is chosen; `choices` are [value, text, variant], Escape the last. */
export function ask(title, paragraphs, choices) {
  return new Promise((chosen) => {
    const dialog = make('dialog', { class: 'modeler-dialog', 'aria-labelledby': 'modeler-dialog-title' });
    const answer = (value) => {
      dialog.close();
      dialog.remove();
      chosen(value);
    };
    dialog.append(
      make('h2', { id: 'modeler-dialog-title' }, title),
      ...paragraphs.map((text) => (typeof text === 'string' ? make('p', {}, text) : text)),
      make('div', { class: 'buttons' }, ...choices.map(([value, text, variant]) => button(text, () => answer(value), variant))),
    );
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      answer(choices.at(-1)[0]);
    });
    (document.fullscreenElement || document.body).append(dialog);
    dialog.showModal();
  });
}
