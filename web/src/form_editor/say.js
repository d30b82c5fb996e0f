// form-js speaks English only, and keeps its words in its code: while it is built, every text of
// its own that stands in words.json is replaced by say(text). What a person writes is not touched.

import words from './words.json';

/** Whether the page is in English. */
export const english = document.documentElement.lang === 'en';

/** A text of the editor's in the page's language. */
export const say = (text) => (!english && Object.hasOwn(words, text) ? words[text] : text);
