// What every page carries: its style, and htmx for the pieces that the server sends again.
import './style/page.css';
import './compare.js';
import './form_fields.js';
import htmx from 'htmx.org';

// The policy forbids inline styles and evaluated text; htmx is told to do without.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.attributesToSettle = ['class'];
htmx.config.historyEnabled = false;
htmx.config.selfRequestsOnly = true;

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
