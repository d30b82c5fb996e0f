// The keyboard shortcuts, in words.

import { ask, make } from './elements.js';
import { t } from './translate.js';

const KEYS = [
  ['Ctrl + Z', 'Undo'],
  ['Ctrl + Y', 'Redo'],
  ['Ctrl + C', 'Copy what is selected'],
  ['Ctrl + V', 'Paste, also from another diagram'],
  ['Ctrl + A', 'Select everything'],
  ['Delete', 'Remove what is selected'],
  ['Ctrl + F', 'Find a step by its name'],
  ['Ctrl + S', 'Save at once'],
  ['N', 'Choose something new to place'],
  ['A', 'Add something after the selected step'],
  ['R', 'Change the kind of the selected step'],
  ['E', 'Write the name of the selected step'],
  ['C', 'Connect with a flow'],
  ['L', 'Select several with a rectangle'],
  ['S', 'Make or take away room'],
  ['H', 'Move the surface'],
  ['T', 'Try the flow'],
  ['←↑→↓', 'Move what is selected; with Shift faster'],
  ['Ctrl + ←↑→↓', 'Move the surface'],
  ['Ctrl + +', 'Zoom in'],
  ['Ctrl + −', 'Zoom out'],
  ['Ctrl + 0', 'Original size'],
];

export function helpDialog() {
  const rows = KEYS.map(([keys, text]) => make('tr', {}, make('th', { scope: 'row' }, make('kbd', {}, keys)), make('td', {}, t(text))));
  const table = make('table', { class: 'modeler-keys' }, make('caption', { class: 'ds-sr-only' }, t('Keyboard shortcuts')), make('tbody', {}, ...rows));
  return ask(t('Keyboard shortcuts'), [t('They apply when the drawing surface has the focus: click it once, or go to it with Tab.'), table], [['ok', t('Close'), 'primary']]);
}
