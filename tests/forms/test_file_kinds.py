"""A file is what its content says, and its name must say the same."""

import struct
import time

import pytest
from tests.forms import documents as made

from flows.forms.file_kinds import (
    KINDS,
    MOST_DIRECTORY,
    HoldsMacros,
    kind_of_name,
    kind_of_type,
    kinds_of_accept,
)

SOUND = {
    "a.pdf": made.PDF,
    "a.docx": made.word(),
    "a.xlsx": made.excel(),
    "a.pptx": made.powerpoint(),
    "a.odt": made.open_document("text"),
    "a.ods": made.open_document("spreadsheet"),
    "a.odp": made.open_document("presentation"),
    "a.png": made.PNG,
    "a.jpg": made.JPEG,
    "A.JPEG": made.JPEG,
    "a.gif": made.GIF,
    "a.webp": made.WEBP,
    "a.txt": "Åtgärd för länet.\n\tPunkt 1 < 2 <3\r\n".encode(),
    "a.csv": "kommun;antal\nGävle;3\n".encode("cp1252"),
}
BROKEN_ZIPS = [
    b"",
    b"PK\x03\x04",
    made.word()[:-30],
    made.word()[:200],
    b"MZ" + made.word(),
    made.word().replace(b"PK\x01\x02", b"PK\x09\x09"),
    made.word()[:-22] + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 9, 9, 2**31, 0, 0),
    made.word()[:-22] + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 65535, 65535, 40, 0, 0),
]


def fits(name: str, content: bytes) -> bool:
    kind = kind_of_name(name)
    assert kind is not None
    return kind.fits(content)


@pytest.mark.parametrize("name", SOUND)
def test_every_kind_is_known_by_its_content_and_is_no_other(name: str) -> None:
    assert fits(name, SOUND[name])
    kind = kind_of_name(name)
    others = [one for one in KINDS if one is not kind and "text/" not in one.media_type]
    assert [one.media_type for one in others if one.fits(SOUND[name])] == []


@pytest.mark.parametrize("content", [made.EXECUTABLE, made.ELF, made.HTML, made.SVG, b""])
def test_programs_and_pages_are_no_kind_whatever_they_are_called(content: bytes) -> None:
    kinds = [kind.media_type for kind in KINDS if content and kind.fits(content)]
    assert kinds == []


@pytest.mark.parametrize(
    "text",
    [
        b"#!/bin/sh\nrm -rf /\n",
        b"\xef\xbb\xbf  <HTML>",
        b"hej\n<script src=x></script>",
        "\ufeff<svg onload=x>".encode("utf-16"),
        b"< iframe src=x>",
        b"a\x00b",
        b"\x1b[31mrod",
        b"\xff\xfe\x00",
    ],
)
def test_text_with_markup_scripts_or_unseen_signs_is_refused(text: bytes) -> None:
    assert not fits("a.txt", text)


@pytest.mark.parametrize("content", BROKEN_ZIPS)
def test_a_zip_file_that_is_not_sound_is_no_document(content: bytes) -> None:
    assert not fits("a.docx", content)


def test_a_zip_file_of_something_else_is_no_document() -> None:
    assert not fits("a.docx", made.zipped("virus.exe"))
    assert not fits("a.docx", made.excel())
    assert not fits("a.odt", made.open_document("spreadsheet"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", made.word("word/vbaProject.bin")),
        ("a.xlsx", made.excel("xl/vbaProject.bin")),
        ("a.odt", made.open_document("text", "Basic/Standard/Module1.xml")),
    ],
)
def test_a_document_with_macros_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(HoldsMacros):
        fits(name, content)


def test_a_zip_bomb_costs_nothing() -> None:
    """Its list of entries is all that is read, and only when that is short."""
    entry = b"PK\x01\x02" + bytes(42)
    many = entry * (MOST_DIRECTORY // len(entry) + 1)
    head = b"PK\x03\x04" + bytes(26)
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 65535, 65535, len(many), len(head), 0)
    started = time.process_time()
    assert not fits("a.docx", head + many + end)
    assert time.process_time() - started < 0.5


def test_accept_lists_name_endings_types_and_families() -> None:
    kinds, strays = kinds_of_accept(".PDF, image/*, text/csv,.docx, ,.exe,image/svg+xml")
    assert [kind.extensions[0] for kind in kinds] == [
        "pdf",
        "png",
        "jpg",
        "gif",
        "webp",
        "csv",
        "docx",
    ]
    assert strays == (".exe", "image/svg+xml")


def test_dangerous_kinds_can_not_be_asked_for() -> None:
    for word in (".html", ".svg", ".js", ".docm", ".xlsm", ".doc", ".zip", ".exe", "text/html"):
        assert kinds_of_accept(word) == ((), (word,))
    assert kind_of_type("text/html") is None
    assert kind_of_name("pdf") is None
