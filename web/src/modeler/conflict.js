// Two ways of one file: what is here and what the server has. Nothing is thrown away unasked.

import { ask, download } from './elements.js';
import { clock, t } from './translate.js';

/** When changes were kept here and the page is opened again: which one to draw on. */
export async function askWhatToKeep(about, kept, source) {
  const at = clock(kept.at);
  const paragraphs = [t('There are changes from {at} in this browser that were never saved.', { at })];
  if (kept.stale) paragraphs.push(t('The file has been saved by somebody since then. Taking up your changes replaces what was saved, and the earlier one can’t be had back.'));
  const choice = await ask(t('Take up where you left off?'), paragraphs, [
    ['mine', t('Take up my changes'), 'primary'],
    ['download', t('Download my changes and open what is saved')],
    ['theirs', t('Open what is saved and throw mine away')],
  ]);
  if (choice === 'mine') return { xml: kept.xml, changed: true };
  if (choice === 'download') download(copyName(about.file), kept.xml);
  return { xml: source, changed: false };
}

/** When somebody else has saved meanwhile: gives "theirs", or "wait" to go on looking. */
export async function askWhose(about, { by, at }, read) {
  const choice = await ask(
    t('Somebody was faster'),
    [
      by ? t('{by} saved the diagram {at}, after you opened it.', { by, at }) : t('The diagram has been changed or removed since you opened it.'),
      t('Your changes are not saved, and nothing of theirs has been overwritten.'),
    ],
    [
      ['both', t('Download mine and open theirs'), 'primary'],
      ['theirs', t('Open theirs and throw mine away')],
      ['wait', t('Go on looking')],
    ],
  );
  if (choice === 'both') download(copyName(about.file), await read());
  return choice === 'wait' ? 'wait' : 'theirs';
}

const copyName = (file) => file.replace(/\.bpmn$/, `-kopia-${new Date().toISOString().slice(0, 16).replace(/[-T:]/g, '')}.bpmn`);
