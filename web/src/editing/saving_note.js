// Says calmly where saving stands, in a place of the page that is read out, and lets the person
// choose when somebody else was faster.
//
//   const saving = savedInto(document.querySelector('.saving'), { address, etag, token, type, read, saved });

import './saving.css';
import { autosave } from './autosave.js';
import { WORDS } from './words.js';

const COLOURS = { offline: 'warning', taken: 'danger', refused: 'danger', 'signed-out': 'danger' };

export function savedInto(place, options) {
  const words = WORDS[document.documentElement.lang] || WORDS.sv;
  const saving = autosave({ ...options, show });
  show('saved');
  return saving;

  function show(state, detail = {}) {
    // "Sparar" and "Sparat" at every stroke would only disturb: they are seen, not read out.
    place.setAttribute('role', state in COLOURS ? 'alert' : 'none');
    place.dataset.state = state;
    place.className = 'saving small';
    if (state in COLOURS) place.dataset.color = COLOURS[state];
    else delete place.dataset.color;
    place.replaceChildren(text(sentence(state, detail)), ...buttons(state, detail));
  }

  function sentence(state, { at, by, text: said }) {
    if (state === 'saved') return at ? words.savedAt(clock(at)) : words.saved;
    if (state === 'taken') return said || words.taken(by);
    if (state === 'refused') return said || words.refused;
    return words[state];
  }

  function buttons(state) {
    if (state === 'taken') {
      return [
        button(words.readTheirs, () => {
          saving.forget();
          location.reload();
        }),
        button(words.keepMine, () => saving.overwrite()),
        button(words.download, download),
      ];
    }
    if (state === 'refused' || state === 'offline') {
      return [button(words.again, () => saving.now()), button(words.download, download)];
    }
    return state === 'signed-out' ? [button(words.download, download)] : [];
  }

  async function download() {
    const name = decodeURIComponent(options.address.split('/').pop());
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([await options.read()], { type: 'text/plain' }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function clock(at) {
    return at.toLocaleTimeString(document.documentElement.lang === 'en' ? 'en-GB' : 'sv-SE', {
      hour: '2-digit',
      minute: '2-digit',
    });
  }
}

const text = (said) => Object.assign(document.createElement('span'), { textContent: said });

function button(label, press) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'quiet';
  made.textContent = label;
  made.addEventListener('click', press);
  return made;
}
