// Saves what is being drawn a moment after each change, against the version that the page saw.
// Nothing is ever written over unseen: when somebody else has saved meanwhile, saving stops until
// the person has chosen. Without a connection it tries again until there is one.
//
//   const saving = autosave({ address, etag, token, type, read, show, saved });
//   saving.changed();          something has changed
//   await saving.now();        save at once; true when all is saved
//   saving.overwrite();        save over what somebody else saved, which the person has chosen
//
// `read` gives the text to save, now or as a promise. `show(state, detail)` is told where it stands:
//   saved {at} · waiting · saving · offline · signed-out · taken {text, by, at} · refused {text}
// `saved(answer)` gets what the server said: {etag, revision, problems}.

const PAUSE = 700;
const LONGEST_WAIT = 30_000;

export function autosave({ address, etag, token, type = 'text/plain', read, show, saved = () => {}, pause = PAUSE }) {
  let seen = etag;
  let changes = 0;
  let kept = 0;
  let state = 'saved';
  let timer = null;
  let running = null;
  let failures = 0;

  const tell = (next, detail = {}) => {
    state = next;
    show(next, detail);
  };

  const wait = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(now, milliseconds);
  };

  async function save() {
    const upTo = changes;
    tell('saving');
    const body = await read();
    let answer;
    try {
      answer = await fetch(address, {
        method: 'PUT',
        body,
        headers: {
          'Content-Type': type,
          'X-CSRFToken': token,
          ...(seen ? { 'If-Match': `"${seen}"` } : { 'If-None-Match': '*' }),
        },
        redirect: 'manual',
      });
    } catch {
      return later();
    }
    if (answer.status === 502 || answer.status === 503 || answer.status === 504) return later();
    failures = 0;
    const said = await words(answer);
    if (answer.ok) {
      seen = said.etag;
      kept = upTo;
      saved(said);
      if (kept === changes) tell('saved', { at: new Date() });
      else wait(0);
      return kept === changes;
    }
    if (answer.status === 412) tell('taken', said);
    else if (answer.status === 401 || answer.type === 'opaqueredirect') tell('signed-out');
    else tell('refused', said);
    return false;
  }

  function later() {
    failures += 1;
    tell('offline');
    wait(Math.min(1000 * 2 ** failures, LONGEST_WAIT));
    return false;
  }

  async function now() {
    clearTimeout(timer);
    if (running) {
      await running;
      if (state === 'offline') return false;
    }
    if (kept === changes) return true;
    if (state === 'taken') return false;
    running = save();
    try {
      return await running;
    } catch (fault) {
      tell('refused', { text: '' });
      throw fault;
    } finally {
      running = null;
    }
  }

  addEventListener('online', () => {
    if (state === 'offline') now();
  });
  addEventListener('beforeunload', (event) => {
    if (kept !== changes) event.preventDefault();
  });

  return {
    get state() {
      return state;
    },
    get etag() {
      return seen;
    },
    changed() {
      changes += 1;
      if (state === 'taken') return;
      if (state !== 'offline' && state !== 'saving') tell('waiting');
      if (state !== 'offline') wait(pause);
    },
    now,
    async overwrite() {
      const there = await fetch(address, { method: 'GET', redirect: 'manual' });
      seen = there.ok ? (there.headers.get('ETag') || '').replace(/^W\/|"/g, '') : '';
      tell('waiting');
      return now();
    },
    forget() {
      kept = changes;
      clearTimeout(timer);
    },
  };
}

async function words(answer) {
  const isJson = (answer.headers.get('Content-Type') || '').startsWith('application/json');
  try {
    return isJson ? await answer.json() : { text: '' };
  } catch {
    return { text: '' };
  }
}
