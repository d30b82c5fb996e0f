// What every page carries: its style, and htmx for the pieces that the server sends again.
import './style/page.css';
import htmx from 'htmx.org';
import { Idiomorph } from 'idiomorph';

// The policy forbids inline styles and evaluated text; htmx is told to do without.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.historyEnabled = false;
htmx.config.selfRequestsOnly = true;

// An answer may bring up other questions. They are laid into the form that stands there, so that
// the field one is writing in keeps its text, its caret and the focus.
document.body.addEventListener('htmx:beforeSwap', (event) => {
  const { target, shouldSwap, serverResponse } = event.detail;
  if (target.id !== 'form-fields' || !shouldSwap) return;
  event.detail.shouldSwap = false;
  Idiomorph.morph(target, serverResponse, { morphStyle: 'outerHTML', ignoreActiveValue: true });
  htmx.process(document.getElementById('form-fields'));
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
