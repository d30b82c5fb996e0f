// Reading and changing what the Camunda 8 flavour says of an element; each change can be undone.

import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';

/** The BPMN element that carries the extensions: for a pool its process. */
export function holder(element) {
  const found = getBusinessObject(element);
  return is(element, 'bpmn:Participant') ? found.get('processRef') : found;
}

/** The extension of a type such as `zeebe:FormDefinition`, if the element has one. */
export function extension(element, type) {
  const values = holder(element)?.get('extensionElements')?.get('values') || [];
  return values.find((value) => is(value, type));
}

/** Changes extensions through the command stack. */
export class Extensions {
  constructor(bpmnFactory, commandStack, modeling) {
    this._modeling = modeling;
    this._factory = bpmnFactory;
    this._commands = commandStack;
  }

  /** Give the element's extension of a type these properties, and make one if there is none. */
  set(element, type, properties) {
    const steps = [];
    const there = extension(element, type);
    if (there) steps.push(update(element, there, properties));
    else this._add(element, type, properties, steps);
    this._run(steps);
  }

  /** Take the extension of a type away. */
  remove(element, type) {
    const there = extension(element, type);
    if (!there) return;
    const all = holder(element).get('extensionElements');
    this._run([update(element, all, { values: all.get('values').filter((value) => value !== there) })]);
  }

  /** A named property in words, "" when there is none. */
  property(element, name) {
    return properties(element).find((each) => each.get('name') === name)?.get('value') || '';
  }

  /** Set a named property; an empty text takes it away. */
  setProperty(element, name, value) {
    const there = properties(element).find((each) => each.get('name') === name);
    const group = extension(element, 'zeebe:Properties');
    const steps = [];
    if (there && value) steps.push(update(element, there, { value }));
    else if (there && group.get('properties').length === 1) return this.remove(element, 'zeebe:Properties');
    else if (there) steps.push(update(element, group, { properties: group.get('properties').filter((each) => each !== there) }));
    else if (value) {
      const made = this._factory.create('zeebe:Property', { name, value });
      if (group) {
        made.$parent = group;
        steps.push(update(element, group, { properties: [...group.get('properties'), made] }));
      } else this._add(element, 'zeebe:Properties', { properties: [made] }, steps);
    }
    return this._run(steps);
  }

  /** Change something that an extension contains. */
  change(element, part, values) {
    this._run([update(element, part, values)]);
  }

  get modeling() {
    return this._modeling;
  }

  get factory() {
    return this._factory;
  }

  /** Give the element another name. */
  rename(element, name) {
    this._modeling.updateProperties(element, { name });
  }

  _add(element, type, values, steps) {
    const owner = holder(element);
    let all = owner.get('extensionElements');
    if (!all) {
      all = this._factory.create('bpmn:ExtensionElements', { values: [] });
      all.$parent = owner;
      steps.push(update(element, owner, { extensionElements: all }));
    }
    const made = this._factory.create(type, values);
    made.$parent = all;
    for (const part of type === 'zeebe:Properties' ? made.get('properties') : []) part.$parent = made;
    steps.push(update(element, all, { values: [...all.get('values'), made] }));
  }

  _run(steps) {
    if (steps.length) this._commands.execute('properties-panel.multi-command-executor', steps);
  }
}
Extensions.$inject = ['bpmnFactory', 'commandStack', 'modeling'];

const properties = (element) => extension(element, 'zeebe:Properties')?.get('properties') || [];

const update = (element, moddleElement, values) => ({
  cmd: 'element.updateModdleProperties',
  context: { element, moddleElement, properties: values },
});

export default { extensions: ['type', Extensions] };
