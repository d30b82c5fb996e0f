"""What a package holds, told by its files as they stand: also a draft that is broken half way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from lxml import etree

from flows.catalog import Package
from flows.kernel.hostile_xml import parse_hostile_xml

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_ID = re.compile(r"[^/\s]+")
_MOST_STEPS = 2
_ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"


@dataclass(frozen=True, slots=True)
class DrawnProcess:
    """A process as it stands in a diagram, whether or not it can run."""

    id: str
    name: str
    name_en: str
    file: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of a package by kind, in the order of their names, and what they say of themselves.

    `titles` gives what a file is called: by its own word, a form by the steps that show it, else
    by its file name. `used_by` gives the steps that show a form, by the form's file.
    """

    title: str
    title_en: str
    processes: tuple[DrawnProcess, ...]
    diagrams: tuple[str, ...]
    forms: tuple[str, ...]
    decisions: tuple[str, ...]
    scenarios: tuple[str, ...]
    titles: dict[str, str]
    used_by: dict[str, tuple[str, ...]]


def contents_of(package: Package) -> Contents:
    """What the package holds. Raises nothing: a file that can't be read is told by its name."""
    processes: list[DrawnProcess] = []
    titles = {name: name for name in package.files}
    shown_by: dict[str, list[str]] = {}
    for file, raw in sorted(package.by_suffix(".bpmn").items()):
        root = _xml(raw)
        if root is None:
            continue
        found = list(_processes(root, file))
        processes += found
        titles[file] = ", ".join(each.name for each in found) or file
        for form_id, step in _forms_shown(root):
            shown_by.setdefault(form_id, []).append(step)
    for file, raw in package.by_suffix(".dmn").items():
        root = _xml(raw)
        titles[file] = (root.get("name") if root is not None else None) or file
    used_by: dict[str, tuple[str, ...]] = {}
    for file, raw in package.by_suffix(".form").items():
        form_id = _form_id(raw)
        used_by[file] = tuple(dict.fromkeys(shown_by.get(form_id, ())))
        titles[file] = _title_of_form(used_by[file]) or form_id or file
    first = _first(package.name, processes)
    return Contents(
        title=first.name if first else package.name,
        title_en=first.name_en if first else "",
        processes=tuple(processes),
        diagrams=tuple(sorted(package.by_suffix(".bpmn"))),
        forms=tuple(sorted(package.by_suffix(".form"))),
        decisions=tuple(sorted(package.by_suffix(".dmn"))),
        scenarios=tuple(sorted(package.by_suffix(".yaml"))),
        titles=titles,
        used_by=used_by,
    )


def _title_of_form(steps: tuple[str, ...]) -> str:
    """A form has no name of its own: people know it by where they meet it."""
    named = ", ".join(steps[:_MOST_STEPS])
    return f"{named} …" if len(steps) > _MOST_STEPS else named


def _first(package: str, processes: list[DrawnProcess]) -> DrawnProcess | None:
    """The process that the package is called after: of its own name, else the first."""
    by_id = {each.id: each for each in processes}
    return by_id.get(package) or next(iter(processes), None)


def _xml(raw: bytes) -> etree._Element | None:
    try:
        return parse_hostile_xml(raw)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _processes(root: etree._Element, file: str) -> Iterator[DrawnProcess]:
    for element in root.findall(f"{_BPMN}process"):
        path = f"{_BPMN}extensionElements/{_ZEEBE}properties/{_ZEEBE}property"
        named = {each.get("name"): each.get("value", "") for each in element.findall(path)}
        id_ = element.get("id", "")
        if not _ID.fullmatch(id_):  # no address or outline could name it
            continue
        yield DrawnProcess(id_, element.get("name") or id_, named.get("name_en", ""), file)


def _forms_shown(root: etree._Element) -> Iterator[tuple[str, str]]:
    for definition in root.iter(f"{_ZEEBE}formDefinition"):
        holder = definition.getparent()
        step = holder.getparent() if holder is not None else None
        if step is not None:
            yield definition.get("formId", ""), step.get("name") or step.get("id") or ""


def _form_id(raw: bytes) -> str:
    try:
        document: Any = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return ""
    found = document.get("id") if isinstance(document, dict) else None
    return found if isinstance(found, str) else ""
