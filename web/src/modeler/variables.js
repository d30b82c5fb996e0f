// Names that a condition or a formula may use: what every instance knows, what forms ask for, and
// what decisions come to. Loop items and results of operations the editor finds by itself.

import VariableProvider from '@bpmn-io/variable-resolver/lib/VariableProvider';
import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';
import { t } from './translate.js';
import { extension } from './zeebe.js';

class KnownVariables extends VariableProvider {
  constructor(variableResolver, catalogue) {
    super(variableResolver);
    this._catalogue = catalogue;
  }

  getVariables(element) {
    if (is(element, 'bpmn:Process') || is(element, 'bpmn:Participant')) return this._catalogue.known.map(described);
    const formId = extension(element, 'zeebe:FormDefinition')?.get('formId');
    if (formId) return this._asked(formId, element);
    const decision = extension(element, 'zeebe:CalledDecision');
    return decision ? this._decided(decision, element) : undefined;
  }

  _asked(formId, element) {
    const form = this._catalogue.forms.find((each) => each.id === formId);
    return form?.fields.map((field) => ({
      ...asked(field),
      scope: scopeOf(element),
    }));
  }

  _decided(called, element) {
    const decision = this._catalogue.decisions.find((each) => each.id === called.get('decisionId'));
    const name = called.get('resultVariable');
    if (!decision || !name) return undefined;
    const several = decision.results.length > 1;
    const entries = several ? decision.results.filter(Boolean).map((result) => ({ name: result })) : [];
    return [{ name, info: t('result of {decision}', { decision: decision.name }), type: typeOf(false, several), entries, scope: scopeOf(element) }];
  }
}
KnownVariables.$inject = ['variableResolver', 'config.catalogue'];

const described = (entry) => ({
  name: entry.name,
  isList: entry.list,
  type: typeOf(entry.list, entry.entries),
  info: t('always known'),
  entries: (entry.entries || []).map(described),
});

// What the list of suggestions says beside a name.
const typeOf = (isList, entries) => (isList ? t('list') : entries ? t('several values') : t('value'));

const KINDS = { number: 'number', checkbox: 'yes or no', datetime: 'date', filepicker: 'files', checklist: 'list', taglist: 'list', dynamiclist: 'list' };
const kindOf = (field) => t(KINDS[field.type] || 'text');

const asked = (field) => ({
  name: field.key,
  info: field.label,
  type: kindOf(field),
  isList: field.fields.length > 0,
  entries: field.fields.map(asked),
});

// An answer is known all through the process or subprocess in which it was given.
function scopeOf(element) {
  let parent = element.parent;
  while (parent && !is(parent, 'bpmn:SubProcess') && !is(parent, 'bpmn:Process') && !is(parent, 'bpmn:Participant')) parent = parent.parent;
  return parent && getBusinessObject(parent) ? parent : undefined;
}

export default { __init__: ['knownVariables'], knownVariables: ['type', KnownVariables] };
