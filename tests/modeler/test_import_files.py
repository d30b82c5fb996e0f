"""Uploads: what can be taken in is, under names that are safe; all else is refused and said."""

import base64
import contextlib
import random
import stat
import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest

from flows.modeler import ImportRefused
from flows.modeler.import_files import MOST_FILES, Imported, read_import
from flows.modeler.readable_file import unreadable

LIMIT = 1 << 20
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
PROCESSES = Path(__file__).parents[2] / "processes"


def diagram(inside: str = "", head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return f'{head}<definitions xmlns="{BPMN}">{inside}</definitions>'.encode()


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", method) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return stream.getvalue()


def read(content: bytes, name: str = "allt.zip") -> Imported:
    return read_import(name, content, max_bytes=LIMIT)


def refusal(content: bytes, name: str = "allt.zip") -> tuple[str, str]:
    """The code and the Swedish sentence of the only thing that is wrong."""
    with pytest.raises(ImportRefused) as refused:
        read(content, name)
    (problem,) = refused.value.problems
    assert problem.sv.endswith(".")
    return problem.code, problem.sv


def test_a_package_folder_comes_in_whole() -> None:
    folder = PROCESSES / "arende"
    files = {
        f"arende/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    found = read(packed({**files, "arende/LAS-MIG.md": b"hej", "__MACOSX/arende/._x.bpmn": b"x"}))
    assert found.folder == "arende"
    assert found.files == {name.removeprefix("arende/"): raw for name, raw in files.items()}
    assert set(found.skipped) == {"LAS-MIG.md", "__MACOSX/arende/._x.bpmn"}


def test_one_file_comes_in_under_a_name_that_is_safe() -> None:
    found = read(diagram(), r"C:\Möten\Årets remiss (2).BPMN")
    assert dict(found.files) == {"arets-remiss-2.bpmn": diagram()}
    assert found.folder == "Årets remiss (2)"


def test_what_is_written_in_another_encoding_is_turned_into_utf8() -> None:
    head = '<?xml version="1.0" encoding="ISO-8859-1"?>'
    latin = diagram('<process id="p" name="Ärende"/>', head).decode().encode("latin-1")
    (content,) = read(latin, "x.bpmn").files.values()
    assert content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    assert "Ärende" in content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "../arende.bpmn",
        "a/../../b.bpmn",
        "/etc/arende.bpmn",
        "C:/x.bpmn",
        "C:\\x.bpmn",
        "..\\..\\x.bpmn",
        "a//b.bpmn",
        "./x.bpmn",
        "x\n.bpmn",
        "x\u202ebpmn",
        "../mapp/",
    ],
)
def test_names_that_lead_out_are_refused(name: str) -> None:
    raw = packed({"x" * len(name.encode()): diagram(), "y.bpmn": diagram()}, zipfile.ZIP_STORED)
    # Written into the zip by hand: a well-behaved program would put it right.
    raw = raw.replace(b"x" * len(name.encode()), name.encode())
    if not name.isascii():
        raw = packed({name: diagram()})
    assert refusal(raw)[0] == "zip-path"


def test_a_zip_that_swells_is_refused_before_it_is_unpacked() -> None:
    code, said = refusal(packed({"x.bpmn": b" " * (30 * LIMIT)}))
    assert code == "zip-bomb"
    assert "x.bpmn" in said


def test_a_zip_that_lies_about_its_sizes_is_read_no_further_than_the_limit() -> None:
    raw = bytearray(packed({"x.bpmn": b" " * (30 * LIMIT)}))
    directory = raw.rfind(b"PK\x01\x02")
    struct.pack_into("<I", raw, directory + 24, 1000)
    assert refusal(bytes(raw))[0] in {"zip-bomb", "zip-damaged"}


def test_all_files_together_have_a_limit_too() -> None:
    noise = random.Random(1).randbytes(LIMIT - 10)
    files = {f"x{number}.form": noise for number in range(25)}
    assert refusal(packed(files, zipfile.ZIP_STORED))[0] == "zip-bomb"


def test_too_many_files_are_refused() -> None:
    files = {f"x{number}.bpmn": b"" for number in range(MOST_FILES + 1)}
    assert refusal(packed(files))[0] == "zip-files"


def test_a_list_of_entries_that_lies_about_its_length_is_refused() -> None:
    raw = bytearray(packed({f"x{number}.bpmn": b"" for number in range(400)}))
    struct.pack_into("<HH", raw, len(raw) - 14, 1, 1)
    with pytest.raises(ImportRefused):
        read(bytes(raw))


def test_a_zip_in_a_zip_is_refused() -> None:
    code, said = refusal(packed({"x.bpmn": diagram(), "inre.zip": packed({})}))
    assert (code, "Packa upp den först." in said) == ("zip-nested", True)


def test_two_files_of_one_name_are_refused() -> None:
    assert refusal(packed({"x.bpmn": diagram(), "X.bpmn": diagram()}))[0] == "zip-twice"
    assert refusal(packed({"å.bpmn": diagram(), "a.bpmn": diagram()}))[0] == "zip-twice"


def test_an_encrypted_zip_is_refused() -> None:
    raw = bytearray(packed({"x.bpmn": diagram()}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.find(mark) + place] |= 1
    assert refusal(bytes(raw)) == ("zip-encrypted", "Zippen är krypterad. Packa den utan lösenord.")


def test_a_link_is_refused() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as opened:
        entry = zipfile.ZipInfo("x.bpmn")
        entry.create_system = 3
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened.writestr(entry, "/etc/passwd")
    assert refusal(stream.getvalue())[0] == "zip-link"


def test_packing_that_bombs_are_made_of_is_refused() -> None:
    assert refusal(packed({"x.bpmn": diagram()}, zipfile.ZIP_BZIP2))[0] == "zip-bomb"


def test_two_processes_in_one_zip_are_refused() -> None:
    code, said = refusal(packed({"a/x.bpmn": diagram(), "b/y.bpmn": diagram()}))
    assert code == "zip-packages"
    assert "a, b" in said


@pytest.mark.parametrize(
    "raw",
    [b"PK", b"PK\x05\x06", b"PK\x03\x04" + b"\0" * 100, packed({"x.bpmn": b"x"})[:-30]],
    ids=["two letters", "an end", "a beginning", "cut off"],
)
def test_a_damaged_zip_is_refused(raw: bytes) -> None:
    assert refusal(raw)[0] == "zip-damaged"


def test_a_zip_with_nothing_for_us_is_refused() -> None:
    assert refusal(packed({"bild.png": b"x"}))[0] == "zip-empty"


def test_other_files_are_refused_by_name() -> None:
    code, said = refusal(b"MZ", "program.exe")
    assert code == "import-kind"
    assert said.startswith("program.exe är ingen fil som en process har.")


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><d>&c;</d>"""
XXE = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>"""


@pytest.mark.parametrize(
    "raw", [LAUGHS, XXE, b'<!DOCTYPE d SYSTEM "http://example.org/d.dtd"><d/>']
)
@pytest.mark.parametrize("name", ["x.bpmn", "x.dmn"])
def test_what_brings_other_things_in_is_refused(name: str, raw: bytes) -> None:
    assert refusal(raw, name)[0] == "doctype"


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "< SCRIPT src=//x>",
        "<img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "<iframe src=x>",
        "data:image/svg+xml;base64," + base64.b64encode(SVG).decode(),
        "data:image/svg+xml,%3Csvg%20onload%3D%22alert(1)%22%3E",
    ],
)
def test_scripts_in_names_and_texts_are_refused(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    for inside in (
        f'<process name="{escaped}"/>',
        f"<documentation>{escaped}</documentation>",
        f"<documentation><![CDATA[{text}]]></documentation>",
    ):
        assert refusal(diagram(inside), "x.bpmn")[0] == "script"
    quoted = text.replace('"', "'")
    assert refusal(f'{{"components": [{{"label": "{quoted}"}}]}}'.encode(), "x.form")[0] == "script"


def test_plain_talk_of_code_is_no_script() -> None:
    text = "Om belopp &lt; 500 000: ring. Manus (script) finns på https://exempel.se &amp; i pärmen"
    assert read(diagram(f'<process name="{text}"/>'), "x.bpmn").files


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("x.bpmn", SVG.replace(b"<script>alert(1)</script>", b""), "other-kind"),
        ("x.bpmn", b"<html><body/></html>", "other-kind"),
        ("x.dmn", diagram(), "other-kind"),
        ("x.form", b"[]", "other-kind"),
        ("x.form", b"{}", "other-kind"),
        ("x.form", b"{", "unreadable"),
        ("x.form", b'{"components": ' + b"[" * 5000 + b"]" * 5000 + b"}", "unreadable"),
        ("x.bpmn", b"<a><b></a>", "unreadable"),
        ("x.bpmn", b"", "unreadable"),
        ("x.bpmn", b"<a>" * 300 + b"</a>" * 300, "unreadable"),
        ("x.bpmn", diagram().replace(b"definitions", b"definition\xe5s"), "not-utf8"),
        ("x.form", '{"components": [], "id": "å"}'.encode("latin-1"), "not-utf8"),
        ("x.bpmn", diagram(head='<?xml version="1.0" encoding="rot13"?>'), "not-utf8"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(name: str, raw: bytes, code: str) -> None:
    assert refusal(raw, name)[0] == code


def test_every_fault_of_a_zip_is_told_at_once() -> None:
    with pytest.raises(ImportRefused) as refused:
        read(packed({"a.bpmn": b"<", "b.form": b"{", "c.bpmn": diagram()}))
    assert [problem.file for problem in refused.value.problems] == ["a.bpmn", "b.form"]


def test_a_file_over_the_limit_is_refused() -> None:
    assert refusal(b" " * (LIMIT + 1), "x.form")[0] == "file-too-large"
    assert refusal(diagram("<a/>" * LIMIT), "x.bpmn")[0] == "file-too-large"


def test_a_zip_damaged_anywhere_is_read_or_refused_and_never_more() -> None:
    whole = packed({"a.bpmn": diagram(), "b.form": b'{"components": []}', "scenarier/å.yaml": b""})
    chance = random.Random(5)
    for _ in range(3000):
        raw = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        with contextlib.suppress(ImportRefused):
            assert read(bytes(raw)).files


def test_the_content_that_comes_with_flows_can_be_read() -> None:
    for path in PROCESSES.rglob("*"):
        if path.suffix in {".bpmn", ".dmn", ".form"}:
            assert unreadable(path.name, path.read_bytes()) is None
