// The decision's drawing surface: dmn-js, beside the panel that tries what is drawn on the server.
// What is drawn is saved a moment later. The rules that matched are marked in the table.

import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn.css';
import './decision_editor.css';
import DmnModeler from 'dmn-js/lib/Modeler';
import htmx from 'htmx.org';
import '../editing/plain_typing.js';
import { savedInto } from '../editing/saving_note.js';
import words from './words.json';

const PAUSE = 500;
const ENGLISH = document.documentElement.lang === 'en';
const said = (sv, en) => (ENGLISH ? en : sv);

const desk = document.getElementById('decision-desk');
const source = document.getElementById('decision-source');
const surface = document.getElementById('decision-editor');
const views = document.getElementById('decision-views');
const policy = document.getElementById('decision-policy');
const marks = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, marks];

const translate = (template, values = {}) => {
  const text = !ENGLISH && Object.hasOwn(words, template) ? words[template] : template;
  return String(text).replace(/\{\s*([^{}]+?)\s*\}/g, (whole, name) => values[name] ?? whole);
};
const spoken = { additionalModules: [{ translate: ['value', translate] }] };

const modeler = new DmnModeler({
  container: surface,
  drd: spoken,
  decisionTable: spoken,
  literalExpression: spoken,
  boxedExpression: spoken,
  expressionLanguages: { options: [{ value: 'feel', label: 'FEEL' }], defaults: { editor: 'feel' } },
});

let saving = null;
let drawn = source.value;
let timer = null;

modeler.on('viewer.created', ({ viewer }) => {
  viewer.on('commandStack.changed', () => {
    saving?.changed();
    clearTimeout(timer);
    timer = setTimeout(changed, PAUSE);
  });
});
modeler.on('views.changed', name);

try {
  for (const each of [surface, views]) each.hidden = false;
  await modeler.importXML(source.value);
  const table = modeler.getViews().find(({ type }) => type === 'decisionTable');
  if (table && modeler.getActiveView() !== table) await modeler.open(table);
  begin();
} catch (fault) {
  for (const each of [surface, views, policy]) each.hidden = true;
  refuse();
}

function begin() {
  saving = savedInto(document.getElementById('saving'), {
    address: desk.dataset.address,
    etag: desk.dataset.etag,
    token: desk.dataset.token,
    type: 'application/xml',
    read: write,
  });
  document.body.addEventListener('htmx:afterSwap', () => {
    carry();
    mark();
  });
  document.addEventListener('click', show);
  name();
  carry();
  mark();
  if (desk.dataset.element) reveal(desk.dataset.element);
}

function refuse() {
  const note = Object.assign(document.createElement('div'), { className: 'note' });
  note.dataset.color = 'danger';
  const text = said(
    'Beslutet går inte att rita. Rätta det som står i listan, i tabellen eller i filen.',
    'The decision can’t be drawn. Mend what the list says, in the table or in the file.',
  );
  note.append(Object.assign(document.createElement('p'), { textContent: text }));
  surface.before(note);
}

async function write() {
  const { xml } = await modeler.saveXML({ format: true });
  drawn = xml;
  return xml;
}

// ---------------------------------------------------------------- the views

function name() {
  const active = modeler.getActiveView();
  views.replaceChildren(
    ...modeler.getViews().map((view) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'ds-button';
      button.dataset.variant = 'tertiary';
      button.textContent = titleOf(view);
      button.setAttribute('aria-pressed', String(view === active || view.element === active?.element));
      button.addEventListener('click', () => modeler.open(view).then(name));
      return button;
    }),
  );
  explain();
}

function titleOf({ type, element, name: called }) {
  if (type === 'drd') return said('Sambanden', 'How they connect');
  return called || element?.name || element?.id || type;
}

// How the matches count, in words.
function explain() {
  const logic = modeler.getActiveView()?.element?.decisionLogic;
  const isTable = logic?.$type === 'dmn:DecisionTable';
  policy.hidden = !isTable;
  if (!isTable) return;
  const about = (kind, key) => document.querySelector(`template[data-${kind}="${key}"]`)?.content.textContent ?? '';
  policy.textContent = [
    about('policy', logic.hitPolicy || 'UNIQUE'),
    logic.aggregation ? about('aggregation', logic.aggregation) : '',
  ].join(' ');
}

// ---------------------------------------------------------------- trying

async function changed() {
  await write();
  name();
  carry();
  const form = document.getElementById('try-form');
  const values = { _model: drawn, csrf_token: desk.dataset.token };
  if (document.getElementById('tried')) values._try = '1';
  htmx
    .ajax('POST', desk.dataset.try, { source: form || desk, target: '#try', swap: 'outerHTML', values })
    .catch(() => {}); // without a connection the last answer stands
}

// The panel's form carries what is drawn: it is that which is tried.
function carry() {
  const form = document.getElementById('try-form');
  if (!form) return;
  const held = form.elements._model ?? form.appendChild(document.createElement('textarea'));
  held.name = '_model';
  held.hidden = true;
  held.value = drawn;
}

function mark() {
  const hit = (document.getElementById('tried')?.dataset.hits ?? '').split(' ').filter(Boolean);
  const wrong = [...document.querySelectorAll('#try .found [data-element]')].map(({ dataset }) => dataset.cell || dataset.element);
  const at = (id) => `[data-row-id="${CSS.escape(id)}"], .decision-editor [data-element-id="${CSS.escape(id)}"]`;
  marks.replaceSync(
    [
      ...hit.map((id) => `.decision-editor ${at(id)} { background: #dcefdf !important; }`),
      ...wrong.filter(Boolean).map((id) => `.decision-editor ${at(id)} { box-shadow: inset 0 0 0 2px #b3253f; }`),
    ].join('\n'),
  );
}

function show(event) {
  const link = event.target.closest?.('[data-show]');
  if (link && reveal(link.dataset.show)) event.preventDefault();
}

function reveal(element) {
  const id = CSS.escape(element);
  const place = surface.querySelector(`[data-row-id="${id}"], [data-element-id="${id}"]`);
  if (!place) return false;
  place.scrollIntoView({ block: 'center' });
  (place.querySelector('[contenteditable], input') ?? place).focus();
  return true;
}
