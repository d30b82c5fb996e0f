"""The name of a file that someone sent, made safe to keep, to show and to save under."""

import re
import unicodedata

LONGEST_NAME = 150
"""Characters in a file's name, its ending included."""

_SEPARATORS = re.compile(r"[/\\\u2044\u2215\u29f5\u29f8\ufe68\uff0f\uff3c]")
_RESERVED = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\.", re.IGNORECASE)
_LONGEST_ENDING = 10
_NAMELESS = "fil"


def clean_file_name(sent: str) -> str:
    """The last part of the name, without anything that can't be seen or that leads elsewhere.

    Letters of every language are kept, in NFC. Control, formatting (such as those that turn the
    direction of writing) and private characters go; what Windows reserves becomes a hyphen. Never
    empty, never longer than LONGEST_NAME; the ending survives when the name is shortened.
    """
    last = _SEPARATORS.split(unicodedata.normalize("NFC", sent))[-1]
    seen = "".join(
        " " if unicodedata.category(sign).startswith("Z") else sign
        for sign in last
        if not unicodedata.category(sign).startswith("C")
    )
    name = _RESERVED.sub("-", " ".join(seen.split())).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        stem, ending = name or _NAMELESS, ""
    stem = stem.rstrip(" .")
    if _DEVICES.match(f"{stem}."):
        stem = f"-{stem}"
    end = f".{ending}" if ending else ""
    return stem[: LONGEST_NAME - len(end)].rstrip(" .") + end
