"""Sort Swedish names without a database collation: å, ä, ö last, in that order."""

import unicodedata

_LAST = {"å": "{a", "ä": "{b", "æ": "{b", "ö": "{c", "ø": "{c"}


def swedish_sort_key(text: str) -> str:
    """An ASCII key whose byte order is the Swedish order of `text`, upper and lower case alike.

    Letters with other accents sort as their base letter (é as e, ü as u); punctuation counts as
    a space, so that "Västra Gästrikland" comes before "Västragård". Compare keys bytewise
    (collation "C" in PostgreSQL).
    """
    letters: list[str] = []
    for character in unicodedata.normalize("NFC", text).casefold():
        if character in _LAST:
            letters.append(_LAST[character])
            continue
        base = unicodedata.normalize("NFD", character)[0]
        letters.append(base if base.isascii() and base.isalnum() else " ")
    return " ".join("".join(letters).split())
