"""Is a file as the BPMN or DMN schema wants it? Other programs may refuse one that is not.

The schemas are those of the Object Management Group, as SpiffWorkflow carries them. What is odd
here may still run, so these are warnings: what can't run is said by the reader, better.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import SpiffWorkflow
from lxml import etree

from flows.engine.diagram.element import Element
from flows.engine.diagram.findings import Findings
from flows.engine.diagram.reading import UnreadableFile, line_of, local_name, namespace, read_xml
from flows.engine.diagram.vocabulary import BPMN
from flows.kernel import Problem

_SCHEMAS: Mapping[str, str] = {
    BPMN: "bpmn/parser/schema/BPMN20.xsd",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "dmn/parser/schema/DMN13.xsd",
}
_MOST = 20
_FEW = 4
_NAME = re.compile(r"'(?:\{[^}]*\})?([^']*)'")
_EXPECTED = re.compile(r"Expected is (?:one of )?\( (.*) \)")
_CLARK = re.compile(r"\{[^}]*\}")

# A schema keeps the log of its last validation, so only one thread at a time may use it.
_using = Lock()


def check_schema(file: str, raw: bytes, *, max_bytes: int) -> list[Problem]:
    """Where a diagram or decision departs from the schema of its namespace.

    Nothing for other files, for other namespaces, and for a file that the reader can't read. At
    most 20 places: one fault of structure is often followed by many.
    """
    if not file.endswith((".bpmn", ".dmn")):
        return []
    try:
        root = read_xml(raw, file, max_bytes=max_bytes)
    except UnreadableFile:
        return []
    own = namespace(root)
    if own not in _SCHEMAS:
        return []
    findings = Findings(file)
    with _using:
        schema = _schema(own)
        if schema.validate(root):
            return []
        log: Iterable[Any] = schema.error_log  # type: ignore[assignment]
        entries = [(entry.type_name, entry.message, entry.line, entry.path) for entry in log]
    seen = set[tuple[str, bool]]()
    for kind, message, line, path in entries:
        # A value that is refused is told twice: once for its kind and once for its type.
        where = (path, kind == "SCHEMAV_ELEMENT_CONTENT")
        if where not in seen and len(seen) < _MOST:
            seen.add(where)
            names = _NAME.findall(message)
            findings.warn(_place(root, line, names), "schema", *_sentence(kind, message, names))
    return findings.problems


@cache
def _schema(of_namespace: str) -> etree.XMLSchema:
    folder = Path(SpiffWorkflow.__file__).parent
    return etree.XMLSchema(file=str(folder / _SCHEMAS[of_namespace]))


def _place(root: etree._Element, line: int, names: list[str]) -> Element:
    on_line = (element for element in root.iter() if line_of(element) == line)
    found = next((one for one in on_line if names and local_name(one) == names[0]), root)
    return Element(found)


def _sentence(kind: str, message: str, names: list[str]) -> tuple[str, str]:
    """What libxml says, as a sentence for a person."""
    if kind in _SAID:
        return _SAID[kind](message, names)
    about = [name for name in dict.fromkeys(names[1:]) if name.strip()][:_FEW]
    what = f": {', '.join(about)}" if about else ""
    return (
        f"{_tag(names)} är inte som formatet (BPMN eller DMN) vill ha det{what}.",
        f"{_tag(names)} is not as the format (BPMN or DMN) wants it{what}.",
    )


def _tag(names: list[str]) -> str:
    return f"<{names[0]}>" if names else "?"


def _content(message: str, names: list[str]) -> tuple[str, str]:
    found = _EXPECTED.search(message)
    expected = _CLARK.sub("", found[1]).replace("##other*", "").strip(", ") if found else ""
    words = [word.strip() for word in expected.split(",") if word.strip()]
    words = words if len(words) <= _FEW else []
    sv = f" Här väntas {' eller '.join(words)}." if words else ""
    en = f" Expected here: {' or '.join(words)}." if words else ""
    if "Missing child" in message:
        return f"{_tag(names)} är inte komplett.{sv}", f"{_tag(names)} is not complete.{en}"
    return (
        f"{_tag(names)} får inte stå på den här platsen i filen.{sv}",
        f"{_tag(names)} may not stand at this place in the file.{en}",
    )


def _attribute_refused(_: str, names: list[str]) -> tuple[str, str]:
    return (
        f"{_tag(names)} kan inte ha egenskapen {names[-1]}.",
        f"{_tag(names)} can't have the attribute {names[-1]}.",
    )


def _attribute_missing(_: str, names: list[str]) -> tuple[str, str]:
    return (
        f"{_tag(names)} saknar egenskapen {names[-1]}.",
        f"{_tag(names)} lacks the attribute {names[-1]}.",
    )


def _bad_value(message: str, names: list[str]) -> tuple[str, str]:
    where = f"{_tag(names)}, {names[1]}" if "attribute '" in message else _tag(names)
    value = names[2] if "attribute '" in message and len(names) > 2 else names[-1]
    if "facet" in message and len(names) > 3:
        value = names[3] if "attribute '" in message else names[2]
    return (
        f"{where}: värdet ”{value[:60]}” är inte tillåtet.",
        f'{where}: the value "{value[:60]}" is not allowed.',
    )


def _text_refused(_: str, names: list[str]) -> tuple[str, str]:
    return (
        f"{_tag(names)} kan inte innehålla löpande text.",
        f"{_tag(names)} can't hold running text.",
    )


def _unknown_root(_: str, names: list[str]) -> tuple[str, str]:
    return (
        f"Filen börjar med {_tag(names)}, som inte kan börja ett diagram.",
        f"The file begins with {_tag(names)}, which can't begin a diagram.",
    )


_SAID: Mapping[str, Callable[[str, list[str]], tuple[str, str]]] = {
    "SCHEMAV_ELEMENT_CONTENT": _content,
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": _attribute_refused,
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_2": _attribute_refused,
    "SCHEMAV_CVC_COMPLEX_TYPE_4": _attribute_missing,
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": _bad_value,
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_2": _bad_value,
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_3": _bad_value,
    "SCHEMAV_CVC_ENUMERATION_VALID": _bad_value,
    "SCHEMAV_CVC_PATTERN_VALID": _bad_value,
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": _text_refused,
    "SCHEMAV_CVC_ELT_1": _unknown_root,
}
