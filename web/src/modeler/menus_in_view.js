// A menu opens where all of it is seen. Its own way measures the page, which is longer than the window.

const EDGE = 8;

function MenusInView(popupMenu) {
  popupMenu._ensureVisible = (menu, { x, y }) => {
    const { width, height } = menu.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    return {
      x: Math.max(EDGE, x + width + EDGE > clientWidth ? x - width : x),
      y: Math.max(EDGE, Math.min(y, clientHeight - height - EDGE)),
    };
  };
}
MenusInView.$inject = ['popupMenu'];

export default { __init__: ['menusInView'], menusInView: ['type', MenusInView] };
