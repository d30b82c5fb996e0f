// A point in time counted from a day that somebody answers: the answer, so many days before or after
// it, and the time of day. The field beside it holds the formula.

import { h } from '@bpmn-io/properties-panel/preact';
import { useService } from 'bpmn-js-properties-panel';
import { t } from './translate.js';

const SAME = 'same';
const NOTICE = 'notice';
const COUNTED = [['D-', 'days before'], ['W-', 'workdays before'], ['D+', 'days after'], ['W+', 'workdays after']];
const WAYS = [[SAME, 'the same day'], ...COUNTED, [NOTICE, 'the forum’s days of notice before']];
const ZONE = '@Europe/Stockholm';

/** A group of fields for a point in time; `get` gives its text, `set` takes it. */
export function dateEntry(id, { usual, get, set }) {
  return {
    id,
    isEdited: () => false,
    component({ element }) {
      const catalogue = useService('config.catalogue');
      const services = { modeling: useService('modeling'), extensions: useService('extensions') };
      const days = daysIn(catalogue);
      const text = get(element);
      const read = text.trim() ? readDate(text) : { day: '', way: SAME, number: '', clock: usual };
      if (!read || (!days.length && !read.day)) return null;
      const choices = read.day && !days.some(([key]) => key === read.day) ? [...days, [read.day, t('{id} (is missing)', { id: read.day })]] : days;
      const changed = (event) => {
        const field = (name) => event.target.closest('.modeler-date').querySelector(`[name="${name}"]`)?.value;
        const day = field('day');
        if (day || read.day) set(day ? formula({ day, way: field('way') || SAME, number: field('number'), clock: field('clock') || usual }) : '', services, element);
      };
      const counted = COUNTED.some(([way]) => way === read.way);
      return h('div', { class: 'bio-properties-panel-entry modeler-date', 'data-entry-id': id, role: 'group', 'aria-label': t('Counted from an answer') }, [
        row(`${id}-day`, t('Counted from an answer'), select('day', `${id}-day`, [['', t('(choose)')], ...choices], read.day, changed)),
        read.day && row(`${id}-way`, t('How many days'), [
          counted && h('input', { name: 'number', class: 'bio-properties-panel-input', type: 'number', min: 1, max: 999, step: 1, value: read.number, 'aria-label': t('Number of days'), onChange: changed }),
          select('way', `${id}-way`, WAYS.map(([way, label]) => [way, t(label)]), read.way, changed),
        ]),
        read.day && row(`${id}-clock`, t('Time of day'), h('input', { name: 'clock', id: `${id}-clock`, class: 'bio-properties-panel-input', type: 'time', value: read.clock, onChange: changed })),
      ]);
    },
  };
}

const row = (id, label, content) => h('div', {}, [h('label', { class: 'bio-properties-panel-label', for: id }, label), h('div', { class: 'modeler-length' }, content)]);

const select = (name, id, options, value, changed) =>
  h('select', { name, id, class: 'bio-properties-panel-input', onChange: changed }, options.map(([key, text]) => h('option', { value: key, selected: key === value }, text)));

// The days that forms ask for, each once, whichever form it is in.
function daysIn(catalogue) {
  const fields = catalogue.forms.flatMap((form) => form.fields).filter((field) => field.type === 'datetime' && field.subtype === 'date');
  return [...new Map(fields.map((field) => [field.key, field.label ? `${field.label} (${field.key})` : field.key])).entries()];
}

function formula({ day, way, number, clock }) {
  const at = `"T${clock}:00${ZONE}"`;
  if (way === SAME) return `=date and time(${day} + ${at})`;
  const count = Math.min(999, Math.max(1, Math.trunc(Number(number)) || 1));
  const sign = way[1];
  const counted = {
    D: `date(${day}) ${sign} duration("P${count}D")`,
    W: `add workdays(date(${day}), ${sign === '-' ? '-' : ''}${count})`,
    n: `date(${day}) - duration("P" + string(forum.kallelsedagar) + "D")`,
  }[way[0]];
  return `=date and time(string(${counted}) + ${at})`;
}

const AT = '"T(\\d\\d:\\d\\d):00@Europe/Stockholm"';
const PLAIN = new RegExp(`^=\\s*date and time\\(([a-z_]\\w*) \\+ ${AT}\\)$`);
const MOVED = new RegExp(`^=\\s*date and time\\(string\\((.+)\\) \\+ ${AT}\\)$`);
const READ = [
  [/^date\(([a-z_]\w*)\) ([-+]) duration\("P([1-9]\d{0,2})D"\)$/, ([, day, sign, number]) => ({ day, way: `D${sign}`, number })],
  [/^add workdays\(date\(([a-z_]\w*)\), (-?)([1-9]\d{0,2})\)$/, ([, day, minus, number]) => ({ day, way: minus ? 'W-' : 'W+', number })],
  [/^date\(([a-z_]\w*)\) - duration\("P" \+ string\(forum\.kallelsedagar\) \+ "D"\)$/, ([, day]) => ({ day, way: NOTICE, number: '' })],
];

/** What a text says; undefined when these fields can't say it. */
function readDate(text) {
  const plain = PLAIN.exec(text.trim());
  if (plain) return { day: plain[1], way: SAME, number: '', clock: plain[2] };
  const [, inner, clock] = MOVED.exec(text.trim()) || [];
  for (const [pattern, found] of READ) {
    const match = inner && pattern.exec(inner);
    if (match) return { ...found(match), clock };
  }
  return undefined;
}
