// Lets form-js speak the page's language: its own texts, known from src/form_editor/words.json,
// are looked up where they stood. A text that is no longer there fails the build.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const FOLDER = resolve(import.meta.dirname, 'src/form_editor');
const WORDS = Object.keys(JSON.parse(readFileSync(resolve(FOLDER, 'words.json'), 'utf8')));
const SPEAKS = /[\\/]node_modules[\\/]@bpmn-io[\\/]form-js-(editor|viewer)[\\/]dist[\\/]index\.es\.js$/;

// Sentences that are put together, what a text shows in the drawing, and one fault.
const SENTENCES = [
  ['`Create ${getIndefiniteArticle(type)} ${label} element`', '`${__say("Create")}: ${label}`'],
  ['`Remove ${entry.label}`', '`${__say("Remove form field")}: ${entry.label}`'],
  ["valueLabel || 'Select'", "valueLabel || __say('Choose …')"],
  ['"Text view is templated"', 'text.slice(0, 300)'],
  ['tooltip: \'Use a unique "key"', 'tooltip: __english && \'Use a unique "key"'],
  // A list whose choices are people has none of its own.
  ['    values\n  } = field;\n  const addEntry', '    values = []\n  } = field;\n  const addEntry'],
  ['    tooltip: getValuesTooltip(),\n', ''],
  ['  replacements = replacements || {};\n', '  replacements = replacements || {};\n  template = __say(template);\n'],
];

// Put together in the code, and asked for by `translate`.
const ASKED = new Set([
  'Choose …',
  'Click to set a dynamic value with FEEL expression',
  'Click to remove dynamic value with FEEL expression',
]);

const seen = new Set();
const spokenWords = new Set();

/** Puts say() around the texts of form-js. */
export const spoken = {
  name: 'spoken',
  transform(code, id) {
    const path = id.split('?')[0];
    if (!SPEAKS.test(path)) return null;
    let text = code;
    for (const [from, to] of SENTENCES) {
      if (text.includes(from)) {
        seen.add(from);
        text = text.replace(from, to);
      }
    }
    for (const word of WORDS) {
      const literal = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      // Where a value stands, not inside another text; and what ids begin with stays as it is.
      const found = new RegExp(`(?<=(?:[:,([=?+&|]|return)\\s*)(?<!prefix = )(['"])${literal}\\1`, 'g');
      text = text.replace(found, (quoted) => {
        spokenWords.add(word);
        return `__say(${quoted})`;
      });
    }
    return { code: `import { english as __english, say as __say } from ${JSON.stringify(resolve(FOLDER, 'say.js'))};\n${text}`, map: null };
  },
  buildEnd(error) {
    const built = [...this.getModuleIds()].some((id) => SPEAKS.test(id));
    const missing = [
      ...SENTENCES.map(([from]) => from).filter((from) => !seen.has(from)),
      ...WORDS.filter((word) => !spokenWords.has(word) && !word.includes('{') && !ASKED.has(word)),
    ];
    if (!error && built && missing.length) this.error(`form-js no longer says: ${missing.join(' · ')}`);
  },
};
