// Drawing: the editor of bpmn.io in the Camunda 8 flavour, with our choices, saving and checking.

import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import '@bpmn-io/properties-panel/assets/properties-panel.css';
import '@bpmn-io/element-template-chooser/dist/element-template-chooser.css';
import 'bpmn-js-element-templates/dist/assets/element-templates.css';
import 'bpmn-js-color-picker/colors/color-picker.css';
import 'bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css';
import 'diagram-js-minimap/assets/diagram-js-minimap.css';
import './theme.css';

import ElementTemplateChooserModule from '@bpmn-io/element-template-chooser';
import { ZeebeVariableResolverModule } from '@bpmn-io/variable-resolver';
import BpmnModeler from 'bpmn-js/lib/Modeler';
import ColorPickerModule from 'bpmn-js-color-picker';
import { CreateAppendAnythingModule, CreateAppendElementTemplatesModule } from 'bpmn-js-create-append-anything';
import { CloudElementTemplatesPropertiesProviderModule } from 'bpmn-js-element-templates';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule } from 'bpmn-js-properties-panel';
import TokenSimulationModule from 'bpmn-js-token-simulation';
import ZeebeBehaviorsModule from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
import MinimapModule from 'diagram-js-minimap';
import zeebeModdle from 'zeebe-bpmn-moddle/resources/zeebe.json';

import '../editing/plain_typing.js';
import ClipboardModule from './clipboard.js';
import { make } from './elements.js';
import MakingRoomModule from './making_room.js';
import MenusInViewModule from './menus_in_view.js';
import SentMessagesModule from './messages.js';
import OfferedModule from './offered.js';
import { PAINT } from './paint.js';
import PlainNamesModule from './plain_names.js';
import { showReadably } from './readable.js';
import { showProblems } from './problems.js';
import ProfileModule from './profile.js';
import { saveItself } from './saving.js';
import { toolbar } from './toolbar.js';
import TranslateModule, { t } from './translate.js';
import UntouchedModule from './untouched.js';
import KnownVariablesModule from './variables.js';
import ExtensionsModule from './zeebe.js';

const OPEN_GROUPS = ['general', 'documentation', 'timer', 'message', 'condition', 'script', 'multiInstance', 'error', 'signal', 'escalation', 'assignmentDefinition', 'ElementTemplates__Template', 'ElementTemplates__CustomProperties-uppgifter', 'ElementTemplates__CustomProperties-resultat'];

/** Make the drawing page in `place`; resolves when the diagram stands there. */
export async function draw(place, about, chosen, kept, catalogue) {
  const canvas = make('div', { class: 'modeler-canvas', role: 'region', 'aria-label': t('Drawing surface') });
  const panel = make('aside', { class: 'modeler-panel', 'aria-label': t('Properties') });
  const state = make('div', { class: 'modeler-state' });
  const body = make('div', { class: 'modeler-body' }, canvas, panel);
  place.append(state, body);

  const modeler = new BpmnModeler({
    container: canvas,
    about,
    catalogue,
    bpmnRenderer: PAINT,
    keyboard: { bind: true },
    propertiesPanel: {
      parent: panel,
      layout: { groups: Object.fromEntries(OPEN_GROUPS.map((id) => [id, { open: true }])) },
      getFeelPopupLinks: () => [],
    },
    moddleExtensions: { zeebe: zeebeModdle },
    additionalModules: [
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      ZeebePropertiesProviderModule,
      ZeebeBehaviorsModule,
      CloudElementTemplatesPropertiesProviderModule,
      ElementTemplateChooserModule,
      CreateAppendAnythingModule,
      CreateAppendElementTemplatesModule,
      ZeebeVariableResolverModule,
      KnownVariablesModule,
      ColorPickerModule,
      MinimapModule,
      TokenSimulationModule,
      ClipboardModule,
      ExtensionsModule,
      MakingRoomModule,
      MenusInViewModule,
      OfferedModule,
      ProfileModule,
      PlainNamesModule,
      SentMessagesModule,
      TranslateModule,
      UntouchedModule,
    ],
  });
  modeler.get('elementTemplatesLoader').setTemplates(catalogue.operations);
  const { warnings } = await modeler.importXML(chosen.xml);
  showReadably(modeler);

  const select = selecting(modeler);
  const show = showProblems(place, modeler, about, select);
  const saving = saveItself(state, about, { kept, read: () => written(modeler), saved: ({ problems }) => show(problems) });
  modeler.on('commandStack.changed', () => saving.changed());
  const bar = toolbar(place, body, modeler, about, saving);
  bar.insertBefore(state.querySelector('.modeler-saving'), bar.querySelector('.modeler-everything'));
  place.insertBefore(bar, state);
  tellWhatIsLost(state, warnings);
  if (about.element) select(about.element);
  if (chosen.changed) saving.changed();
  else fetch(about.problems).then((answer) => (answer.ok ? answer.json() : { problems: [] })).then(({ problems }) => show(problems));

  // Who looks away, or leaves, has written what is being written.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'hidden') return;
    finishWriting(modeler);
    saving.now();
  });
  // For whoever tests the page from outside.
  place.modeler = modeler;
  place.saving = saving;
}

/** The file as it is drawn now. */
export async function written(modeler) {
  const { xml } = await modeler.saveXML({ format: true });
  return xml;
}

/** Let what is being typed be part of the drawing: a name on the surface, a field of the panel. */
export function finishWriting(modeler) {
  modeler.get('directEditing').complete();
  document.activeElement?.blur();
}

const selecting = (modeler) => async (id) => {
  // The panel listens from the first picture on.
  await new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)));
  const element = modeler.get('elementRegistry').get(id);
  if (!element || !element.parent) return;
  const canvas = modeler.get('canvas');
  canvas.setRootElement(canvas.findRoot(element));
  if (canvas.zoom() < 0.6) canvas.zoom(0.9, 'auto');
  canvas.scrollToElement(element, 120);
  modeler.get('selection').select(element);
};

function tellWhatIsLost(place, warnings) {
  const lost = warnings.map((warning) => warning.message).filter((message) => /unparsable|unresolved|multiple DI|no bpmnElement|already rendered/.test(message));
  if (!lost.length) return;
  place.append(
    make(
      'details',
      { class: 'note', 'data-color': 'warning' },
      make('summary', {}, t('Parts of the file can’t be read here, and are lost when it is saved')),
      make('ul', {}, ...lost.map((message) => make('li', { lang: 'en' }, message))),
    ),
  );
}
