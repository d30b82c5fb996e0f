// A new form for a step: an empty one in the draft, ready to be opened.

import { make } from './elements.js';
import { t } from './translate.js';

/** Ask for a name and make the form; gives its entry in the catalogue, or null. */
export async function newForm(about, catalogue, step) {
  const id = await askName(suggested(about, catalogue, step), catalogue);
  if (!id) return null;
  const schema = { components: [], type: 'default', id, schemaVersion: 16 };
  const answer = await fetch(`${about.files}${id}.form`, {
    method: 'PUT',
    body: `${JSON.stringify(schema, null, 2)}\n`,
    headers: { 'Content-Type': 'text/plain', 'X-CSRFToken': about.token, 'If-None-Match': '*' },
  });
  if (!answer.ok) {
    const { text } = await answer.json().catch(() => ({}));
    throw new Error(text || t('the server could not take it in.'));
  }
  const entry = { id, file: `${id}.form`, fields: [], used_by: [] };
  catalogue.forms.push(entry);
  catalogue.forms.sort((a, b) => a.id.localeCompare(b.id));
  return entry;
}

function askName(name, catalogue) {
  return new Promise((chosen) => {
    const field = make('input', { class: 'ds-input', id: 'new-form-name', value: name, required: true, pattern: '[a-z][a-z0-9_\\-]{0,80}', autocomplete: 'off', 'aria-describedby': 'new-form-help' });
    const fault = make('p', { class: 'ds-validation-message', role: 'alert' });
    const form = make(
      'form',
      { class: 'stack-tight', novalidate: true },
      make('h2', { id: 'new-form-title' }, t('New form')),
      make('label', { class: 'ds-label', for: field.id }, t('Name of the form')),
      make('p', { id: 'new-form-help', class: 'soft small' }, t('Small letters a to z, digits and hyphens; it is the file’s name too.')),
      field,
      fault,
      make(
        'div',
        { class: 'buttons' },
        make('button', { class: 'ds-button', 'data-size': 'sm' }, t('Make the form')),
        make('button', { type: 'button', class: 'ds-button', 'data-variant': 'secondary', 'data-size': 'sm', click: () => done(null) }, t('Cancel')),
      ),
    );
    const dialog = make('dialog', { class: 'modeler-dialog', 'aria-labelledby': 'new-form-title' }, form);
    const done = (value) => {
      dialog.close();
      dialog.remove();
      chosen(value);
    };
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!field.checkValidity()) fault.textContent = t('Write a name of small letters a to z, digits and hyphens.');
      else if (catalogue.forms.some((each) => each.id === field.value)) fault.textContent = t('There is a form of that name already.');
      else return done(field.value);
      field.focus();
      return undefined;
    });
    dialog.addEventListener('cancel', () => done(null));
    (document.fullscreenElement || document.body).append(dialog);
    dialog.showModal();
    field.select();
  });
}

function suggested(about, catalogue, step) {
  const plain = step.toLowerCase().replace(/[åä]/g, 'a').replace(/ö/g, 'o').replace(/é/g, 'e').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  const base = `${about.package}-${plain || 'formular'}`.slice(0, 70);
  let name = base;
  for (let number = 2; catalogue.forms.some((each) => each.id === name); number += 1) name = `${base}-${number}`;
  return name;
}
