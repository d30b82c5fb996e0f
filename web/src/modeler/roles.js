// Who does a task: roles chosen by name, each with where it is held.

import { h } from '@bpmn-io/properties-panel/preact';
import { useState } from '@bpmn-io/properties-panel/preact/hooks';
import { useService } from 'bpmn-js-properties-panel';
import { t } from './translate.js';
import { extension } from './zeebe.js';

const TYPE = 'zeebe:AssignmentDefinition';
const groupsOf = (element) => extension(element, TYPE)?.get('candidateGroups') || '';

export const isComputed = (element) => groupsOf(element).startsWith('=');

/** The chosen roles, and two lists to add another from. */
export const rolesEntry = {
  id: 'flows-roles',
  isEdited: () => false,
  component({ element }) {
    const catalogue = useService('config.catalogue');
    const extensions = useService('extensions');
    const [role, setRole] = useState('');
    const [scope, setScope] = useState('');
    const chosen = groupsOf(element).split(',').map((each) => each.trim()).filter(Boolean);
    const keep = (groups) => {
      const candidateGroups = groups.join(', ') || undefined;
      if (!candidateGroups && !extension(element, TYPE)?.get('assignee')) extensions.remove(element, TYPE);
      else extensions.set(element, TYPE, { candidateGroups });
    };
    const add = () => {
      if (!role) return;
      const reference = scope ? `${role}@${scope}` : role;
      if (!chosen.includes(reference)) keep([...chosen, reference]);
      setRole('');
      setScope('');
    };
    const named = name(catalogue);
    return h('div', { class: 'bio-properties-panel-entry modeler-roles', 'data-entry-id': 'flows-roles' }, [
      chosen.length
        ? h(
            'ul',
            { 'aria-label': t('Roles that can do the task') },
            chosen.map((reference) =>
              h('li', {}, [
                h('span', {}, named(reference)),
                h('button', { type: 'button', class: 'quiet', 'aria-label': t('Take away {role}', { role: named(reference) }), onClick: () => keep(chosen.filter((each) => each !== reference)) }, t('Take away')),
              ]),
            ),
          )
        : h('p', { class: 'soft' }, t('No role is chosen: the task is for the role that the lane is called after.')),
      labelled('flows-role', t('Role'), [['', t('(choose)')], ...catalogue.roles.map((each) => [each.id, each.name])], role, setRole),
      labelled(
        'flows-role-scope',
        t('Where the role is held'),
        [['', t('At the party or forum of the case')], ...placesFor(catalogue, role)],
        scope,
        setScope,
      ),
      h('div', { class: 'modeler-links' }, [
        h('button', { type: 'button', class: 'quiet', disabled: !role, onClick: add }, t('Add the role')),
        h('button', { type: 'button', class: 'quiet', onClick: () => extensions.set(element, TYPE, { candidateGroups: '=' }) }, t('Compute who instead')),
      ]),
    ]);
  },
};

/** The way back from a formula to chosen roles. */
export const chooseRolesEntry = {
  id: 'flows-roles-choose',
  isEdited: () => false,
  component({ element }) {
    const extensions = useService('extensions');
    const back = () => extensions.set(element, TYPE, { candidateGroups: undefined });
    return h('div', { class: 'bio-properties-panel-entry modeler-links', 'data-entry-id': 'flows-roles-choose' }, h('button', { type: 'button', class: 'quiet', onClick: back }, t('Choose roles instead')));
  },
};

function labelled(id, label, options, value, change) {
  return h('div', { class: 'bio-properties-panel-select' }, [
    h('label', { class: 'bio-properties-panel-label', for: id }, label),
    h(
      'select',
      { id, class: 'bio-properties-panel-input', value, onChange: (event) => change(event.target.value) },
      options.map(([key, text]) => (Array.isArray(text) ? h('optgroup', { label: key }, text.map(option(value))) : option(value)([key, text]))),
    ),
  ]);
}

const option = (value) => ([key, text]) => h('option', { value: key, selected: key === value }, text);

function placesFor(catalogue, role) {
  const scopes = catalogue.roles.find((each) => each.id === role)?.scopes || ['forum', 'party'];
  const named = (each) => [each.id, each.name];
  const found = [];
  if (scopes.includes('forum')) found.push([t('Forums'), catalogue.forums.map(named)]);
  if (scopes.includes('party')) found.push([t('Parties'), catalogue.parties.map(named)]);
  return found;
}

const name = (catalogue) => (reference) => {
  const [role, scope] = reference.split('@');
  const called = catalogue.roles.find((each) => each.id === role)?.name || t('{id} (is missing)', { id: role });
  if (!scope) return called;
  const at = [...catalogue.forums, ...catalogue.parties].find((each) => each.id === scope)?.name || scope;
  return `${called}, ${at}`;
};
