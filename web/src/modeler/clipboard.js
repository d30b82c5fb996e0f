// What is copied can be pasted in another diagram, also in another tab: the copy lies in this
// browser, as text, and becomes elements again where it is pasted.

const KEY = 'flows.clipboard';

export default {
  __init__: ['clipboard'],
  clipboard: ['type', SharedClipboard],
};

function SharedClipboard(moddle) {
  let own = null;
  let ownText = '';

  this.set = (tree) => {
    own = tree;
    try {
      ownText = JSON.stringify(tree, withoutLoops());
      localStorage.setItem(KEY, ownText);
    } catch {
      ownText = '';
    }
  };
  this.get = () => {
    const text = localStorage.getItem(KEY) || '';
    if (!text || text === ownText) return own;
    try {
      return JSON.parse(text, reviver(moddle));
    } catch {
      return own;
    }
  };
  this.isEmpty = () => !this.get();
  this.clear = () => {
    const tree = this.get();
    own = null;
    ownText = '';
    localStorage.removeItem(KEY);
    return tree;
  };
}
SharedClipboard.$inject = ['moddle'];

// References to what is not contained are by id only: what is pasted gets its own.
function withoutLoops() {
  const above = [];
  return function replace(key, value) {
    if (typeof value !== 'object' || value === null) return value;
    while (above.length && above.at(-1) !== this) above.pop();
    if (above.includes(value)) return undefined;
    above.push(value);
    if (!value.$descriptor) return value;
    const plain = { $type: value.$type, ...value.$attrs };
    for (const property of value.$descriptor.properties || []) {
      if (property.isReference || property.isVirtual) continue;
      if (Object.hasOwn(value, property.name)) plain[property.name] = value[property.name];
    }
    above.push(plain);
    return plain;
  };
}

function reviver(moddle) {
  const known = new Map();
  return (key, value) => {
    if (!value || typeof value !== 'object' || typeof value.$type !== 'string') return value;
    if (value.id && known.has(value.id)) return known.get(value.id);
    const { $type, ...rest } = value;
    let made;
    try {
      made = moddle.create($type, rest);
    } catch {
      made = moddle.createAny($type, 'http://unknown', rest);
    }
    for (const child of Object.values(rest).flat()) {
      if (child && typeof child === 'object' && '$type' in child) child.$parent = made;
    }
    if (value.id) known.set(value.id, made);
    return made;
  };
}
