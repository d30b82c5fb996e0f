// What can be placed in a form: the kinds that Flows shows and checks. Those that form-js doesn't
// have are made of its own: a person is a drop-down list whose choices are people.

import { Datetime, Select, iconsByType } from '@bpmn-io/form-js';

const ENGLISH = document.documentElement.lang === 'en';
const said = (sv, en) => (ENGLISH ? en : sv);

const PLACEABLE = [
  'textfield',
  'textarea',
  'number',
  'datetime',
  'filepicker',
  'checkbox',
  'radio',
  'select',
  'checklist',
  'taglist',
  'text',
  'separator',
  'group',
  'dynamiclist',
];

const OWN = {
  workday: {
    name: said('Datum, bara arbetsdagar', 'Date, workdays only'),
    group: 'basic-input',
    like: Datetime,
    made: {
      type: 'datetime',
      subtype: 'date',
      dateLabel: said('Datum', 'Date'),
      properties: { workday: 'true' },
    },
  },
  organisation: {
    name: said('Välj en organisation', 'Choose an organisation'),
    group: 'selection',
    like: Select,
    made: { type: 'select', label: said('Organisation', 'Organisation'), properties: { source: 'organisation' } },
  },
  huvudman: {
    name: said('Välj en huvudman', 'Choose a principal'),
    group: 'selection',
    like: Select,
    made: { type: 'select', label: said('Huvudman', 'Principal'), properties: { source: 'huvudman' } },
  },
  person: {
    name: said('Välj en person', 'Choose a person'),
    group: 'selection',
    like: Select,
    made: { type: 'select', label: said('Person', 'Person'), properties: { source: 'person' } },
  },
};

/** Shows what can be placed, and makes it. Other kinds can be read, not placed. */
class Kinds {
  constructor(formFields, modeling) {
    const known = formFields._formFields;
    for (const type of Object.keys(known)) {
      if (type !== 'default' && !PLACEABLE.includes(type)) {
        Object.defineProperty(known, type, { value: known[type], enumerable: false });
      }
    }
    for (const [type, { name, group, like, made }] of Object.entries(OWN)) {
      const component = (props) => like(props);
      component.config = { ...like.config, type, name, group, icon: iconsByType(made.type) };
      formFields.register(type, component);
    }
    const add = modeling.addFormField.bind(modeling);
    modeling.addFormField = (attributes, parent, place) => add(asMade(attributes), parent, place);
  }

  static $inject = ['formFields', 'modeling'];
}

function asMade(attributes) {
  const own = OWN[attributes.type];
  if (!own) return attributes;
  const { type, ...rest } = attributes;
  const made = structuredClone(own.made);
  return made.type === 'select' ? { ...rest, ...made, values: undefined } : { ...rest, ...made };
}

export const kindsModule = { __init__: ['flowsKinds'], flowsKinds: ['type', Kinds] };
