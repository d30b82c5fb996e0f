// What is sent is chosen as what is waited for is. The panel's own provider takes the group away
// from events that send, since elsewhere a job does the sending: here it is laid aside before that.

import { is } from 'bpmn-js/lib/util/ModelUtil';

// Between the providers of bpmn.io: BPMN's own at 1000, the Camunda 8 flavour's at 500.
const BETWEEN = 700;

class SentMessages {
  constructor(propertiesPanel) {
    propertiesPanel.registerProvider(BETWEEN, this);
  }

  getGroups(element) {
    return (groups) => {
      this._aside = is(element, 'bpmn:ThrowEvent') ? groups.find((group) => group.id === 'message') : undefined;
      return groups;
    };
  }

  /** The group of the element that is shown, when it was taken away. */
  left(groups) {
    return this._aside && !groups.includes(this._aside) ? [this._aside] : [];
  }
}
SentMessages.$inject = ['propertiesPanel'];

export default { __init__: ['sentMessages'], sentMessages: ['type', SentMessages] };
