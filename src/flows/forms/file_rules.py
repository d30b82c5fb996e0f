"""What a question for files asks for: kinds, sizes and how many, and the same in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flows.forms.file_kinds import KINDS, FileKind, kinds_of_accept
from flows.forms.swedish_number import write_number

FILES = "filepicker"
"""The component that asks for files; the answer is a list of {id, namn, typ, byte}."""

KNOWN_FILES = "_files"
"""The variable with the files that a person has sent but not yet used: id to {id, namn, ...}."""

MOST_BYTES = "_most_bytes"
"""The variable with the number of bytes that files sent at the same time may hold together."""

MOST_FILES = 20
"""Files in one answer."""

USUAL_BYTES = 10 * 1024 * 1024
"""Bytes in a file whose author has set no limit."""

_KILO, _MEGA = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileRules:
    """The files that an answer may hold. `most_bytes` is of each file."""

    kinds: tuple[FileKind, ...] = KINDS
    multiple: bool = False
    most_bytes: int = USUAL_BYTES

    @property
    def most_files(self) -> int:
        """How many files the answer may hold."""
        return MOST_FILES if self.multiple else 1

    def most_in_words(self, language: str) -> str:
        """How many files the answer may hold, with the word."""
        if self.multiple:
            return f"{MOST_FILES} {'files' if language == 'en' else 'filer'}"
        return "one file" if language == "en" else "en fil"

    @property
    def accept(self) -> str:
        """What a browser's file dialogue is to offer."""
        return ",".join(f".{ending}" for kind in self.kinds for ending in kind.extensions)

    def bytes_of(self, variables: Mapping[str, Any]) -> int:
        """How large a file may be, where this runs."""
        return min(self.most_bytes, int(variables.get(MOST_BYTES, self.most_bytes)))

    def kinds_in_words(self, language: str) -> str:
        """The kinds of file, as in "PDF, Word eller PNG-bild"."""
        *most, last = dict.fromkeys(kind.say(language) for kind in self.kinds)
        either = "or" if language == "en" else "eller"
        return f"{', '.join(most)} {either} {last}" if most else last

    def in_words(self, language: str, variables: Mapping[str, Any]) -> str:
        """What may be chosen, for the help before the field."""
        most, kinds = self.most_in_words(language), self.kinds_in_words(language)
        size = size_in_words(self.bytes_of(variables), language)
        if language == "en":
            each = ", each" if self.multiple else ""
            return f"At most {most}{each} of at most {size}: {kinds}."
        each = " var" if self.multiple else ""
        return f"Högst {most} på högst {size}{each}: {kinds}."


def size_in_words(count: int, language: str = "sv") -> str:
    """A number of bytes as people say it: "340 kB", "1,2 MB"."""
    if count < _KILO:
        return f"{count} byte" if language == "sv" or count == 1 else f"{count} bytes"
    if count < _MEGA:
        return f"{round(count / _KILO)} kB"
    text = write_number(round(count / _MEGA, 1))
    return f"{text.replace(',', '.') if language == 'en' else text} MB"


def read_file_rules(
    component: Mapping[str, Any],
    properties: Mapping[str, Any],
    report: Callable[[str, str, str], None],
) -> FileRules:
    """The rules of a component: `accept`, `multiple` and the property `max_bytes`."""
    accept = component.get("accept") or ""
    kinds, strays = kinds_of_accept(accept) if isinstance(accept, str) else ((), (str(accept),))
    for stray in strays:
        report(
            "form-accept",
            f"Filtypen ”{stray}” kan inte tas emot.",
            f"Files of the type “{stray}” can't be taken in.",
        )
    multiple = component.get("multiple", False)
    if not isinstance(multiple, bool):
        report(
            "form-multiple",
            "Skriv multiple som true eller false.",
            "Write multiple as true or false.",
        )
    return FileRules(kinds or KINDS, multiple is True, _most_bytes(properties, report))


def _most_bytes(properties: Mapping[str, Any], report: Callable[[str, str, str], None]) -> int:
    written = str(properties.get("max_bytes") or USUAL_BYTES)
    if written.isascii() and written.isdecimal() and int(written[:15]) > 0:
        return int(written[:15])
    report(
        "form-max-bytes",
        f"Största filen, max_bytes, är inte ett antal byte: ”{written}”.",
        f"The largest file, max_bytes, isn't a number of bytes: “{written}”.",
    )
    return USUAL_BYTES
