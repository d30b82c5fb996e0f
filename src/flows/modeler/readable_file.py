"""What a draft takes in: files that can be read for what their names say, and that carry no script.

Everything that is shown is escaped, wherever it comes from; that a script in a name is refused is
so that it never reaches another program by way of a download.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import orjson
from lxml import etree

from flows.kernel import Problem
from flows.kernel.broken_files import Fault, json_fault, xml_fault
from flows.kernel.hostile_xml import parse_hostile_xml

_SCRIPT = re.compile(
    r"<\s*/?\s*(script|iframe|object|embed|foreignobject)\b"
    r"|<[^>]*\son[a-z]+\s*="
    r"|\b(javascript|vbscript)\s*:",
    re.IGNORECASE,
)
_DECLARED = re.compile(rb"""\A<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ROOTS = {
    ".bpmn": re.compile(r"\{http://www\.omg\.org/spec/BPMN/20100524/MODEL\}definitions"),
    ".dmn": re.compile(r"\{https?://www\.omg\.org/spec/DMN/[0-9]+/[^}]*\}definitions"),
}
_DEEPEST = 100


def unreadable(name: str, content: bytes) -> Problem | None:
    """Why a draft can't hold the content under that name; None when it can."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(name)
    if name.endswith((".bpmn", ".dmn")):
        return _unreadable_xml(name, content)
    if name.endswith(".form"):
        return _unreadable_form(name, content)
    return _script(name) if _carries_script(text) else None


def of_another_kind(name: str, content: bytes) -> Problem | None:
    """Why a file that can be read is not what its name says; None when it is."""
    if name.endswith(".form"):
        document = orjson.loads(content)
        known = isinstance(document.get("components"), list)
    elif name.endswith((".bpmn", ".dmn")):
        root = _ROOTS[name[name.rindex(".") :]]
        known = root.fullmatch(parse_hostile_xml(content).tag) is not None
    else:
        known = True
    return None if known else _other_kind(name)


def in_utf8(content: bytes) -> bytes:
    """XML that declares another encoding, written in UTF-8; everything else as it is."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        declared = _DECLARED.match(content)
        encoding = declared[1].decode().lower() if declared else "utf-8"
    if encoding in {"utf-8", "utf8"}:
        return content.removeprefix(b"\xef\xbb\xbf")
    try:
        text = content.decode(encoding)
    except (LookupError, UnicodeError):
        return content
    return re.sub(
        r"""(\A<\?xml[^>]*?encoding\s*=\s*)["'][A-Za-z0-9._-]+["']""", r'\1"UTF-8"', text, count=1
    ).encode()


def _unreadable_xml(name: str, content: bytes) -> Problem | None:
    declared = _DECLARED.match(content)
    if declared and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii"}:
        return _not_utf8(name)
    try:
        root = parse_hostile_xml(content)
    except (etree.XMLSyntaxError, ValueError) as error:
        return _broken(name, xml_fault(error))
    if root.getroottree().docinfo.internalDTD is not None:
        return Problem(
            "doctype",
            f"{name} har en DOCTYPE. Det tas inte emot, för den kan hämta annat in i filen.",
            f"{name} has a DOCTYPE. It is not accepted, for it can bring other things in.",
            file=name,
        )
    for element in root.iter():
        for text in (element.text, element.tail, *element.attrib.values()):
            if text and _carries_script(str(text)):
                line: object = element.sourceline
                return _script(name, line if isinstance(line, int) else 0)
    return None


def _unreadable_form(name: str, content: bytes) -> Problem | None:
    try:
        document: Any = orjson.loads(content)
    except orjson.JSONDecodeError:
        return _broken(name, json_fault(content.decode()))
    if not isinstance(document, dict):
        return _other_kind(name)
    try:
        found = any(map(_carries_script, _texts(document, 0)))
    except RecursionError:
        return _broken(name, json_fault(content.decode()))
    return _script(name) if found else None


def _texts(value: Any, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise RecursionError
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, depth + 1)


def _carries_script(text: str) -> bool:
    """Whether a text holds a script that a careless program would run, also within an image."""
    if "<" not in text and ":" not in text:
        return False
    if text.lstrip()[:11].lower() == "data:image/":
        text = _image(text.strip())
    return _SCRIPT.search(text) is not None


def _image(address: str) -> str:
    """What a `data:` address of an image holds, as text."""
    head, _comma, body = address.partition(",")
    if head.lower().endswith(";base64"):
        try:
            return base64.b64decode(unquote(body)).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return body
    return unquote(body)


def _not_utf8(name: str) -> Problem:
    return Problem(
        "not-utf8",
        f"{name} är inte sparad som UTF-8. Spara den så i programmet den kommer från.",
        f"{name} is not saved as UTF-8. Save it so in the program it comes from.",
        file=name,
    )


def _broken(name: str, fault: Fault) -> Problem:
    return Problem(
        "unreadable",
        f"{name} är skadad. {fault.sv}",
        f"{name} is damaged. {fault.en}",
        file=name,
        line=fault.line,
    )


def _other_kind(name: str) -> Problem:
    kinds = {
        ".bpmn": ("ett BPMN-diagram", "a BPMN diagram"),
        ".dmn": ("en DMN-beslutstabell", "a DMN decision table"),
        ".form": ("ett formulär", "a form"),
    }
    sv, en = kinds[name[name.rindex(".") :]]
    return Problem("other-kind", f"{name} är inte {sv}.", f"{name} is not {en}.", file=name)


def _script(name: str, line: int = 0) -> Problem:
    at, at_en = (f" vid rad {line}", f" at line {line}") if line else ("", "")
    return Problem(
        "script",
        f"{name} har ett skript i en text{at}. Skript tas inte emot; ta bort det.",
        f"{name} has a script in a text{at_en}. Scripts are not accepted; remove it.",
        file=name,
        line=line,
    )
