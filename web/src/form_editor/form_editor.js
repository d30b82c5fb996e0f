// The form's drawing surface: form-js's editor, held to what Flows has, beside the server's own
// preview. What is drawn is saved a moment later; the preview is asked for with what is drawn.

import '@bpmn-io/form-js/dist/assets/form-js.css';
import '@bpmn-io/form-js/dist/assets/form-js-editor.css';
import './form_editor.css';
import { FormEditor } from '@bpmn-io/form-js';
import htmx from 'htmx.org';
import '../editing/plain_typing.js';
import { savedInto } from '../editing/saving_note.js';
import { kindsModule } from './kinds.js';
import { ownPropertiesModule } from './own_properties.js';

const PAUSE = 500;
const CANNOT = {
  sv: 'Formuläret går inte att rita. Rätta det som står i listan, i tabellen eller i filen.',
  en: 'The form can’t be drawn. Mend what the list says, in the table or in the file.',
};

const desk = document.getElementById('form-desk');
const source = document.getElementById('form-source');
const surface = document.getElementById('form-editor');
const palette = document.getElementById('form-palette');
const marks = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, marks];

const editor = new FormEditor({
  container: document.getElementById('form-canvas'),
  palette: { parent: palette },
  propertiesPanel: { parent: document.getElementById('form-properties') },
  exporter: { name: 'Flows', version: '1.0' },
  additionalModules: [kindsModule, ownPropertiesModule],
});

const written = () => `${JSON.stringify(editor.saveSchema(), null, 2)}\n`;

try {
  surface.hidden = false;
  await editor.importSchema(JSON.parse(source.value));
  begin();
} catch {
  surface.hidden = true;
  const note = Object.assign(document.createElement('div'), { className: 'note' });
  note.dataset.color = 'danger';
  note.append(Object.assign(document.createElement('p'), { textContent: CANNOT[document.documentElement.lang] ?? CANNOT.sv }));
  surface.before(note);
}

function begin() {
  const saving = savedInto(document.getElementById('saving'), {
    address: desk.dataset.address,
    etag: desk.dataset.etag,
    token: desk.dataset.token,
    type: 'application/json',
    read: written,
  });
  let timer = null;
  editor.on('commandStack.changed', () => {
    saving.changed();
    clearTimeout(timer);
    timer = setTimeout(preview, PAUSE);
  });
  palette.addEventListener('click', place);
  document.body.addEventListener('htmx:afterSwap', () => {
    carry();
    mark();
  });
  document.addEventListener('click', show);
  carry();
  mark();
  name();
  if (desk.dataset.element) select(desk.dataset.element);
}

// ---------------------------------------------------------------- the preview

function preview() {
  const form = document.getElementById('preview-form');
  const open = document.querySelector('#preview .sample')?.open;
  carry();
  const values = { _schema: written(), csrf_token: desk.dataset.token };
  htmx
    .ajax('POST', desk.dataset.preview, { source: form || desk, target: '#preview', swap: 'outerHTML', values })
    .then(() => {
      const sample = document.querySelector('#preview .sample');
      if (open && sample) sample.open = true;
    })
    .catch(() => {}); // without a connection the last preview stands
}

// The preview's form carries what is drawn, so that what it asks the server for is about that.
function carry() {
  const form = document.getElementById('preview-form');
  if (!form) return;
  const held = form.elements._schema ?? form.appendChild(document.createElement('textarea'));
  held.name = '_schema';
  held.hidden = true;
  held.value = written();
}

// ---------------------------------------------------------------- problems

const every = () => editor.get('formFieldRegistry').getAll();

const called = (element) => every().find(({ id, key, path }) => [key, path, id].includes(element));

function mark() {
  const fields = [...document.querySelectorAll('#preview .found [data-element]')]
    .map((line) => called(line.dataset.element))
    .filter(Boolean);
  marks.replaceSync(
    fields
      .map(({ id }) => `.form-editor .fjs-element[data-id="${CSS.escape(id)}"] { box-shadow: inset 4px 0 0 #b3253f; }`)
      .join('\n'),
  );
}

function show(event) {
  const link = event.target.closest?.('[data-show]');
  if (!link || !called(link.dataset.show)) return;
  event.preventDefault();
  select(link.dataset.show);
}

function select(element) {
  const field = called(element);
  if (!field) return;
  editor.get('selection').set(field);
  const place = surface.querySelector(`.fjs-element[data-id="${CSS.escape(field.id)}"]`);
  place?.scrollIntoView({ block: 'nearest' });
  place?.focus();
}

// ---------------------------------------------------------------- without dragging

// A press places what is pressed last, or after what is marked.
function place(event) {
  const button = event.target.closest('.fjs-palette-field');
  if (!button || event.detail === 0) return;
  const marked = editor.get('selection').get();
  const registry = editor.get('formFieldRegistry');
  const root = editor._getState().schema;
  const parent = (marked && marked.type !== 'default' && registry.get(marked._parent)) || root;
  const after = parent.components.findIndex(({ id }) => id === marked?.id);
  const where = after < 0 ? parent.components.length : after + 1;
  const made = editor.get('modeling').addFormField({ type: button.dataset.fieldType }, parent, where);
  editor.get('selection').set(made);
}

// What form-js leaves without a name.
function name() {
  const search = palette.querySelector('.fjs-palette-search');
  if (search) search.setAttribute('aria-label', search.placeholder);
}
