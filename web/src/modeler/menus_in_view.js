// A menu opens where all of it is seen. Its own way measures the page, which is longer than the window.

const EDGE = 8;

function MenusInView(popupMenu, contextPad) {
  popupMenu._ensureVisible = (menu, { x, y }) => {
    const { width, height } = menu.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    return {
      x: Math.max(EDGE, x + width + EDGE > clientWidth ? x - width : x),
      y: Math.max(EDGE, Math.min(y, clientHeight - height - EDGE)),
    };
  };
  // The menus ask for the pad in a way that warns in the console at every opening.
  contextPad.getPad = (target) => ({ html: contextPad.isOpen(target) ? contextPad._current.html : contextPad._createHtml(target) });
}
MenusInView.$inject = ['popupMenu', 'contextPad'];

export default { __init__: ['menusInView'], menusInView: ['type', MenusInView] };
