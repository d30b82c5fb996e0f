// The properties that Flows has beside form-js's own: English texts, people to choose among,
// workdays, the largest file. What Flows doesn't read is not offered.

import { entry } from './entries.js';

const ENGLISH = document.documentElement.lang === 'en';
const said = (sv, en) => (ENGLISH ? en : sv);

const LEFT_OUT = new Set([
  'action',
  'allowAddRemove',
  'columns',
  'disableCollapse',
  'disabled',
  'height',
  'id',
  'increment',
  'nonCollapsedItems',
  'searchable',
  'showOutline',
  'timeInterval',
  'use24h',
  'versionTag',
  'verticalAlignment',
]);
const GROUPS_LEFT_OUT = new Set(['layout', 'custom-values', 'securityAttributes']);
const CHOOSING = new Set(['radio', 'select', 'checklist', 'taglist']);
const TEXTS = new Set(['text', 'separator', 'spacer', 'default', 'button']);

class OwnProperties {
  constructor(propertiesPanel) {
    propertiesPanel.registerProvider(this, 500);
  }

  static $inject = ['propertiesPanel'];

  getGroups(field, editField) {
    return (groups) => {
      if (!field || field.type === 'default') return [];
      const kept = groups
        .filter(({ id }) => !GROUPS_LEFT_OUT.has(id))
        .filter(({ id }) => !isSourced(field) || !/values|options/i.test(id))
        .map((group) => ({ ...group, entries: group.entries?.filter((each) => isKept(each, field)) }))
        .filter(({ entries, items }) => items || entries?.length);
      const own = new Own(field, editField);
      const general = kept.findIndex(({ id }) => id === 'general');
      kept.splice(general + 1, 0, ...own.groups());
      return kept;
    };
  }
}

const isSourced = (field) => CHOOSING.has(field.type) && Boolean(field.properties?.source);

const isKept = ({ id }, field) => !LEFT_OUT.has(id) && !(id === 'path' && field.type === 'group');

/** The groups of one field. */
class Own {
  constructor(field, editField) {
    this.field = field;
    this.editField = editField;
  }

  groups() {
    return [
      this.group('flows-choices', said('Vad man väljer bland', 'What is chosen among'), this.choices()),
      this.group('flows-special', said('Särskilt', 'Special'), this.special()),
      this.group('flows-english', said('På engelska', 'In English'), this.english()),
    ].filter(({ entries }) => entries.length);
  }

  group(id, label, entries) {
    return { id, label, entries };
  }

  get(name) {
    return this.field.properties?.[name] ?? '';
  }

  set(name, value) {
    const { [name]: _before, ...rest } = this.field.properties ?? {};
    const properties = value ? { ...rest, [name]: value } : rest;
    this.editField(this.field, ['properties'], Object.keys(properties).length ? properties : undefined);
  }

  words(name, label, kind = 'text') {
    return entry({
      id: `flows-${name}`,
      kind,
      label,
      language: 'en',
      value: this.get(name),
      write: (value) => this.set(name, value),
    });
  }

  english() {
    const { type, values } = this.field;
    if (type === 'text') return [this.words('text_en', said('Text', 'Text'), 'lines')];
    if (TEXTS.has(type)) return [];
    const list = [this.words('label_en', said('Text', 'Text'))];
    if (type !== 'group') list.push(this.words('description_en', said('Hjälp före svaret', 'Help before the answer'), 'lines'));
    if (this.field.validate?.patternErrorMessage) {
      list.push(this.words('pattern_message_en', said('När mönstret inte stämmer', 'When the pattern does not fit')));
    }
    if (CHOOSING.has(type) && Array.isArray(values) && !isSourced(this.field)) {
      list.push(...values.map((value) => this.choice(value)));
    }
    return list;
  }

  choice({ label, value }) {
    const translations = pairs(this.get('values_en'));
    return entry({
      id: `flows-choice-${value}`,
      kind: 'text',
      label: said(`Alternativet ”${label}”`, `The choice “${label}”`),
      language: 'en',
      value: translations.get(String(value)) ?? '',
      write: (text) => {
        const now = pairs(this.get('values_en'));
        if (text.trim()) now.set(String(value), text.replaceAll(';', ','));
        else now.delete(String(value));
        this.set('values_en', [...now].map(([key, word]) => `${key}=${word}`).join('; '));
      },
    });
  }

  choices() {
    if (!CHOOSING.has(this.field.type)) return [];
    return [
      entry({
        id: 'flows-source',
        kind: 'choice',
        label: said('Alternativen är', 'The choices are'),
        value: this.get('source'),
        options: [
          ['', said('de som skrivs i formuläret', 'those written in the form')],
          ['organisation', said('organisationerna', 'the organisations')],
          ['huvudman', said('huvudmännen', 'the principals')],
          ['person', said('personerna', 'the people')],
        ],
        write: (value) => this.source(value),
      }),
    ];
  }

  source(value) {
    this.set('source', value);
    if (value) {
      this.editField(this.field, { values: undefined, valuesKey: undefined, valuesExpression: undefined });
    } else if (!this.field.values) {
      this.editField(this.field, ['values'], [{ label: said('Ja', 'Yes'), value: 'ja' }]);
    }
  }

  special() {
    const { type, subtype } = this.field;
    if (type === 'datetime' && (subtype ?? 'date') === 'date') {
      return [
        entry({
          id: 'flows-workday',
          kind: 'tick',
          label: said('Bara arbetsdagar', 'Workdays only'),
          help: said(
            'Inte lördag, söndag, helgdag eller midsommarafton, julafton och nyårsafton.',
            'No Saturday, Sunday, Swedish public holiday, Midsummer, Christmas or New Year’s Eve.',
          ),
          value: String(this.get('workday')).toLowerCase() === 'true',
          write: (ticked) => this.set('workday', ticked ? 'true' : ''),
        }),
      ];
    }
    if (type !== 'filepicker') return [];
    const bytes = Number(this.get('max_bytes')) || 0;
    return [
      entry({
        id: 'flows-max-bytes',
        kind: 'text',
        label: said('Största filen, i MB', 'Largest file, in MB'),
        help: said('Tomt betyder 10 MB.', 'Empty means 10 MB.'),
        value: bytes ? String(Math.round((bytes / 1048576) * 100) / 100).replace('.', said(',', '.')) : '',
        write: (text) => {
          const size = Number(text.replace(',', '.'));
          this.set('max_bytes', size > 0 ? String(Math.round(size * 1048576)) : '');
        },
      }),
    ];
  }
}

function pairs(text) {
  const parts = String(text)
    .split(';')
    .map((part) => part.split('='))
    .filter(([key, ...word]) => key.trim() && word.length);
  return new Map(parts.map(([key, ...word]) => [key.trim(), word.join('=').trim()]));
}

export const ownPropertiesModule = { __init__: ['flowsProperties'], flowsProperties: ['type', OwnProperties] };
