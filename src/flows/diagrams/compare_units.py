"""Two versions as units that are matched by id, each with every fact that is written about it.

A fact is a path inside the unit and what stands there: `("documentation", "#")`,
`("extensionElements", "zeebe:formDefinition", "@formId")`. Whatever a file says is a fact of some
unit, so a difference that nobody has words for is still found, and told by its path.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from flows.diagrams.names import BPMN, XSI, ZEEBE

Path = tuple[str, ...]
THERE = "#there"
"""The last step of a path that says that an element is there at all."""
TEXT = "#"
ORDER = "#order"
_NOISE = {"@id", "@xsi:type", "@language", "@expressionLanguage"}
"""What says nothing by itself where its whole element is new or gone."""
_KEYS = {
    "zeebe:property": "name",
    "zeebe:input": "target",
    "zeebe:output": "target",
    "zeebe:header": "key",
}


@dataclass(slots=True)
class Unit:
    """Something with an id of its own. `near` are the ids of what it is connected with."""

    key: str
    kind: str
    name: str
    parent: str = ""
    facts: dict[Path, str] = field(default_factory=dict)
    orders: dict[Path, tuple[str, ...]] = field(default_factory=dict)
    near: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that is new (`old` None), gone (`new` None) or another."""

    path: Path
    old: str | None
    new: str | None


Units = Mapping[str, Unit]
Skip = Callable[[etree._Element], bool]


def short_name(tag: str) -> str:
    """A tag or attribute with a namespace that everybody knows shortened or left out."""
    for space, prefix in ((BPMN, ""), (ZEEBE, "zeebe:"), (XSI, "xsi:")):
        if tag.startswith(f"{{{space}}}"):
            return prefix + tag.rpartition("}")[2]
    return tag


def gather(element: etree._Element, unit: Unit, skip: Skip, path: Path = ()) -> None:
    """Note every fact of an element and of what is inside it, except what is to be skipped."""
    named = _KEYS.get(short_name(str(element.tag)))
    for name, value in element.attrib.items():
        if name != named and (path or name != "id" or not unit.key):
            unit.facts[*path, f"@{short_name(str(name))}"] = _resolved(
                element, str(name), str(value)
            )
    labels: list[str] = []
    counts: Counter[str] = Counter()
    for child in element.iterchildren(etree.Element):
        if skip(child):
            continue
        label = short_name(str(child.tag))
        key = child.get(_KEYS[label]) if label in _KEYS else None
        label = label if key is None else f"{label}[{key}]"
        counts[label] += 1
        label = label if counts[label] == 1 else f"{label}#{counts[label]}"
        labels.append(label)
        unit.facts[*path, label, THERE] = ""
        gather(child, unit, skip, (*path, label))
        if child.tail and child.tail.strip():
            unit.facts[*path, label, "#tail"] = child.tail
    if element.text and element.text.strip():
        unit.facts[*path, TEXT] = element.text
    if len(labels) > 1:
        unit.orders[path] = tuple(labels)


def _resolved(element: etree._Element, name: str, value: str) -> str:
    """A value that is a name with a prefix, as the name that it means."""
    if name != f"{{{XSI}}}type":
        return value
    prefix, colon, rest = value.partition(":")
    space = element.nsmap.get(prefix if colon else None)
    return short_name(f"{{{space}}}{rest if colon else prefix}") if space else value


def canonical(element: etree._Element) -> str:
    """An element in the one form that equal content has, whatever the file's line breaks are."""
    alone = etree.tostring(element, encoding="unicode", with_tail=False)
    return str(etree.canonicalize(alone, strip_text=True))


def is_reference(path: Path) -> bool:
    """Whether the fact names another unit by its id."""
    step = path[-1]
    return step.endswith("Ref") or step in {"@default", "@lane", "@href"}


def differences(old: Unit, new: Unit, renamed: Mapping[str, str]) -> list[Difference]:
    """Every fact that differs, said once: a new element by what it says, if it says anything."""
    before = {
        path: renamed.get(value, value) if is_reference(path) else value
        for path, value in old.facts.items()
    }
    found = [
        Difference(path, before.get(path), new.facts.get(path))
        for path in dict.fromkeys((*new.facts, *before))
        if before.get(path) != new.facts.get(path)
    ]
    comes_or_goes = {one.path[:-1] for one in found if one.path[-1] == THERE}
    kept: list[Difference] = []
    told: set[Path] = set()
    for one in sorted(found, key=lambda one: (-len(one.path), one.path[-1] == THERE)):
        whole = one.path[:-1]
        if one.path[-1] in _NOISE and whole in comes_or_goes:
            continue
        if one.path[-1] == THERE and whole in told:
            continue
        kept.append(one)
        told.update(one.path[:depth] for depth in range(len(one.path)))
    place = {one.path: number for number, one in enumerate(found)}
    kept.sort(key=lambda one: place[one.path])
    return kept + list(_order_differences(old, new))


def _order_differences(old: Unit, new: Unit) -> Iterable[Difference]:
    for path, after in new.orders.items():
        before = old.orders.get(path, ())
        shared = set(before) & set(after)
        was, now = ([one for one in order if one in shared] for order in (before, after))
        if was != now:
            yield Difference((*path, ORDER), ", ".join(was), ", ".join(now))


# ---------------------------------------------------------------- the same under another id


def find_renamed(before: Units, after: Units) -> dict[str, str]:
    """The units that only got another id: old to new, where there is one on each side."""
    renamed: dict[str, str] = {}
    while True:
        gone = [unit for key, unit in before.items() if key not in after and key not in renamed]
        taken = set(renamed.values())
        come = [unit for key, unit in after.items() if key not in before and key not in taken]
        known = {key: key for key in before if key in after} | renamed
        old = _by_print(gone, known)
        new = _by_print(come, {key: key for key in known.values()})
        found = {
            old[one][0].key: new[one][0].key
            for one in old
            if len(old[one]) == 1 and len(new.get(one, ())) == 1 and _is_telling(old[one][0], known)
        }
        if not found:
            return renamed
        renamed |= found


def _is_telling(unit: Unit, known: Mapping[str, str]) -> bool:
    """Whether there is enough to know a unit by: its name, or what it is connected with."""
    return bool(unit.name) or any(key in known for key in unit.near)


def _by_print(units: Iterable[Unit], known: Mapping[str, str]) -> dict[object, list[Unit]]:
    found: dict[object, list[Unit]] = {}
    for unit in units:
        facts = frozenset(
            (path, known.get(value, "?") if is_reference(path) else value)
            for path, value in unit.facts.items()
            if path[-1] not in _NOISE
        )
        near = frozenset(known[key] for key in unit.near if key in known) if not unit.name else None
        print_ = (unit.kind, known.get(unit.parent, "?"), facts, near)
        found.setdefault(print_, []).append(unit)
    return found
