// A length of time as a number and a unit, beside the field that holds it as the file does.

import { h } from '@bpmn-io/properties-panel/preact';
import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';
import { useService } from 'bpmn-js-properties-panel';
import { dateEntry } from './dates.js';
import { t } from './translate.js';
import { extension } from './zeebe.js';

const DAYS = ['D', 'days'];
const UNITS = [['TM', 'minutes'], ['TH', 'hours'], DAYS, ['W', 'weeks'], ['M', 'months']];
const WORKDAYS = ['workdays', 'workdays'];
const SCHEDULE = 'zeebe:TaskSchedule';

/** How long a timer waits, or until when: fields for it beside the one that holds it. */
export function waitEntries(element) {
  const timer = timerOf(element);
  const until = timer?.get('timeDate');
  if (until) {
    const set = (body, { modeling }) => modeling.updateModdleProperties(element, until, { body });
    return [dateEntry('flows-until', { usual: '08:00', get: () => until.get('body') || '', set })];
  }
  if (!timer?.get('timeDuration')) return [];
  return [
    lengthEntry('flows-wait', 'How long', UNITS, {
      get: () => readDuration(timer.get('timeDuration').get('body') || ''),
      set: (number, unit, { modeling }) => modeling.updateModdleProperties(element, timer.get('timeDuration'), { body: number ? duration(number, unit) : '' }),
    }),
  ];
}

/** When a task is to be done, counted from when it comes or from a day that somebody answers. */
export const dueEntries = [
  lengthEntry('flows-due', 'To be done within', [DAYS, WORKDAYS], {
    get: (element) => readDue(dueOf(element)),
    set: (number, unit, { extensions }, element) => setDue(element, number ? due(number, unit) : '', extensions),
  }),
  dateEntry('flows-due-date', { usual: '17:00', get: (element) => dueOf(element), set: (text, { extensions }, element) => setDue(element, text, extensions) }),
];

const dueOf = (element) => extension(element, SCHEDULE)?.get('dueDate') || '';

function setDue(element, dueDate, extensions) {
  if (dueDate || extension(element, SCHEDULE)?.get('followUpDate')) return extensions.set(element, SCHEDULE, { dueDate: dueDate || undefined });
  return extensions.remove(element, SCHEDULE);
}

function lengthEntry(id, label, units, { get, set }) {
  return {
    id,
    isEdited: () => false,
    component({ element }) {
      const services = { modeling: useService('modeling'), extensions: useService('extensions') };
      const read = get(element);
      if (read === null) return null;
      const { number, unit } = read || { number: '', unit: 'D' };
      const change = (field) => {
        const row = field.closest('.modeler-length');
        const typed = Math.max(0, Math.trunc(Number(row.querySelector('input').value)) || 0);
        set(typed, row.querySelector('select').value, services, element);
      };
      const changed = (event) => change(event.target);
      return h('div', { class: 'bio-properties-panel-entry modeler-length', 'data-entry-id': id, role: 'group', 'aria-label': t(label) }, [
        h('label', { class: 'bio-properties-panel-label', for: id }, t(label)),
        h('input', { id, class: 'bio-properties-panel-input', type: 'number', min: 1, max: 9999, step: 1, value: number, onChange: changed }),
        h('select', { class: 'bio-properties-panel-input', 'aria-label': t('Unit'), onChange: changed }, units.map(([value, text]) => h('option', { value, selected: value === unit }, t(text)))),
      ]);
    },
  };
}

const timerOf = (element) =>
  is(element, 'bpmn:Event') && getBusinessObject(element).get('eventDefinitions')?.find((definition) => is(definition, 'bpmn:TimerEventDefinition'));

const duration = (number, unit) => (unit.startsWith('T') ? `PT${number}${unit[1]}` : `P${number}${unit}`);

/** What a length says: undefined for nothing yet, null when a number and a unit can't say it. */
function readDuration(text) {
  if (!text.trim()) return undefined;
  const [, time, number, unit] = /^P(T?)([1-9]\d{0,3})([MHDW])$/.exec(text.trim()) || [];
  const found = number && UNITS.find(([value]) => value === time + unit);
  return found ? { number, unit: found[0] } : null;
}

function readDue(text) {
  if (!text.trim()) return undefined;
  const days = /^=\s*now\(\)\s*\+\s*duration\("P([1-9]\d{0,3})D"\)\s*$/.exec(text);
  if (days) return { number: days[1], unit: 'D' };
  const workdays = /^=date and time\(string\(add workdays\(today\(\), ([1-9]\d{0,3})\)\) \+ "T17:00:00@Europe\/Stockholm"\)$/.exec(text);
  return workdays ? { number: workdays[1], unit: 'workdays' } : null;
}

const due = (number, unit) =>
  unit === 'workdays' ? `=date and time(string(add workdays(today(), ${number})) + "T17:00:00@Europe/Stockholm")` : `=now() + duration("P${number}D")`;
