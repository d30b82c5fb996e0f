// What the check has found: a mark at each place on the drawing, and a list beside it.

import { icon, make } from './elements.js';
import { t } from './translate.js';

const WARNING = 'M12 4L2.8 20h18.4zM12 10v4.5M12 17v.5';
const STOP = 'M8.2 3.5h7.6l4.7 4.7v7.6l-4.7 4.7H8.2l-4.7-4.7V8.2zM12 7.5v5.5M12 16v.5';

/** Show problems in a list in `place` and on the diagram; `select(id)` brings up an element. */
export function showProblems(place, modeler, about, select) {
  const title = make('h2', { id: 'modeler-problems-title' });
  const list = make('ol', { class: 'modeler-problems-list' });
  const news = make('p', { class: 'ds-sr-only', role: 'status' });
  place.append(make('section', { class: 'modeler-problems', 'aria-labelledby': title.id }, title, news, list));
  const overlays = modeler.get('overlays');
  const registry = modeler.get('elementRegistry');

  return (problems) => {
    const errors = problems.filter(isError).length;
    title.textContent = headline(errors, problems.length - errors);
    if (news.textContent !== title.textContent) news.textContent = title.textContent;
    list.replaceChildren(...problems.map(line));
    overlays.remove({ type: 'problem' });
    const here = new Map();
    for (const problem of problems) {
      const element = problem.file === about.file ? drawn(problem.element) : null;
      if (element) here.set(element, [...(here.get(element) || []), problem]);
    }
    for (const [element, found] of here) mark(element, found);
  };

  function line(problem) {
    const place = problem.file === about.file && drawn(problem.element);
    const what = make('span', {}, make('strong', {}, isError(problem) ? t('Error: ') : t('Warning: ')), whose(problem), problem.text);
    const head = place
      ? make('button', { type: 'button', class: 'modeler-problem', click: () => select(place.id) }, icon(isError(problem) ? STOP : WARNING), what)
      : make('p', { class: 'modeler-problem' }, icon(isError(problem) ? STOP : WARNING), what);
    const there = problem.file && problem.file !== about.file ? make('a', { href: addressOf(about, problem.file) }, problem.file) : null;
    const hint = problem.hint || there ? make('p', { class: 'soft small' }, there, there ? '. ' : '', problem.hint || '') : null;
    return make('li', { 'data-severity': problem.severity }, head, hint);
  }

  function mark(element, found) {
    const worst = found.some(isError);
    const said = found.map((problem) => problem.text).join('\n');
    const html = make(
      'button',
      { type: 'button', class: 'modeler-mark', 'data-severity': worst ? 'error' : 'warning', title: said, 'aria-label': said, click: () => select(element.id) },
      icon(worst ? STOP : WARNING),
      found.length > 1 ? String(found.length) : '',
    );
    overlays.add(element, 'problem', { position: element.waypoints ? { top: -10, left: -10 } : { top: -12, right: 12 }, html });
  }

  function drawn(id) {
    const element = id && registry.get(id);
    return element && element.parent ? element : null;
  }
}

// Which element it is about, unless the text says it.
const whose = ({ name, element, text }) => (name && name !== element && !text.includes(name) ? `${name}: ` : '');

// Where a file of the package is mended.
function addressOf(about, file) {
  const rooms = { form: 'form', dmn: 'decision', bpmn: 'diagram' };
  const room = rooms[file.split('.').pop()];
  return room ? `${about.process}/${room}/${encodeURIComponent(file)}` : `${about.process}/scenarios`;
}

const isError = (problem) => problem.severity === 'error';

function headline(errors, warnings) {
  if (!errors && !warnings) return t('The check finds nothing to mend');
  const parts = [];
  if (errors) parts.push(errors === 1 ? t('1 error') : t('{errors} errors', { errors }));
  if (warnings) parts.push(warnings === 1 ? t('1 warning') : t('{warnings} warnings', { warnings }));
  return t('The check: {found}', { found: parts.join(', ') });
}
