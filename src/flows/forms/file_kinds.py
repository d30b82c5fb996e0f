"""The kinds of file that a form can take in, and how each is told by its content.

A file is what its content says, and its name must say the same. Nothing is unpacked: of a zipped
document only the list of its entries is read, and of that at most MOST_DIRECTORY bytes.
"""

import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass

MOST_DIRECTORY = 1_048_576
"""Bytes of a zipped document's list of entries."""

_END_OF_ZIP = b"PK\x05\x06"
_END_BYTES = 22
_LONGEST_ZIP_COMMENT = 65_535
_ENTRY_BYTES = 46
_HEAD = 4096
_MARKUP = re.compile(
    r"<\s*(?:!doctype|\?xml|html|head|body|script|style|iframe|object|embed|meta|link|svg|math)\b",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class HoldsMacros(ValueError):
    """The document holds a program."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: what it is called, how its names end and how its content begins."""

    media_type: str
    extensions: tuple[str, ...]
    sv: str
    en: str
    fits: Callable[[bytes], bool]

    def say(self, language: str) -> str:
        """What people call it."""
        return self.en if language == "en" else self.sv


def kind_of_type(media_type: str) -> FileKind | None:
    """The kind with the media type."""
    return _BY_TYPE.get(media_type)


def kind_of_name(name: str) -> FileKind | None:
    """The kind that a file's name tells, by its ending."""
    _, dot, ending = name.rpartition(".")
    return _BY_EXTENSION.get(ending.lower()) if dot else None


def kinds_of_accept(accept: str) -> tuple[tuple[FileKind, ...], tuple[str, ...]]:
    """The kinds of an HTML `accept` list, and the words in it that name none.

    A word is an ending (.pdf), a media type (application/pdf) or a family (image/*).
    """
    kinds: dict[str, FileKind] = {}
    strays: list[str] = []
    for word in (part.strip().lower() for part in accept.split(",")):
        found = [kind for kind in KINDS if _names(word, kind)]
        kinds |= {kind.media_type: kind for kind in found}
        if word and not found:
            strays.append(word)
    return tuple(kinds.values()), tuple(strays)


def _names(word: str, kind: FileKind) -> bool:
    if word.startswith("."):
        return word[1:] in kind.extensions
    if word.endswith("/*"):
        return kind.media_type.startswith(word[:-1])
    return word == kind.media_type


def _begins(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signatures)


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _is_text(content: bytes) -> bool:
    """Text that people read: no signs that only programs use, no markup, no script."""
    text = _decoded(content)
    if text is None or _UNSEEN.search(text):
        return False
    head = text.lstrip("\ufeff \t\r\n\f")[:_HEAD]
    return not head.startswith("#!") and _MARKUP.search(head) is None


def _decoded(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _office(main_part: str) -> Callable[[bytes], bool]:
    """A zipped Office document with this part in it. Raises HoldsMacros."""

    def fits(content: bytes) -> bool:
        names = _entries(content)
        if "[Content_Types].xml" not in names or main_part not in names:
            return False
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise HoldsMacros
        return True

    return fits


def _open_document(media_type: str) -> Callable[[bytes], bool]:
    """A zipped OpenDocument: its first entry says, unpacked, what it is. Raises HoldsMacros."""
    stated = b"mimetype" + media_type.encode()

    def fits(content: bytes) -> bool:
        names = _entries(content)
        if "content.xml" not in names or content[30 : 30 + len(stated)] != stated:
            return False
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            raise HoldsMacros
        return True

    return fits


def _entries(content: bytes) -> frozenset[str]:
    """The names in a zip file's list of entries; none when it is no sound zip file."""
    end = content.rfind(_END_OF_ZIP, max(0, len(content) - _END_BYTES - _LONGEST_ZIP_COMMENT))
    if not content.startswith(b"PK\x03\x04") or end < 0 or len(content) - end < _END_BYTES:
        return frozenset()
    count, size, start = struct.unpack_from("<HLL", content, end + 10)
    if size > MOST_DIRECTORY or start + size > end:
        return frozenset()
    names: set[str] = set()
    place = start
    for _ in range(count):
        if place + _ENTRY_BYTES > end or content[place : place + 4] != b"PK\x01\x02":
            return frozenset()
        name, extra, comment = struct.unpack_from("<HHH", content, place + 28)
        place += _ENTRY_BYTES
        names.add(content[place : place + name].decode("utf-8", "replace"))
        place += name + extra + comment
    return frozenset(names)


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."

KINDS: tuple[FileKind, ...] = (
    FileKind("application/pdf", ("pdf",), "PDF", "PDF", _begins(b"%PDF-")),
    FileKind(
        _OFFICE + "wordprocessingml.document",
        ("docx",),
        "Word",
        "Word",
        _office("word/document.xml"),
    ),
    FileKind(
        _OFFICE + "spreadsheetml.sheet", ("xlsx",), "Excel", "Excel", _office("xl/workbook.xml")
    ),
    FileKind(
        _OFFICE + "presentationml.presentation",
        ("pptx",),
        "PowerPoint",
        "PowerPoint",
        _office("ppt/presentation.xml"),
    ),
    FileKind(
        _OPEN + "text",
        ("odt",),
        "OpenDocument-text",
        "OpenDocument text",
        _open_document(_OPEN + "text"),
    ),
    FileKind(
        _OPEN + "spreadsheet",
        ("ods",),
        "OpenDocument-kalkylblad",
        "OpenDocument spreadsheet",
        _open_document(_OPEN + "spreadsheet"),
    ),
    FileKind(
        _OPEN + "presentation",
        ("odp",),
        "OpenDocument-presentation",
        "OpenDocument presentation",
        _open_document(_OPEN + "presentation"),
    ),
    FileKind("image/png", ("png",), "PNG-bild", "PNG image", _begins(b"\x89PNG\r\n\x1a\n")),
    FileKind("image/jpeg", ("jpg", "jpeg"), "JPEG-bild", "JPEG image", _begins(b"\xff\xd8\xff")),
    FileKind("image/gif", ("gif",), "GIF-bild", "GIF image", _begins(b"GIF87a", b"GIF89a")),
    FileKind("image/webp", ("webp",), "WebP-bild", "WebP image", _is_webp),
    FileKind("text/plain", ("txt",), "ren text", "plain text", _is_text),
    FileKind("text/csv", ("csv",), "CSV", "CSV", _is_text),
)
"""Every kind there is. A kind that can hold a program that nobody sees is not among them."""

_BY_TYPE: Mapping[str, FileKind] = {kind.media_type: kind for kind in KINDS}
_BY_EXTENSION: Mapping[str, FileKind] = {
    ending: kind for kind in KINDS for ending in kind.extensions
}
