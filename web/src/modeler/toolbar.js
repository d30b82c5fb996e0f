// The buttons above the drawing, and what they do.

import { ask, download, icon, make } from './elements.js';
import { helpDialog } from './help.js';
import { showAll } from './readable.js';
import { t } from './translate.js';

const ICONS = {
  undo: 'M9 7L4.5 11.5 9 16M5 11.5h9a5 5 0 010 10h-3',
  redo: 'M15 7l4.5 4.5L15 16M19 11.5h-9a5 5 0 000 10h3',
  copy: 'M9 9h11v12H9zM5 15H4V3h11v2',
  paste: 'M8 4.5h8v3H8zM8 6H5v15h14V6h-3M9 12h6M9 16h6',
  less: 'M5 12h14',
  more: 'M5 12h14M12 5v14',
  fit: 'M3.5 5.5h17v13h-17zM7 12h10M9.5 9.5L7 12l2.5 2.5M14.5 9.5L17 12l-2.5 2.5',
  search: 'M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L20.5 20.5',
  play: 'M7 4.5v15l12-7.5z',
  map: 'M3.5 5.5h17v13h-17zM12.5 11.5h5v4h-5z',
  whole: 'M4 10V4h6M14 4h6v6M20 14v6h-6M10 20H4v-6',
  keys: 'M3 6.5h18v11H3zM6.5 10h.5M10 10h.5M13.5 10h.5M17 10h.5M7.5 14h9',
};

/** The tools of drawing. */
export function toolbar(place, body, modeler, about, saving) {
  const stack = modeler.get('commandStack');
  const actions = modeler.get('editorActions');
  const profile = modeler.get('profile');
  const undo = tool('undo', t('Undo'), () => stack.undo());
  const redo = tool('redo', t('Redo'), () => stack.redo());
  const copy = tool('copy', t('Copy'), () => actions.trigger('copy'));
  const paste = tool('paste', t('Paste'), () => modeler.get('copyPaste').paste());
  const simulate = tool('play', t('Try the flow'), () => modeler.get('toggleMode').toggleMode());
  simulate.setAttribute('aria-pressed', 'false');
  const everything = make('input', { type: 'checkbox', id: 'modeler-everything', change: (event) => profile.showEverything(event.target.checked) });
  everything.checked = profile.everything;
  const refresh = () => {
    undo.disabled = !stack.canUndo();
    redo.disabled = !stack.canRedo();
    copy.disabled = !modeler.get('selection').get().length;
  };
  modeler.on(['commandStack.changed', 'selection.changed', 'import.done'], refresh);
  modeler.on('tokenSimulation.toggleMode', ({ active }) => {
    simulate.setAttribute('aria-pressed', String(active));
    body.classList.toggle('modeler-simulating', active);
    for (const each of [undo, redo, copy, paste]) each.disabled = active;
    if (!active) refresh();
  });
  refresh();
  const bar = frame(
    place,
    body,
    [
      [undo, redo],
      [copy, paste],
      zooming(modeler),
      [tool('search', t('Find a step'), () => setTimeout(() => actions.trigger('find'))), simulate, mapTool(modeler), wholeScreen(place), tool('keys', t('Keyboard shortcuts'), helpDialog)],
    ],
    make('label', { class: 'modeler-everything' }, everything, t('Show everything')),
    files(about, () => modeler.saveXML({ format: true }).then(({ xml }) => xml), () => saving.now(), (text) => takeIn(modeler, saving, text)),
  );
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
      event.preventDefault();
      modeler.get('directEditing').complete();
      document.activeElement?.blur();
      saving.now();
    }
  });
  return bar;
}

/** The tools of looking. */
export function viewToolbar(place, body, viewer, about) {
  frame(place, body, [zooming(viewer), [mapTool(viewer), wholeScreen(place)]], null, files(about, () => viewer.saveXML({ format: true }).then(({ xml }) => xml)));
}

function frame(place, body, groups, choice, menu) {
  const tools = groups.map((group) => make('div', { class: 'modeler-tools' }, ...group));
  const bar = make('div', { class: 'modeler-bar', role: 'toolbar', 'aria-label': t('Tools') }, ...tools, choice, menu);
  place.insertBefore(bar, body);
  roving(bar);
  return bar;
}

const tool = (name, text, press) => make('button', { type: 'button', class: 'modeler-tool', title: text, 'aria-label': text, click: press }, icon(ICONS[name]));

function zooming(modeler) {
  const canvas = modeler.get('canvas');
  const by = (factor) => () => canvas.zoom(Math.min(4, Math.max(0.2, canvas.zoom() * factor)));
  return [
    tool('less', t('Zoom out'), by(1 / 1.25)),
    tool('more', t('Zoom in'), by(1.25)),
    tool('fit', t('Show the whole diagram'), () => showAll(modeler)),
  ];
}

function mapTool(modeler) {
  const minimap = modeler.get('minimap');
  const button = tool('map', t('Map of the diagram'), () => minimap.toggle());
  button.setAttribute('aria-pressed', String(minimap.isOpen()));
  modeler.on('minimap.toggle', ({ open }) => button.setAttribute('aria-pressed', String(open)));
  return button;
}

function wholeScreen(place) {
  const button = tool('whole', t('Full screen'), () => (document.fullscreenElement ? document.exitFullscreen() : place.requestFullscreen()));
  button.setAttribute('aria-pressed', 'false');
  document.addEventListener('fullscreenchange', () => button.setAttribute('aria-pressed', String(Boolean(document.fullscreenElement))));
  return button;
}

function files(about, read, save, take) {
  const saved = (address) => async (event) => {
    event.preventDefault();
    await save?.();
    location.href = address;
  };
  const list = [
    make('a', { href: about.svg, click: saved(about.svg) }, t('Picture (SVG)')),
    make('a', { href: about.pdf, click: saved(about.pdf) }, t('Document (PDF)')),
    make('button', { type: 'button', class: 'quiet', click: async () => download(about.file, await read()) }, t('The file (BPMN)')),
  ];
  if (take) {
    const input = make('input', { type: 'file', accept: '.bpmn,.xml', hidden: true, change: async () => take(await input.files[0]?.text()) });
    list.push(make('button', { type: 'button', class: 'quiet', click: () => input.click() }, t('Read in another file …')), input);
  }
  const menu = make('details', { class: 'modeler-files' }, make('summary', {}, t('Files')), make('div', {}, ...list));
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
  return menu;
}

/** Replace the drawing with another file, after a question; what was there is in the saved draft. */
async function takeIn(modeler, saving, text) {
  if (!text) return;
  const choice = await ask(t('Replace the drawing?'), [t('The drawing is replaced with the file. Download the present one first if you want to keep it.')], [
    ['yes', t('Replace'), 'primary'],
    ['no', t('Cancel')],
  ]);
  if (choice !== 'yes') return;
  const before = (await modeler.saveXML({ format: true })).xml;
  try {
    if (/<!DOCTYPE/i.test(text)) throw new Error(t('The file has a DTD.'));
    await modeler.importXML(text);
    showAll(modeler);
    saving.changed();
  } catch (fault) {
    await modeler.importXML(before);
    await ask(t('The file can’t be read'), [fault.message], [['ok', t('Close'), 'primary']]);
  }
}

// One stop for the Tab key; the arrows go from tool to tool.
function roving(bar) {
  const stops = () => [...bar.querySelectorAll('.modeler-tool, .modeler-everything input, .modeler-files > summary')].filter((each) => !each.disabled);
  const set = (current) => {
    for (const each of bar.querySelectorAll('.modeler-tool, .modeler-everything input, .modeler-files > summary')) each.tabIndex = each === current ? 0 : -1;
  };
  set(stops()[0]);
  bar.addEventListener('focusin', (event) => stops().includes(event.target) && set(event.target));
  bar.addEventListener('keydown', (event) => {
    const all = stops();
    const here = all.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -here, End: all.length - 1 - here }[event.key];
    if (here < 0 || step === undefined) return;
    event.preventDefault();
    all[(here + step + all.length) % all.length].focus();
  });
}
