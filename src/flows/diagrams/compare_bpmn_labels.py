"""What the elements of a diagram are called in sentences."""

from flows.diagrams.compare_bpmn_units import BpmnUnits, is_node
from flows.diagrams.compare_bpmn_words import noun
from flows.diagrams.compare_change import quoted
from flows.diagrams.compare_units import Unit
from flows.diagrams.spoken import Spoken, same

_LINES = {"sequenceFlow", "messageFlow", "association"}


def label_of(side: BpmnUnits, unit: Unit) -> Spoken:
    """An element by its kind and name; a flow by where it goes, the nameless by what is before."""
    if not unit.key:
        return noun("definitions")
    if unit.kind in _LINES:
        named = same(" ") + quoted(unit.name) if unit.name else same("")
        return noun(unit.kind) + named + Spoken(" från ", " from ") + ends_of(side, unit)
    place = _beside(side, unit) if is_node(unit) and not unit.name else same("")
    return noun(unit.kind) + same(" ") + quoted(unit.name or unit.key) + place


def ends_of(side: BpmnUnits, unit: Unit) -> Spoken:
    """From where to where a flow goes."""
    source = quoted(side.name(unit.facts.get(("@sourceRef",), "?")))
    target = quoted(side.name(unit.facts.get(("@targetRef",), "?")))
    return Spoken(f"{source.sv} till {target.sv}", f"{source.en} to {target.en}")


def _beside(side: BpmnUnits, unit: Unit) -> Spoken:
    """Where an element without a name stands, by what leads to it."""
    before = (
        one.facts.get(("@sourceRef",), "")
        for one in side.units.values()
        if one.kind == "sequenceFlow" and one.facts.get(("@targetRef",)) == unit.key
    )
    names = (side.units[key].name for key in before if key in side.units)
    name = next(filter(None, names), "")
    if not name:
        return same("")
    after = quoted(name)
    return Spoken(f" (efter {after.sv})", f" (after {after.en})")
