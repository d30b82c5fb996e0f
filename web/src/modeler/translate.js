// The words of the page's language. All texts are written in English in the code, as in the parts
// from bpmn.io, and looked up here.

import sv from './words.json';

export const language = document.documentElement.lang === 'en' ? 'en' : 'sv';

// What was asked for and has no Swedish: a test wants this to be empty.
export const untranslated = new Set();

/** The text in the page's language, with {values} filled in. */
export function t(template, values = {}) {
  let text = template;
  if (language === 'sv') {
    if (Object.hasOwn(sv, template)) text = sv[template];
    else untranslated.add(template);
  }
  return String(text).replace(/\{([^{}]+)\}/g, (whole, name) => values[name] ?? whole);
}

/** A time of day as it is said in the page’s language. */
export function clock(at) {
  const said = at.toLocaleTimeString(language === 'en' ? 'en-GB' : 'sv-SE', { hour: '2-digit', minute: '2-digit' });
  return language === 'en' ? said : `kl. ${said.replace(':', '.')}`;
}

export default { translate: ['value', t] };
