// Where the markup of the token simulation is made: its colours are set by script, for the policy
// refuses style attributes, and its words are said in the page's language.

import { domify as parsed } from 'min-dom';
import { t } from './translate.js';

export function domify(markup) {
  const made = parsed(markup);
  if (!(made instanceof Element)) return made;
  for (const element of [made, ...made.querySelectorAll('*')]) {
    const style = element.getAttribute('data-style');
    if (style) element.style.cssText = style;
    const title = element.getAttribute('title');
    if (title) element.title = said(title);
  }
  const texts = document.createTreeWalker(made, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.data.trim();
    if (text && !texts.currentNode.parentElement.closest('svg')) texts.currentNode.data = said(text);
  }
  return made;
}

// The simulation's own sentences, some with a number in them; what is left is the diagram's text.
const SENTENCES = [
  [/^(.+) (started|finished|exited|canceled)$/, (name, what) => t(`{name} ${what}`, { name: WORDS.has(name) ? t(name) : name })],
  [/^Focus process instance (\S+)$/, (number) => t('Show run {number}', { number })],
  [/^Set animation speed = (\S+)$/, (speed) => t('Speed: {speed}', { speed: t(speed) })],
];
const WORDS = new Set([
  'Process',
  'Sub Process',
  'SubProcess',
  'Reset Simulation',
  'Toggle Simulation Log',
  'Simulation Log',
  'No Entries',
  'Play/Pause Simulation',
  'Pause Simulation',
  'Play Simulation',
  'Trigger Event',
  'Set Sequence Flow',
  'Add pause point',
  'Remove pause point',
  'Found unsupported elements',
  'Not supported',
  'Finished',
  'Token Simulation',
  'Slow',
  'Normal',
  'Fast',
  'Service Task',
  'User Task',
  'Call Activity',
  'Script Task',
  'Business Rule Task',
  'Manual Task',
  'Receive Task',
  'Send Task',
  'Task',
  'Exclusive Gateway',
  'Parallel Gateway',
  'Inclusive Gateway',
  'Start Event',
  'Intermediate Event',
  'Boundary Event',
  'End Event',
]);

function said(text) {
  for (const [pattern, say] of SENTENCES) {
    const found = pattern.exec(text);
    if (found) return say(...found.slice(1));
  }
  return WORDS.has(text) ? t(text) : text;
}
