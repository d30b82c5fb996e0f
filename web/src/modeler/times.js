// How many times a step is done, chosen in words; bpmn.io has it as three small signs in a menu.

import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';
import { isEventSubProcess } from 'bpmn-js/lib/util/DiUtil';
import { SelectEntry } from '@bpmn-io/properties-panel';
import { useService } from 'bpmn-js-properties-panel';
import { textEntry } from './pickers.js';
import { t } from './translate.js';

const EACH = 'bpmn:MultiInstanceLoopCharacteristics';
const AGAIN = 'bpmn:StandardLoopCharacteristics';
const WAYS = [['once', 'Once'], ['parallel', 'Parallel multi-instance'], ['sequential', 'Sequential multi-instance']];
const LOOP = ['again', 'Loop'];

/** The entry of a step that can be done several times. */
export function timesEntries(element) {
  if (!is(element, 'bpmn:Activity') || isEventSubProcess(element)) return [];
  return timesOf(element) === LOOP[0] ? [entry, ...loopEntries] : [entry];
}

const loopOf = (element) => getBusinessObject(element).get('loopCharacteristics');

const loopEntries = [
  textEntry({
    id: 'flows-loop-condition',
    label: 'Again as long as',
    description: 'A condition in FEEL, such as =godkand = "nej".',
    get: (element) => loopOf(element).get('loopCondition')?.get('body') || '',
    set(element, body, { modeling, factory }) {
      const condition = body ? factory.create('bpmn:FormalExpression', { body }) : undefined;
      if (condition) condition.$parent = loopOf(element);
      modeling.updateModdleProperties(element, loopOf(element), { loopCondition: condition });
    },
  }),
  textEntry({
    id: 'flows-loop-most',
    label: 'At most so many times',
    get: (element) => String(loopOf(element).get('loopMaximum') ?? ''),
    set: (element, most, { modeling }) => modeling.updateModdleProperties(element, loopOf(element), { loopMaximum: /^[1-9]\d{0,3}$/.test(most) ? Number(most) : undefined }),
  }),
];

const entry = {
  id: 'flows-times',
  isEdited: (field) => Boolean(field) && field.value !== 'once',
  component({ element }) {
    const modeling = useService('modeling');
    const factory = useService('bpmnFactory');
    const value = timesOf(element);
    const ways = value === LOOP[0] ? [...WAYS, LOOP] : WAYS;
    return SelectEntry({
      element,
      id: 'flows-times',
      label: t('Done'),
      getValue: () => value,
      getOptions: () => ways.map(([way, label]) => ({ value: way, label: t(label) })),
      setValue: (way) => way !== value && setTimes(element, way, modeling, factory),
    });
  },
};

function timesOf(element) {
  const loop = getBusinessObject(element).get('loopCharacteristics');
  if (!loop) return 'once';
  if (is(loop, AGAIN)) return LOOP[0];
  return loop.get('isSequential') ? 'sequential' : 'parallel';
}

function setTimes(element, way, modeling, factory) {
  const loop = getBusinessObject(element).get('loopCharacteristics');
  const isSequential = way === 'sequential';
  if (way === 'once') modeling.updateProperties(element, { loopCharacteristics: undefined });
  else if (loop && is(loop, EACH)) modeling.updateModdleProperties(element, loop, { isSequential });
  else modeling.updateProperties(element, { loopCharacteristics: factory.create(EACH, { isSequential }) });
}
