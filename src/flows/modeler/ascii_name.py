"""A name that people have chosen as one that files, addresses and expressions can have."""

import re
import unicodedata


def ascii_name(text: str, *, keep: str = "", gap: str = "-") -> str:
    """The text in a-z and 0-9, with `gap` for all else but the characters in `keep`.

    It begins and ends with a letter or a digit; "" when nothing of it can be written so.
    """
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o"))
    plain = plain.encode("ascii", "ignore").decode().lower()
    return re.sub(rf"[^a-z0-9{re.escape(keep)}]+", gap, plain).strip(f"{gap}{keep}")
