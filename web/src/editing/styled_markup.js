// Markup with style attributes, as the editors of bpmn.io make it: the policy refuses them in
// markup, so they are set one by one when it has been read. It looks the same.

import { domify as read } from 'min-dom';

/** The element of the markup. */
export function domify(markup) {
  const element = read(markup.replaceAll(' style="', ' data-style="'));
  for (const each of [element, ...element.querySelectorAll('[data-style]')]) {
    if (!each.dataset.style) continue;
    each.style.cssText = each.dataset.style;
    delete each.dataset.style;
  }
  return element;
}
