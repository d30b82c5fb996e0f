// What has not been saved yet, kept in this browser until it is: a broken connection, a session
// that has ended or a closed lid loses nothing.

/** The keeping place of one file for one person. */
export function draftsOf({ package: name, file, person, etag }) {
  const key = `flows.unsaved:${person}:${name}/${file}`;
  return {
    /** What was kept, unless it is what the server has: {xml, etag, at, stale}. */
    find(source) {
      const found = read(key);
      if (!found || content(found.xml) === content(source)) return null;
      return { ...found, at: new Date(found.at), stale: found.etag !== etag };
    },
    keep(xml, seen) {
      try {
        localStorage.setItem(key, JSON.stringify({ xml, etag: seen, at: Date.now() }));
      } catch {
        // No room: the page still warns before it is left.
      }
    },
    forget() {
      localStorage.removeItem(key);
    },
  };
}

// The page is given the file without the line that says it is XML.
const content = (xml) => xml.replace(/^\s*<\?xml[^>]*\?>/, '').trim();

function read(key) {
  try {
    const found = JSON.parse(localStorage.getItem(key));
    return found && typeof found.xml === 'string' ? found : null;
  } catch {
    return null;
  }
}
