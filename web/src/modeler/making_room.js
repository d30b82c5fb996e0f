// The tool that makes room moves what stands inside whatever it is pressed on. On a step, a flow or a
// name that is nothing at all: there the pool or the subprocess around it is meant.

import { isExpanded } from 'bpmn-js/lib/util/DiUtil';
import { is } from 'bpmn-js/lib/util/ModelUtil';

// Before bpmn-js lets a lane stand for its pool, which is at 2000.
const FIRST = 2500;

function MakingRoom(eventBus) {
  eventBus.on('spaceTool.move', FIRST, (event) => {
    while (event.hover?.parent && !holdsOthers(event.hover)) event.hover = event.hover.parent;
  });
}
MakingRoom.$inject = ['eventBus'];

const holdsOthers = (element) =>
  !element.waypoints && !element.labelTarget && (is(element, 'bpmn:Participant') || is(element, 'bpmn:Lane') || (is(element, 'bpmn:SubProcess') && isExpanded(element)));

export default { __init__: ['makingRoom'], makingRoom: ['type', MakingRoom] };
