// The questions of a form as the answers change them: laid in, so that nobody loses their place.
import htmx from 'htmx.org';
import { Idiomorph } from 'idiomorph';

// An answer may bring up other questions. They are laid into the form that stands there, so that
// the field one is writing in keeps its text, its caret and the focus; and what was answered while
// the server thought about the earlier answers stands.
document.body.addEventListener('htmx:beforeSwap', (event) => {
  const { target, shouldSwap, serverResponse, requestConfig } = event.detail;
  if (target.id !== 'form-fields' || !shouldSwap) return;
  event.detail.shouldSwap = false;
  // A row that goes makes the ones after it move up: then the server's word counts.
  const rowsMove = requestConfig.formData.has('_rows');
  onceReleased(() => holdingStill(() => layIn(serverResponse, rowsMove)));
});

function layIn(html, rowsMove) {
  const target = document.getElementById('form-fields');
  if (!target) return;
  const answers = rowsMove ? new Map() : answersIn(target);
  Idiomorph.morph(target, html, { morphStyle: 'outerHTML', ignoreActiveValue: !rowsMove });
  const fields = document.getElementById('form-fields');
  for (const field of answerable(fields)) {
    if (answers.has(field.id)) restore(field, answers.get(field.id));
  }
  htmx.process(fields);
}

// What moves away from under a pressed button or finger isn't clicked: the questions wait for its
// release, and for the click that follows on it.
const AFTER_THE_CLICK = 100;
let isPressed = false;
let waiting = null;
const onceReleased = (act) => {
  if (!isPressed && !waiting) return act();
  waiting = act;
  document.getElementById('form-fields')?.setAttribute('aria-busy', 'true');
};
const release = () => {
  isPressed = false;
  setTimeout(() => {
    if (isPressed) return;
    const act = waiting;
    waiting = null;
    act?.();
  }, AFTER_THE_CLICK);
};
document.addEventListener('pointerdown', () => (isPressed = true), true);
document.addEventListener('pointerup', release, true);
document.addEventListener('pointercancel', release, true);

// What has the focus stays where it is seen, whatever comes or goes above it.
function holdingStill(act) {
  const focused = document.activeElement;
  const before = focused?.closest('#form-fields') && focused.getBoundingClientRect().top;
  act();
  const after = focused?.isConnected && focused.getBoundingClientRect().top;
  if (typeof before === 'number' && typeof after === 'number') {
    window.scrollBy({ top: after - before, behavior: 'instant' });
  }
}

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
