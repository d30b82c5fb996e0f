// A diagram opens whole if its words can be read then, else at its beginning. The map opens too
// where there is room for it beside what one reads.

const READABLE = 0.62;
const MARGIN = 120;
const ROOM_FOR_THE_MAP = 1200;

/** Show the whole diagram, or as much of its beginning as can be read. */
export function showReadably(modeler) {
  const canvas = modeler.get('canvas');
  canvas.zoom('fit-viewport', 'auto');
  if (canvas.zoom() >= READABLE) return;
  const { inner, outer } = canvas.viewbox();
  canvas.viewbox({ x: inner.x - MARGIN / READABLE, y: inner.y - 20, width: outer.width / READABLE, height: outer.height / READABLE });
  if (outer.width > ROOM_FOR_THE_MAP) modeler.get('minimap').open();
}
