// A diagram opens whole if its words can be read then, else at its beginning. The map opens too
// where there is room for it beside what one reads.

const READABLE = 0.62;
const EDGE = 20;
// What can be done with a pool stands to the right of it.
const BESIDE_A_POOL = 64;
const ROOM_FOR_THE_MAP = 1200;

/** Show the whole diagram, or as much of its beginning as can be read. */
export function showReadably(modeler) {
  const canvas = modeler.get('canvas');
  showAll(modeler);
  if (canvas.zoom() >= READABLE) return;
  const { inner, outer } = canvas.viewbox();
  canvas.viewbox({ x: inner.x - besidePalette(canvas) / READABLE, y: inner.y - EDGE, width: outer.width / READABLE, height: outer.height / READABLE });
  if (outer.width > ROOM_FOR_THE_MAP) modeler.get('minimap').open();
}

/** Show the whole diagram, none of it under the palette. */
export function showAll(modeler) {
  const canvas = modeler.get('canvas');
  canvas.zoom('fit-viewport', 'auto');
  const { inner, outer } = canvas.viewbox();
  if (!inner.width || !inner.height) return;
  const left = besidePalette(canvas);
  const scale = Math.min(1, (outer.width - left - BESIDE_A_POOL) / inner.width, (outer.height - 2 * EDGE) / inner.height);
  if (!(scale > 0)) return;
  canvas.viewbox({
    x: inner.x - left / scale,
    y: inner.y + (inner.height - outer.height / scale) / 2,
    width: outer.width / scale,
    height: outer.height / scale,
  });
}

// Where the drawing may begin, counted from the edge of the surface.
function besidePalette(canvas) {
  const palette = canvas.getContainer().querySelector('.djs-palette.open');
  return (palette ? palette.offsetLeft + palette.offsetWidth : 0) + EDGE;
}
