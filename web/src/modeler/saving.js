// Saves the drawing by itself and says in words where that stands.

import { autosave } from '../editing/autosave.js';
import { askWhose } from './conflict.js';
import { make } from './elements.js';
import { clock, t } from './translate.js';

const READ_OUT = new Set(['offline', 'signed-out', 'taken', 'refused']);

/** Save into `place` whatever changes; `read` gives the XML, `saved` is told what the server found. */
export function saveItself(place, about, { read, kept, saved }) {
  const words = make('p', { class: 'modeler-saving small', 'data-state': 'saved' }, t('Everything is saved.'));
  const alarm = make('p', { class: 'modeler-alarm', role: 'alert' });
  place.append(words, alarm);
  let latest = '';
  const saving = autosave({
    address: about.address,
    etag: about.etag,
    token: about.token,
    type: 'application/xml',
    pause: 900,
    read: async () => {
      latest = await read();
      kept.keep(latest, saving.etag);
      return latest;
    },
    saved: (answer) => {
      kept.forget();
      saved(answer);
    },
    show,
  });
  leaveWhenSaved(saving);
  return saving;

  function show(state, detail = {}) {
    const said = sentence(state, detail);
    const loud = READ_OUT.has(state);
    words.dataset.state = state;
    words.textContent = loud ? '' : said;
    if (alarm.textContent !== (loud ? said : '')) alarm.textContent = loud ? said : '';
    if (state === 'taken') decide(detail);
  }

  async function decide(detail) {
    const choice = await askWhose(about, detail, read);
    if (choice === 'wait') {
      alarm.append(' ', make('button', { type: 'button', class: 'quiet', click: () => decide(detail) }, t('What can I do?')));
      return;
    }
    saving.forget();
    kept.forget();
    location.reload();
  }
}

function sentence(state, { at, text }) {
  if (state === 'saved') return at ? t('Saved {at}.', { at: clock(at) }) : t('Everything is saved.');
  if (state === 'waiting' || state === 'saving') return t('Saving …');
  if (state === 'offline') return t('Not saved: no connection. Your changes are kept in this browser and are saved when there is one.');
  if (state === 'signed-out') return t('Not saved: you have been signed out. Your changes are kept in this browser; sign in again to go on.');
  if (state === 'taken') return t('Not saved: somebody else has saved the diagram.');
  return t('Not saved: {why}', { why: text || t('the server could not take it in.') });
}

/** A link inside the program waits for what is under way, so that nobody is asked needlessly. */
function leaveWhenSaved(saving) {
  document.addEventListener('click', async (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    const elsewhere = !link || link.target || link.hasAttribute('download') || event.ctrlKey || event.metaKey || event.shiftKey;
    if (elsewhere || event.defaultPrevented || link.origin !== location.origin || saving.state === 'saved') return;
    event.preventDefault();
    document.activeElement?.blur();
    await saving.now();
    location.href = link.href;
  });
}
