// The drawing page: opens the file that stands in the page, to draw in when there is a draft, else
// to look at. What only drawing needs is fetched only then.

import './modeler.css';
import { askWhatToKeep } from './conflict.js';
import { draftsOf } from './kept.js';
import { t, untranslated } from './translate.js';

const place = document.getElementById('modeler');

async function open(place) {
  const about = { ...place.dataset, editable: place.dataset.editable === 'yes' };
  const source = document.getElementById('modeler-source').value;
  place.setAttribute('role', 'group');
  place.setAttribute('aria-label', t('Diagram: {name}', { name: about.name }));
  if (!about.editable) {
    const { look } = await import('./look.js');
    await look(place, about, source);
  } else {
    const catalogue = fetch(about.catalogue).then((answer) => answer.json());
    const { draw } = await import('./draw.js');
    const kept = draftsOf(about);
    const there = kept.find(source);
    const chosen = there ? await askWhatToKeep(about, there, source) : { xml: source, changed: false };
    if (there && !chosen.changed) kept.forget();
    await draw(place, about, chosen, kept, await catalogue);
  }
  place.dataset.ready = 'yes';
  performance.mark('modeler-ready');
}

open(place).catch((fault) => {
  const note = document.createElement('p');
  note.setAttribute('role', 'alert');
  note.textContent = t('The diagram can’t be opened here: {why}', { why: fault.message });
  place.append(note);
  throw fault;
});

// For whoever tests that nothing is left in English.
place.untranslated = untranslated;
