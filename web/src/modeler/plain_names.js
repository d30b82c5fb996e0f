// What an event refers to gets a name that people can read. The panel makes a message, signal, error
// or escalation under its id; here it is called as the event, or plainly, and as no other of its kind.

import CommandInterceptor from 'diagram-js/lib/command/CommandInterceptor';

const PLAIN = {
  'bpmn:Message': 'Nytt meddelande',
  'bpmn:Signal': 'Ny signal',
  'bpmn:Error': 'Nytt fel',
  'bpmn:Escalation': 'Ny eskalering',
};
const MADE_UP = /^(Message|Signal|Error|Escalation)_\w+$/;

class PlainNames extends CommandInterceptor {
  constructor(eventBus) {
    super(eventBus);
    this.preExecute('element.updateModdleProperties', ({ element, moddleElement, properties }) => {
      if (!properties.rootElements) return;
      const there = moddleElement.rootElements || [];
      for (const made of properties.rootElements) {
        if (!there.includes(made) && made.$type in PLAIN && MADE_UP.test(made.name || '')) {
          made.name = freeName(made, element, there);
        }
      }
    }, true);
  }
}
PlainNames.$inject = ['eventBus'];

function freeName(made, element, there) {
  const stem = (element.businessObject?.name || '').trim() || PLAIN[made.$type];
  const taken = new Set(there.filter((one) => one.$type === made.$type).map((one) => one.name));
  let name = stem;
  for (let number = 2; taken.has(name); number += 1) name = `${stem} ${number}`;
  return name;
}

export default { __init__: ['plainNames'], plainNames: ['type', PlainNames] };
