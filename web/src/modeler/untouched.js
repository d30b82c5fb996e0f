// What opening a file would change in it by itself, and must not: a file that is only opened and
// saved says the same as before.
//
//   the order of shapes in the drawing part      sorted anew at every save by bpmn.io
//   the cross in an exclusive gateway            said to be visible where the file says nothing
//   shapes inside closed subprocesses            moved to a drawing of their own when opened;
//                                                moved back when saved, until somebody draws there

class Untouched {
  constructor(eventBus) {
    this._back = [];
    // The moving is done at 1500.
    eventBus.on('import.render.start', 3000, ({ definitions }) => this._remember(definitions));
    eventBus.on('import.render.start', 100, ({ definitions }) => this._seeWhatMoved(definitions));
    eventBus.on('saveXML.start', ({ definitions }) => this._asItWas(definitions));
    eventBus.on('saveXML.done', () => this._asItIs());
  }

  _remember(definitions) {
    this._drawings = drawings(definitions).map((diagram) => ({ plane: diagram.plane, shapes: [...shapesOf(diagram)] }));
    this._known = new Set(drawings(definitions));
    this._places = new Map(this._drawings.flatMap(({ shapes }) => shapes.map((di) => [di, place(di)])));
    this._silent = new Set(
      [...this._places.keys()].filter((di) => di.bpmnElement?.$type === 'bpmn:ExclusiveGateway' && !Object.hasOwn(di, 'isMarkerVisible')),
    );
  }

  _seeWhatMoved(definitions) {
    this._made = drawings(definitions)
      .filter((diagram) => !this._known.has(diagram))
      .map((diagram) => ({ diagram, shapes: shapesOf(diagram).map((di) => [di, place(di)]) }));
  }

  _asItWas(definitions) {
    for (const di of this._silent || []) {
      if (di.isMarkerVisible !== true) continue;
      delete di.isMarkerVisible;
      this._back.push(() => (di.isMarkerVisible = true));
    }
    const undrawn = (this._made || []).filter(({ diagram, shapes }) => definitions.diagrams.includes(diagram) && untouched(diagram, shapes));
    if (!undrawn.length) return;
    const moved = new Map(undrawn.flatMap(({ shapes }) => shapes));
    for (const [di, here] of moved) {
      put(di, this._places.get(di));
      this._back.push(() => put(di, here));
    }
    for (const { plane, shapes } of this._drawings) {
      const now = plane.planeElement || [];
      const there = new Set(now);
      const before = new Set(shapes);
      plane.planeElement = [...shapes.filter((di) => there.has(di) || moved.has(di)), ...now.filter((di) => !before.has(di))];
      this._back.push(() => (plane.planeElement = now));
    }
    const diagrams = definitions.diagrams;
    const left = new Set(undrawn.map(({ diagram }) => diagram));
    definitions.diagrams = diagrams.filter((diagram) => !left.has(diagram));
    this._back.push(() => (definitions.diagrams = diagrams));
  }

  _asItIs() {
    for (const step of this._back.splice(0)) step();
  }
}
Untouched.$inject = ['eventBus'];

const drawings = (definitions) => (definitions.diagrams || []).filter((diagram) => diagram.plane);
const shapesOf = (diagram) => diagram.plane.planeElement || [];

/** Where a shape or a line stands. */
const place = (di) => ({
  bounds: di.bounds && { x: di.bounds.x, y: di.bounds.y, width: di.bounds.width, height: di.bounds.height },
  waypoint: di.waypoint?.map(({ x, y }) => ({ x, y })),
});

function put(di, { bounds, waypoint }) {
  if (bounds) Object.assign(di.bounds, bounds);
  waypoint?.forEach((point, number) => Object.assign(di.waypoint[number], point));
}

const untouched = (diagram, shapes) =>
  shapesOf(diagram).length === shapes.length &&
  shapes.every(([di, there], number) => shapesOf(diagram)[number] === di && JSON.stringify(place(di)) === JSON.stringify(there));

export default {
  __init__: ['untouched'],
  untouched: ['type', Untouched],
  bpmnDiOrdering: ['value', null],
};
