// Looking at a diagram that can't be changed: zoom, move, the map.

import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'diagram-js-minimap/assets/diagram-js-minimap.css';
import './theme.css';

import BpmnViewer from 'bpmn-js/lib/NavigatedViewer';
import MinimapModule from 'diagram-js-minimap';
import { make } from './elements.js';
import { PAINT } from './paint.js';
import { showReadably } from './readable.js';
import { viewToolbar } from './toolbar.js';
import TranslateModule, { t } from './translate.js';

export async function look(place, about, source) {
  const canvas = make('div', { class: 'modeler-canvas', role: 'region', 'aria-label': t('Diagram') });
  const body = make('div', { class: 'modeler-body modeler-only' }, canvas);
  place.append(body);
  const viewer = new BpmnViewer({ container: canvas, bpmnRenderer: PAINT, additionalModules: [MinimapModule, TranslateModule] });
  await viewer.importXML(source);
  showReadably(viewer);
  viewToolbar(place, body, viewer, about);
  const element = about.element && viewer.get('elementRegistry').get(about.element);
  if (element) {
    viewer.get('canvas').scrollToElement(element, 120);
    viewer.get('canvas').addMarker(element, 'modeler-found');
  }
  place.modeler = viewer;
}
