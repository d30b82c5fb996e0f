// Entries of the properties panel where one chooses by name what the file holds as an id.

import { SelectEntry, TextAreaEntry, TextFieldEntry, isSelectEntryEdited, isTextAreaEntryEdited, isTextFieldEntryEdited } from '@bpmn-io/properties-panel';
import { h } from '@bpmn-io/properties-panel/preact';
import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';
import { useService } from 'bpmn-js-properties-panel';
import { newForm } from './new_form.js';
import { t } from './translate.js';
import { extension, holder } from './zeebe.js';

/** A text of our own among the element's properties. */
export const textEntry = ({ id, label, description, get, set, lines }) => ({
  id,
  isEdited: lines ? isTextAreaEntryEdited : isTextFieldEntryEdited,
  component({ element }) {
    const extensions = useService('extensions');
    const debounce = useService('debounceInput');
    const field = {
      element,
      id,
      label: t(label),
      description: description && t(description),
      debounce,
      getValue: () => get(element, extensions),
      setValue: (value) => set(element, value || '', extensions),
    };
    return lines ? TextAreaEntry({ ...field, rows: 2, autoResize: true }) : TextFieldEntry(field);
  },
});

/** A list to choose from; what is chosen but not in the list stays, and is said to be missing. */
export const pickEntry = ({ id, label, description, list, get, set, name = named }) => ({
  id,
  isEdited: isSelectEntryEdited,
  component({ element }) {
    const catalogue = useService('config.catalogue');
    const extensions = useService('extensions');
    const value = get(element, extensions);
    const choices = list(catalogue).map((each) => ({ value: each.id, label: name(each) }));
    const missing = value && !choices.some((each) => each.value === value);
    return SelectEntry({
      element,
      id,
      label: t(label),
      description: description && t(description),
      getValue: () => value,
      getOptions: () => [
        { value: '', label: t('(choose)') },
        ...choices,
        ...(missing ? [{ value, label: value.startsWith('=') ? t('Computed: {formula}', { formula: value }) : t('{id} (is missing)', { id: value }) }] : []),
      ],
      setValue: (chosen) => chosen !== value && set(element, chosen || '', extensions, catalogue),
    });
  },
});

/** Links and buttons below a picker. */
export const linksEntry = (id, links) => ({
  id,
  component({ element }) {
    const about = useService('config.about');
    const catalogue = useService('config.catalogue');
    const extensions = useService('extensions');
    const shown = links({ element, about, catalogue, extensions }).filter(Boolean);
    if (!shown.length) return null;
    return h(
      'div',
      { class: 'bio-properties-panel-entry modeler-links', 'data-entry-id': id },
      shown.map(({ text, href, press }) =>
        href ? h('a', { href }, text) : h('button', { type: 'button', class: 'quiet', onClick: press }, text),
      ),
    );
  },
});

const named = (each) => each.name;
const formName = (form) => (form.used_by.length ? `${form.id} (${form.used_by.join(', ')})` : form.id);

// ---------------------------------------------------------------- the form of a step

export const formEntries = [
  pickEntry({
    id: 'flows-form',
    label: 'Form that is shown',
    list: (catalogue) => catalogue.forms,
    name: formName,
    get: (element) => extension(element, 'zeebe:FormDefinition')?.get('formId') || '',
    set(element, formId, extensions) {
      if (formId) extensions.set(element, 'zeebe:FormDefinition', { formId });
      else extensions.remove(element, 'zeebe:FormDefinition');
    },
  }),
  linksEntry('flows-form-links', ({ element, about, catalogue, extensions }) => {
    const formId = extension(element, 'zeebe:FormDefinition')?.get('formId');
    const form = catalogue.forms.find((each) => each.id === formId);
    return [
      form && { text: t('Open the form'), href: `${about.process}/form/${encodeURIComponent(form.file)}` },
      {
        text: t('New form …'),
        press: async () => {
          const made = await newForm(about, catalogue, getBusinessObject(element).get('name') || '');
          if (made) extensions.set(element, 'zeebe:FormDefinition', { formId: made.id });
        },
      },
    ];
  }),
];

// ---------------------------------------------------------------- decision and called process

export const decisionEntries = [
  pickEntry({
    id: 'flows-decision',
    label: 'Decision table',
    list: (catalogue) => catalogue.decisions,
    get: (element) => extension(element, 'zeebe:CalledDecision')?.get('decisionId') || '',
    set: (element, decisionId, extensions) => extensions.set(element, 'zeebe:CalledDecision', { decisionId: decisionId || undefined }),
  }),
  linksEntry('flows-decision-links', ({ element, about, catalogue }) => {
    const id = extension(element, 'zeebe:CalledDecision')?.get('decisionId');
    const decision = catalogue.decisions.find((each) => each.id === id);
    return [
      decision && { text: t('Open the decision'), href: `${about.process}/decision/${encodeURIComponent(decision.file)}` },
      { text: t('New decision …'), href: `${about.process}/decision/new` },
    ];
  }),
  textEntry({
    id: 'flows-decision-result',
    label: 'The result is called',
    description: 'The name by which later steps ask for it: letters a to z, digits and _.',
    get: (element) => extension(element, 'zeebe:CalledDecision')?.get('resultVariable') || '',
    set: (element, resultVariable, extensions) => extensions.set(element, 'zeebe:CalledDecision', { resultVariable: resultVariable || undefined }),
  }),
];

export const processEntries = [
  pickEntry({
    id: 'flows-called-process',
    label: 'Process that is called',
    description: 'Processes of the same package can be called. Another one is started by the operation that starts a flow.',
    list: (catalogue) => catalogue.processes.filter((each) => each.own),
    get: (element) => extension(element, 'zeebe:CalledElement')?.get('processId') || '',
    set: (element, processId, extensions) => extensions.set(element, 'zeebe:CalledElement', { processId: processId || undefined }),
  }),
  linksEntry('flows-process-links', ({ element, about, catalogue }) => {
    const id = extension(element, 'zeebe:CalledElement')?.get('processId');
    const called = catalogue.processes.find((each) => each.id === id);
    return [called?.file && { text: t('Open the process'), href: `${about.process}/diagram/${encodeURIComponent(called.file)}` }];
  }),
];

// ---------------------------------------------------------------- what operations are given as an id

const INPUTS = {
  process: { label: 'Choose a process', list: (catalogue) => catalogue.processes },
  forum: { label: 'Choose a forum', list: (catalogue) => catalogue.forums },
  till: { label: 'Choose a role', list: (catalogue) => catalogue.roles },
};

/** Pickers for the inputs of an operation that take the id of a process, a forum or a role. */
export function inputEntries(element) {
  const inputs = is(element, 'bpmn:Task') ? extension(element, 'zeebe:IoMapping')?.get('inputParameters') || [] : [];
  return inputs
    .filter((input) => Object.hasOwn(INPUTS, input.get('target')))
    .map((input) => {
      const { label, list } = INPUTS[input.get('target')];
      return pickEntry({
        id: `flows-input-${input.get('target')}`,
        label,
        list,
        get: () => literal(input.get('source') || ''),
        set: (_, chosen, extensions) => extensions.change(element, input, { source: chosen ? `="${chosen}"` : '' }),
      });
    });
}

const literal = (source) => /^=\s*"([^"\\]*)"\s*$/.exec(source)?.[1] ?? source;

// ---------------------------------------------------------------- a lane and its role

export const laneEntries = [
  pickEntry({
    id: 'flows-lane-role',
    label: 'Role of the lane',
    description: 'Steps in the lane that name nobody else are for the role that the lane is called after.',
    list: (catalogue) => catalogue.roles,
    get: (element) => roleOfLane(getBusinessObject(element).get('name') || ''),
    set(element, id, extensions, catalogue) {
      const role = catalogue.roles.find((each) => each.id === id);
      // The lane's name is what counts, so it must lead back to the role.
      if (role) extensions.rename(element, roleOfLane(role.name) === id ? role.name : id);
    },
  }),
];

const roleOfLane = (name) =>
  name.trim().toLowerCase().replace(/[åä]/g, 'a').replace(/ö/g, 'o').replace(/é/g, 'e').replace(/[\s/]+/g, '-');

// ---------------------------------------------------------------- what people read

const property = (name, label, lines = false, description = undefined) =>
  textEntry({
    id: `flows-text-${name}`,
    label,
    lines,
    description,
    get: (element, extensions) => extensions.property(element, name),
    set: (element, value, extensions) => extensions.setProperty(element, name, value),
  });

/** The texts beside name and documentation that the element can have. */
export function wordEntries(element) {
  const found = [property('name_en', 'Name in English'), property('documentation_en', 'Description in English', true)];
  const task = is(element, 'bpmn:UserTask');
  const begins = is(element, 'bpmn:StartEvent') || is(element, 'bpmn:Process') || is(element, 'bpmn:Participant');
  if (task || begins) found.push(property('button', 'Text of the button'), property('button_en', 'Text of the button in English'));
  if (task || is(element, 'bpmn:CatchEvent') || is(element, 'bpmn:ReceiveTask')) {
    found.push(property('lage', 'Where the case stands meanwhile', false, 'Shown on the page of the case while it waits here.'), property('lage_en', 'Where the case stands, in English'));
  }
  found.push(property('regler', 'Rules that ask for it', false, 'Rules of the agreements, such as NV-05, with commas between.'));
  return holder(element) ? found : [];
}
