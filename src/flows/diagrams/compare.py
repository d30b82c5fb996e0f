"""Compare two versions of a package's files, in sentences that leave nothing out.

Ids are the key. What differs in the file and in no fact (another order, other namespaces) is told
in a line of its own; files that say the same in other line breaks are equal.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from flows.diagrams.compare_bpmn import compare_diagrams
from flows.diagrams.compare_change import Change, Comparison, FileComparison
from flows.diagrams.compare_dmn import compare_decisions
from flows.diagrams.compare_forms import compare_forms, read_form_file
from flows.diagrams.compare_scenarios import compare_scenarios, read_scenario_file
from flows.diagrams.compare_units import canonical
from flows.diagrams.names import local_name
from flows.diagrams.spoken import Spoken
from flows.kernel.hostile_xml import parse_hostile_xml

Files = Mapping[str, bytes]
_LAYOUT = {"BPMNDiagram", "DMNDI"}


def compare_files(before: Files, after: Files) -> Comparison:
    """Everything that differs between two sets of files.

    Files are matched by name, then by what they define. Raises nothing: a file that can't be read
    is said to have changed.
    """
    found = []
    for old, new in _pairs(before, after):
        raw = before[old] if old else None, after[new] if new else None
        changes = list(_renamed_file(old, new)) + _compare(old, new, *raw)
        if changes:
            found.append(FileComparison(old, new, changes))
    return Comparison(found)


def _pairs(before: Files, after: Files) -> Iterator[tuple[str | None, str | None]]:
    gone = [name for name in sorted(before) if name not in after]
    come = [name for name in sorted(after) if name not in before]
    matched: dict[str, str] = {}
    for new in come:
        what = _defines(new, after[new])
        for old in gone:
            if what and old not in matched.values() and what & _defines(old, before[old]):
                matched[new] = old
                break
    for name in sorted(after):
        yield (name if name in before else matched.get(name)), name
    for name in gone:
        if name not in matched.values():
            yield name, None


def _defines(name: str, raw: bytes) -> frozenset[str]:
    """The ids of the processes, decisions or the form in a file."""
    kind = name.rpartition(".")[2]
    if kind == "form":
        form = read_form_file(raw)
        return frozenset({f"form {form['id']}"} if form and form.get("id") else ())
    root = _xml(raw) if kind in {"bpmn", "dmn"} else None
    if root is None:
        return frozenset()
    return frozenset(
        f"{kind} {child.get('id')}"
        for child in root.iterchildren(etree.Element)
        if local_name(child) in {"process", "decision"} and child.get("id")
    )


def _renamed_file(old: str | None, new: str | None) -> Iterator[Change]:
    if old is None and new is not None:
        yield Change("added", new, "", Spoken(f"Filen {new} är ny.", f"The file {new} is new."))
    elif new is None and old is not None:
        text = Spoken(f"Filen {old} finns inte längre.", f"The file {old} is gone.")
        yield Change("removed", old, "", text)
    elif old != new:
        text = Spoken(f"Filen {old} heter nu {new}.", f"The file {old} is now called {new}.")
        yield Change("changed", new or "", "", text)


def _compare(
    old: str | None, new: str | None, before: bytes | None, after: bytes | None
) -> list[Change]:
    name = new or old or ""
    if before == after:
        return []
    kind = name.rpartition(".")[2]
    if kind in {"bpmn", "dmn"}:
        return _compare_xml(kind, name, before, after)
    if kind == "form":
        forms = [None if raw is None else read_form_file(raw) for raw in (before, after)]
        if _unreadable(before, forms[0]) or _unreadable(after, forms[1]):
            return _cannot(name, before, after)
        return compare_forms(forms[0], forms[1], name)
    if kind == "yaml" and before is not None and after is not None:
        scenarios = read_scenario_file(before), read_scenario_file(after)
        if scenarios[0] is None or scenarios[1] is None:
            return _cannot(name, before, after)
        return compare_scenarios(scenarios[0], scenarios[1], name)
    return [] if before is None or after is None else _cannot(name, before, after)


def _unreadable(raw: bytes | None, read: object) -> bool:
    return raw is not None and read is None


def _compare_xml(kind: str, name: str, before: bytes | None, after: bytes | None) -> list[Change]:
    trees = [None if raw is None else _xml(raw) for raw in (before, after)]
    if _unreadable(before, trees[0]) or _unreadable(after, trees[1]):
        return _cannot(name, before, after)
    compare = compare_diagrams if kind == "bpmn" else compare_decisions
    try:
        found = compare(trees[0], trees[1], name)
    except RecursionError:
        return _cannot(name, before, after)
    old, new = trees
    said = any(change.kind != "layout" for change in found)
    if old is not None and new is not None and not said and _content(old) != _content(new):
        text = Spoken(
            "Filen är skriven på ett annat sätt, men säger detsamma.",
            "The file is written in another way, but says the same.",
        )
        found.append(Change("changed", name, "", text))
    return found


def _content(root: etree._Element) -> str:
    """The canonical form of all but the drawing."""
    bare = copy.deepcopy(root)
    for child in list(bare.iterchildren(etree.Element)):
        if local_name(child) in _LAYOUT:
            bare.remove(child)
    return canonical(bare)


def _cannot(name: str, before: bytes | None, after: bytes | None) -> list[Change]:
    if before is None or after is None:
        return []
    text = Spoken(
        f"Filen {name} har ändrats, men går inte att läsa, så det går inte att säga hur.",
        f"The file {name} has changed, but can't be read, so there is no telling how.",
    )
    return [Change("changed", name, "", text)]


def _xml(raw: bytes) -> etree._Element | None:
    try:
        root = parse_hostile_xml(raw)
    except (etree.XMLSyntaxError, ValueError):
        return None
    about = root.getroottree().docinfo
    return None if about.internalDTD is not None else root


__all__: Sequence[str] = ["Change", "Comparison", "FileComparison", "compare_files"]
