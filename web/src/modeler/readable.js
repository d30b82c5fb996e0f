// A diagram opens whole if its words can be read then, else at its beginning, with the map beside.

const READABLE = 0.62;
const MARGIN = 120;

/** Show the whole diagram, or as much of its beginning as can be read. */
export function showReadably(modeler) {
  const canvas = modeler.get('canvas');
  canvas.zoom('fit-viewport', 'auto');
  if (canvas.zoom() >= READABLE) return;
  const { inner, outer } = canvas.viewbox();
  canvas.viewbox({ x: inner.x - MARGIN / READABLE, y: inner.y - 20, width: outer.width / READABLE, height: outer.height / READABLE });
  if (outer.width > 700) modeler.get('minimap').open();
}
