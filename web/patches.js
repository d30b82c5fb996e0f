// What we mend in the editors of bpmn.io while they are built. Each patch says why it is there, and
// fails the build when the text it mends is no longer found: then somebody has to look again.

const WITHIN = (folder) => new RegExp(`[\\\\/]node_modules[\\\\/]${folder.replace('/', '[\\\\/]')}[\\\\/]`);

const replaced = (...pairs) => (code) =>
  pairs.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`this is no longer there: ${from}`);
    return text.replaceAll(from, to);
  }, code);

// A style attribute in markup is refused by the content security policy; SVG has the same as
// attributes of its own.
const asAttributes = (code) =>
  code.replace(/ style="([^"$]*)"/g, (_, style) =>
    style
      .split(';')
      .filter((rule) => rule.trim())
      .map((rule) => {
        const [name, value] = rule.split(':');
        return ` ${name.trim()}="${value.trim()}"`;
      })
      .join(''),
  );

const SPEAK = "import { t as __t } from '@flows/words';\n";

const PATCHES = [
  // Style sheets are adopted, not written into a <style> that the policy refuses.
  [WITHIN('style-mod'), /style-mod\.js$/, replaced(['!root.head && root.adoptedStyleSheets', 'root.adoptedStyleSheets'])],
  [WITHIN('bpmn-js'), /(Align|Distribute)ElementsIcons\.js$/, asAttributes],
  [WITHIN('bpmn-js-color-picker'), /ColorPopupProvider\.js$/, asAttributes],
  [WITHIN('bpmn-js-properties-panel'), /index\.esm\.js$/, replaced(['<div style="height: 100%" ', '<div '])],
  [
    WITHIN('dmn-js-decision-table'),
    /DragAndDrop\.js$/,
    (code) => code.replace(/<span style="[^"]*">/, '<span class="drag-image">'),
  ],
  [
    WITHIN('dmn-js-shared'),
    /PoweredByUtil\.js$/,
    replaced(['import { domify, ', "import { domify } from '@flows/styled_markup';\nimport { "]),
  ],
  // Words that menus say without asking for a translation.
  [
    WITHIN('diagram-js'),
    /PopupMenuComponent\.js$/,
    (code) =>
      SPEAK +
      replaced(
        [
          "${ entriesToShow.length } ${ entriesToShow.length === 1 ? 'result' : 'results' } found",
          "${ __t(entriesToShow.length === 1 ? '1 found' : '{count} found', { count: entriesToShow.length }) }",
        ],
        ["title || 'Search'", "title || __t('Search')"],
        ["selectedEntry.label ? `Open entry documentation for ${ selectedEntry.label }` : 'Open entry documentation'", "__t('Open documentation')"],
      )(code),
  ],
  [
    WITHIN('diagram-js'),
    /PopupMenuBreadcrumbs\.js$/,
    (code) => SPEAK + replaced(['title="Back"', "title=${ __t('Back') }"], ['aria-label="Back"', "aria-label=${ __t('Back') }"])(code),
  ],
  [
    WITHIN('@bpmn-io/properties-panel'),
    /index\.esm\.js$/,
    (code) => SPEAK + replaced(['function translateFallback(template, replacements) {', 'function translateFallback(template, replacements) {\n  return __t(template, replacements);'])(code),
  ],
  [
    WITHIN('bpmn-js-element-templates'),
    /index\.esm\.js$/,
    (code) => SPEAK + replaced(['title: "Toggle section"', 'title: __t("Toggle section")'], ['title: "Select a template"', 'title: __t("Choose element template")'])(code),
  ],
  // What is typed is one word: "bifall and da" is about "da", and letters are not only a to z.
  [
    WITHIN('@bpmn-io/feel-editor'),
    /index\.js$/,
    replaced(['typedInput ? typedInput.from : nodeBefore.from', 'nodeBefore.from'], ['/^[\\w ]*$/', '/^[\\p{L}\\w ]*$/u']),
  ],
  // Markup of the token simulation goes through a door that knows the policy and Swedish.
  [
    WITHIN('bpmn-js-token-simulation'),
    /lib[\\/]features[\\/].*\.js$/,
    (code) =>
      code
        .replaceAll('style="', 'data-style="')
        .replace(/import \{([^}]*)\bdomify\b,?([^}]*)\} from 'min-dom';/, (_, before, after) => {
          const rest = `${before}${after}`.trim().replace(/,$/, '');
          return `${rest ? `import {${rest}} from 'min-dom';` : ''}import { domify } from '@flows/simulation_markup';`;
        }),
  ],
  // Nothing is lost from a file that was only opened and saved: attributes that say what is so
  // anyway, numbers as they were written, kinds that are told twice, and line breaks in names.
  [
    WITHIN('moddle-xml'),
    /index\.js$/,
    replaced(
      ['if (value === p.default) {', 'if (value === undefined) {'],
      ['/<|>|\'|"|&|\\n\\r|\\n/g', '/<|>|\'|"|&|\\r|\\n|\\t/g'],
      ["'\\n\\r': '#10',", "'\\r': '#13', '\\t': '#9',"],
      ['var ESCAPE_CHARS = /<|>|&/g', 'var ESCAPE_CHARS = /<|>|&|\\r/g'],
      ["'&': 'amp'", "'&': 'amp', '\\r': '#13'"],
      ['if (descriptor.name === this.propertyDescriptor.type) {', 'if (descriptor.name === this.propertyDescriptor.type && !(this.serialization in (element.$attrs || {}))) {'],
      ['value = coerceType(prop.type, value);', 'value = asWritten(instance, name, value, coerceType(prop.type, value));'],
      ['self.addAttribute(self.nsAttributeName(p), value);', 'self.addAttribute(self.nsAttributeName(p), written(element, p.ns.localName, p.name, value));'],
      [
        'function getSerializableProperties(',
        `const WRITTEN = new WeakMap();
function asWritten(instance, name, text, value) {
  if (typeof value === 'number' && String(value) !== text) {
    if (!WRITTEN.has(instance)) WRITTEN.set(instance, {});
    WRITTEN.get(instance)[name.split(':').pop()] = text;
  }
  return value;
}
function written(element, localName, name, value) {
  const text = (WRITTEN.get(element) || {})[localName];
  return text !== undefined && Number(text) === value ? text : value;
}

function getSerializableProperties(`,
      ],
    ),
  ],
];

/** Mends what is built from node_modules, as the table above says. */
export const mended = {
  name: 'mended',
  transform(code, id) {
    const path = id.split('?')[0];
    const wanted = PATCHES.filter(([within, file]) => within.test(path) && file.test(path));
    if (!wanted.length) return null;
    try {
      return { code: wanted.reduce((text, [, , mend]) => mend(text), code), map: null };
    } catch (fault) {
      return this.error(`${path}: ${fault.message}`);
    }
  },
};
