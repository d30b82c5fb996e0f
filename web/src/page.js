// What every page carries: its style, and htmx for the pieces that the server sends again.
import './style/page.css';
import './compare.js';
import htmx from 'htmx.org';
import { Idiomorph } from 'idiomorph';

// The policy forbids inline styles and evaluated text; htmx is told to do without.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.attributesToSettle = ['class'];
htmx.config.historyEnabled = false;
htmx.config.selfRequestsOnly = true;

// An answer may bring up other questions. They are laid into the form that stands there, so that
// the field one is writing in keeps its text, its caret and the focus; and what was answered while
// the server thought about the earlier answers stands.
document.body.addEventListener('htmx:beforeSwap', (event) => {
  const { target, shouldSwap, serverResponse, requestConfig } = event.detail;
  if (target.id !== 'form-fields' || !shouldSwap) return;
  event.detail.shouldSwap = false;
  // A row that goes makes the ones after it move up: then the server's word counts.
  const rowsMove = requestConfig.formData.has('_rows');
  const answers = rowsMove ? new Map() : answersIn(target);
  Idiomorph.morph(target, serverResponse, { morphStyle: 'outerHTML', ignoreActiveValue: !rowsMove });
  const fields = document.getElementById('form-fields');
  for (const field of answerable(fields)) {
    if (answers.has(field.id)) restore(field, answers.get(field.id));
  }
  htmx.process(fields);
});

// What keeps the questions from coming is said at the form: that someone was faster, for example.
document.body.addEventListener('htmx:responseError', (event) => {
  const news = document.getElementById('form-news');
  if (news) news.textContent = event.detail.xhr.responseText;
});

const answerable = (fields) => fields.querySelectorAll('[name][id]:not([type="file"])');

const answersIn = (fields) => new Map([...answerable(fields)].map((it) => [it.id, stateOf(it)]));

const isTicked = (field) => field.type === 'checkbox' || field.type === 'radio';

const stateOf = (field) => (isTicked(field) ? field.checked : field.value);

function restore(field, state) {
  if (isTicked(field)) {
    field.checked = state;
  } else if (field.tagName !== 'SELECT' || [...field.options].some((it) => it.value === state)) {
    if (field.value !== state) field.value = state;
  }
}

// What has the focus may go when a piece of the page comes anew: then the piece has it.
let focusWasIn = '';
document.body.addEventListener('htmx:beforeSwap', ({ detail }) => {
  focusWasIn = detail.target.contains(document.activeElement) ? detail.target.id : '';
});
document.body.addEventListener('htmx:afterSwap', () => {
  if (!focusWasIn || document.activeElement !== document.body) return;
  const piece = document.getElementById(focusWasIn);
  (piece?.querySelector('[tabindex="-1"]') ?? piece)?.focus();
});

// New answers are said once, calmly: only the number, only when the table has changed.
document.body.addEventListener('htmx:afterSwap', () => {
  const news = document.getElementById('answers-news');
  if (!news) return;
  const counts = document.querySelectorAll('#answers [data-answered]');
  const text = [...counts].map((count) => count.textContent).join('. ');
  if (news.textContent !== text) news.textContent = text;
});

// A diagram opens where something waits, not at its far left.
for (const drawing of document.querySelectorAll('.drawing')) {
  const place = drawing.querySelector('.diagram-has-incident, .diagram-has-token');
  if (!place) continue;
  const there = place.getBoundingClientRect();
  const here = drawing.getBoundingClientRect();
  drawing.scrollLeft += there.x - here.x - (here.width - there.width) / 2;
  drawing.scrollTop += there.y - here.y - (here.height - there.height) / 2;
}
