// Two drawings of the same diagram scroll together, and open where the first difference is.

const together = new Map();
for (const drawing of document.querySelectorAll('.drawing[data-together]')) {
  const key = drawing.dataset.together;
  together.set(key, [...(together.get(key) ?? []), drawing]);
}

// What another drawing is told to do comes back as a scroll of its own: that is not passed on.
const told = new WeakSet();

function follow(drawing, others) {
  if (told.delete(drawing)) return;
  for (const other of others) {
    if (other === drawing) continue;
    const { scrollLeft, scrollTop } = other;
    other.scrollLeft = drawing.scrollLeft;
    other.scrollTop = drawing.scrollTop;
    if (other.scrollLeft !== scrollLeft || other.scrollTop !== scrollTop) told.add(other);
  }
}

function bring(drawing, place) {
  const there = place.getBoundingClientRect();
  const here = drawing.getBoundingClientRect();
  drawing.scrollLeft += there.x - here.x - (here.width - there.width) / 2;
  drawing.scrollTop += there.y - here.y - (here.height - there.height) / 2;
}

for (const drawings of together.values()) {
  for (const drawing of drawings) {
    drawing.addEventListener('scroll', () => follow(drawing, drawings), { passive: true });
  }
  const shown = [...drawings].reverse();
  const first = shown.find((drawing) => drawing.querySelector('.diagram-marked'));
  if (first) bring(first, first.querySelector('.diagram-marked'));
}

const find = (drawing, id) => drawing.querySelector(`[data-element-id="${CSS.escape(id)}"]`);

// "Show in the picture": both drawings go to the element, which is drawn stronger.
document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-show-element]');
  if (!link) return;
  const pictures = document.querySelector(link.getAttribute('href'));
  if (!pictures) return;
  for (const marked of pictures.querySelectorAll('.diagram-shown')) {
    marked.classList.remove('diagram-shown');
  }
  for (const drawing of pictures.querySelectorAll('.drawing')) {
    const place = find(drawing, link.dataset.showElement);
    if (!place) continue;
    place.classList.add('diagram-shown');
    bring(drawing, place);
  }
});
