// One property in the panel, made as the panel's own are: a label, a field, and help before it.

import { h } from 'preact';

const PANEL = 'bio-properties-panel';

/** An entry of the panel: kind is "text", "lines", "tick" or "choice". */
export const entry = (about) => ({ ...about, component: KINDS[about.kind] });

const help = (id, text) => text && h('p', { class: `${PANEL}-description`, id: `${id}-help` }, text);

const described = ({ id, help: text }) => (text ? { 'aria-describedby': `${id}-help` } : {});

const framed = (id, kind, ...inside) =>
  h('div', { class: `${PANEL}-entry`, 'data-entry-id': id }, h('div', { class: `${PANEL}-${kind}` }, ...inside));

const label = (id, text) => h('label', { class: `${PANEL}-label`, for: id }, text);

const KINDS = {
  text: (about) =>
    framed(
      about.id,
      'textfield',
      label(about.id, about.label),
      help(about.id, about.help),
      h('input', {
        class: `${PANEL}-input`,
        id: about.id,
        type: 'text',
        lang: about.language,
        value: about.value,
        onInput: (event) => about.write(event.target.value),
        ...described(about),
      }),
    ),
  lines: (about) =>
    framed(
      about.id,
      'textarea',
      label(about.id, about.label),
      help(about.id, about.help),
      h('textarea', {
        class: `${PANEL}-input`,
        id: about.id,
        rows: 3,
        lang: about.language,
        value: about.value,
        onInput: (event) => about.write(event.target.value),
        ...described(about),
      }),
    ),
  tick: (about) =>
    framed(
      about.id,
      'checkbox',
      h('input', {
        class: `${PANEL}-input`,
        id: about.id,
        type: 'checkbox',
        checked: about.value,
        onChange: (event) => about.write(event.target.checked),
        ...described(about),
      }),
      label(about.id, about.label),
      help(about.id, about.help),
    ),
  choice: (about) =>
    framed(
      about.id,
      'select',
      label(about.id, about.label),
      h(
        'select',
        {
          class: `${PANEL}-input`,
          id: about.id,
          value: about.value,
          onChange: (event) => about.write(event.target.value),
        },
        about.options.map(([value, text]) => h('option', { value, selected: value === about.value }, text)),
      ),
    ),
};
