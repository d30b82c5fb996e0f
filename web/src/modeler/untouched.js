// What opening a file would change in it by itself, and must not: a file that is only opened and
// saved says the same as before.
//
//   the order of shapes in the drawing part      sorted anew at every save by bpmn.io
//   shapes inside closed subprocesses            moved to a drawing of their own when opened
//   the cross in an exclusive gateway            said to be visible where the file says nothing

class Untouched {
  constructor(eventBus) {
    const silent = new Set();

    eventBus.on('import.render.start', 2000, ({ definitions }) => {
      silent.clear();
      for (const di of shapes(definitions)) {
        if (di.bpmnElement?.$type === 'bpmn:ExclusiveGateway' && !Object.hasOwn(di, 'isMarkerVisible')) silent.add(di);
      }
    });
    eventBus.on('saveXML.start', () => {
      for (const di of silent) {
        if (di.isMarkerVisible === true) delete di.isMarkerVisible;
        else silent.delete(di);
      }
    });
    eventBus.on('saveXML.done', () => {
      for (const di of silent) di.isMarkerVisible = true;
    });
  }
}
Untouched.$inject = ['eventBus'];

const shapes = (definitions) => (definitions.diagrams || []).flatMap((diagram) => diagram.plane?.planeElement || []);

export default {
  __init__: ['untouched'],
  untouched: ['type', Untouched],
  bpmnDiOrdering: ['value', null],
  subprocessCompatibility: ['value', null],
};
