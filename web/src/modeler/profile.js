// The properties panel as a process owner meets it: what our dialect uses, with names to choose
// from instead of ids. «Show everything» brings back the rest.

import { Group } from '@bpmn-io/properties-panel';
import { h } from '@bpmn-io/properties-panel/preact';
import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';
import { dueEntries, waitEntries } from './lengths.js';
import { decisionEntries, formEntries, inputEntries, laneEntries, processEntries, wordEntries } from './pickers.js';
import { timesEntries } from './times.js';
import { chooseRolesEntry, isComputed, rolesEntry } from './roles.js';
import { t } from './translate.js';
import { extension } from './zeebe.js';

const KEY = 'flows.modeler.everything';

// Groups that speak of engines rather than of work, and those that ours take the place of.
const HIDDEN_GROUPS = new Set([
  'Zeebe__ExecutionListeners',
  'Zeebe__TaskListeners',
  'Zeebe__ExtensionProperties',
  'adHocSubProcessImplementation',
  'businessRuleImplementation',
  'scriptImplementation',
  'userTaskImplementation',
  'taskDefinition',
  'headers',
  'inputs',
  'outputs',
  'inputPropagation',
  'outputPropagation',
  'activeElements',
  'outputCollection',
  'adHocCompletion',
  'form',
  'calledDecision',
  'calledElement',
]);

const HIDDEN_ENTRIES = new Set([
  'id',
  'processId',
  'isExecutable',
  'versionTag',
  'bindingType',
  'assignmentDefinitionAssignee',
  'assignmentDefinitionCandidateGroups',
  'assignmentDefinitionCandidateUsers',
  'priorityDefinitionPriority',
  'taskScheduleFollowUpDate',
  'multiInstance-completionCondition',
  'completionCondition',
  'variableEvents',
  'variableNames',
]);

class Profile {
  constructor(propertiesPanel, eventBus, sentMessages) {
    this._eventBus = eventBus;
    this._sentMessages = sentMessages;
    this._everything = localStorage.getItem(KEY) === 'yes';
    propertiesPanel.registerProvider(100, this);
  }

  get everything() {
    return this._everything;
  }

  /** Show all that the format has, or what the work needs; remembered in this browser. */
  showEverything(wanted) {
    this._everything = wanted;
    localStorage.setItem(KEY, wanted ? 'yes' : 'no');
    this._eventBus.fire('propertiesPanel.providersChanged');
  }

  getGroups(element) {
    return (groups) => {
      const own = ownGroups(element, groups);
      const first = groups.findIndex((group) => group.id === 'documentation') + 1;
      const theirs = [...this._sentMessages.left(groups), ...groups.slice(first)];
      // What is set seldom, and what people read in other languages, comes last.
      const all = [...groups.slice(0, first), ...besideTheirs(own, theirs), ...timesGroups(element, groups), ...wordGroups(element)].map((group) => inWords(group, element));
      if (this._everything) return all;
      // A drawing with pools has nothing of its own to set: then nothing is chosen.
      if (is(element, 'bpmn:Collaboration')) return [{ id: 'flows-nothing', component: Nothing }];
      return all.map((group) => simple(group, element)).filter(Boolean);
    };
  }
}
Profile.$inject = ['propertiesPanel', 'eventBus', 'sentMessages'];

const Nothing = () => h('p', { class: 'modeler-nothing soft' }, t('Choose a step, an event or a flow in the drawing to see what can be set. What is said of the whole process is set on the frame around it.'));

// Times are written as numbers and units where they can be.
function inWords(group, element) {
  if (group.id === 'multiInstance') return { ...withEntries(group, [...timesEntries(element), ...group.entries]), label: t('How many times') };
  if (group.id === 'timer') return withEntries(group, [...group.entries.slice(0, 1), ...waitEntries(element), ...group.entries.slice(1)]);
  if (group.id === 'assignmentDefinition' && is(element, 'bpmn:UserTask')) return withEntries(group, [...dueEntries, ...group.entries]);
  return group;
}

const withEntries = (group, entries) => ({ ...group, entries });

function simple(group, element) {
  if (HIDDEN_GROUPS.has(group.id)) return null;
  if (group.id === 'assignmentDefinition') return { ...group, label: t('When'), entries: group.entries.filter((entry) => !HIDDEN_ENTRIES.has(entry.id)) };
  // An operation is what a service task does; a step without content can become one.
  if (group.id === 'ElementTemplates__Template' && !['bpmn:Task', 'bpmn:ServiceTask'].includes(element.type)) return null;
  if (!group.entries || group.id.startsWith('flows-')) return group;
  const pool = is(element, 'bpmn:Participant') && getBusinessObject(element).get('processRef');
  const entries = group.entries.filter((entry) => !HIDDEN_ENTRIES.has(entry.id) && !(pool && entry.id === 'documentation'));
  return entries.length || !group.entries.length ? { ...group, entries } : null;
}

function ownGroups(element, groups) {
  const found = [];
  const add = (id, label, entries) => entries.length && found.push({ id, label: t(label), component: Group, entries, shouldOpen: true });
  const plainStart = is(element, 'bpmn:StartEvent') && !element.businessObject.get('eventDefinitions')?.length;
  if (is(element, 'bpmn:UserTask') || plainStart) add('flows-form-group', 'Form', formEntries);
  if (is(element, 'bpmn:UserTask')) add('flows-who', 'Who', whoEntries(element, groups));
  if (is(element, 'bpmn:BusinessRuleTask') && !extension(element, 'zeebe:TaskDefinition')) add('flows-decision-group', 'Decision', decisionEntries);
  if (is(element, 'bpmn:CallActivity')) add('flows-process-group', 'Process', processEntries);
  if (is(element, 'bpmn:Lane')) add('flows-lane', 'Role', laneEntries);
  add('flows-choices', 'Choose by name', inputEntries(element));
  return found;
}

// What an operation is given is chosen where it is written: after the operation itself.
function besideTheirs(own, theirs) {
  const after = theirs.findIndex((group) => group.id === 'ElementTemplates__Template') + 1;
  const choices = after ? own.filter((group) => group.id === 'flows-choices') : [];
  return [...own.filter((group) => !choices.includes(group)), ...theirs.slice(0, after), ...choices, ...theirs.slice(after)];
}

function timesGroups(element, groups) {
  const entries = groups.some((group) => group.id === 'multiInstance') ? [] : timesEntries(element);
  return entries.length ? [{ id: 'flows-times-group', label: t('How many times'), component: Group, entries }] : [];
}

function wordGroups(element) {
  if (is(element, 'bpmn:TextAnnotation') || is(element, 'bpmn:Group') || is(element, 'bpmn:Association')) return [];
  return [{ id: 'flows-words', label: t('What people read'), component: Group, entries: wordEntries(element) }];
}

function whoEntries(element, groups) {
  if (!isComputed(element)) return [rolesEntry];
  const formula = groups.find((group) => group.id === 'assignmentDefinition')?.entries.find((entry) => entry.id === 'assignmentDefinitionCandidateGroups');
  return formula ? [{ ...formula, id: 'flows-roles-formula' }, chooseRolesEntry] : [chooseRolesEntry];
}

export default { __init__: ['profile'], profile: ['type', Profile] };
