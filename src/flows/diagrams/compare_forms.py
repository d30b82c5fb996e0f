"""Compare two versions of a form, field by field."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flows.diagrams.compare_change import Change, detail, listed, plain, quoted, value_change
from flows.diagrams.compare_json import TooDeep, facts_in, unit_of
from flows.diagrams.compare_units import THERE, Difference, Path, Unit, differences, find_renamed
from flows.diagrams.spoken import Spoken

_TOPICS = {
    "label": Spoken("rubriken", "the label"),
    "text": Spoken("texten", "the text"),
    "description": Spoken("hjälptexten", "the help text"),
    "key": Spoken("nyckeln", "the key"),
    "type": Spoken("slaget av fält", "the kind of field"),
    "conditional/hide": Spoken("villkoret för att döljas", "the condition for being hidden"),
    "validate/required": Spoken("om det måste fyllas i", "whether it must be filled in"),
    "readonly": Spoken("om det bara går att läsa", "whether it can only be read"),
    "valuesExpression": Spoken("uttrycket som ger valen", "the expression that gives the choices"),
    "valuesKey": Spoken("listan som ger valen", "the list that gives the choices"),
    "defaultValue": Spoken("det ifyllda värdet", "the value that is filled in"),
    "validate/minLength": Spoken("den kortaste längden", "the shortest length"),
    "validate/maxLength": Spoken("den längsta längden", "the longest length"),
    "validate/min": Spoken("det minsta värdet", "the least value"),
    "validate/max": Spoken("det högsta värdet", "the highest value"),
    "validate/pattern": Spoken("mönstret", "the pattern"),
    "validate/validationType": Spoken("kontrollen av innehållet", "the check of the content"),
    "accept": Spoken("de tillåtna filslagen", "the kinds of files that are allowed"),
    "properties/values_en": Spoken("de engelska valen", "the English choices"),
    "properties/label_en": Spoken("den engelska rubriken", "the English label"),
    "properties/description_en": Spoken("den engelska hjälptexten", "the English help text"),
    "properties/text_en": Spoken("den engelska texten", "the English text"),
}
_YES_NO = {
    "validate/required": (
        Spoken(" måste nu fyllas i.", " must now be filled in."),
        Spoken(" behöver inte längre fyllas i.", " need not be filled in any more."),
    ),
    "readonly": (
        Spoken(" går nu bara att läsa.", " can now only be read."),
        Spoken(" går nu att ändra.", " can now be changed."),
    ),
    "disabled": (
        Spoken(" är nu avstängt.", " is now disabled."),
        Spoken(" är inte längre avstängt.", " is no longer disabled."),
    ),
    "multiple": (
        Spoken(" tar nu emot flera.", " now takes several."),
        Spoken(" tar nu emot en enda.", " now takes a single one."),
    ),
}


def read_form_file(raw: bytes) -> dict[str, Any] | None:
    """A form as JSON; None when it isn't a JSON object or nests absurdly."""
    try:
        found = json.loads(raw)
        facts_in(found)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def compare_forms(
    before: dict[str, Any] | None, after: dict[str, Any] | None, file: str
) -> list[Change]:
    """Everything that differs between two forms; None stands for a form that isn't there."""
    return list(_Forms(_units(before or {}), _units(after or {}), file, before, after).changes())


def _units(form: Mapping[str, Any]) -> dict[str, Unit]:
    own = {name: value for name, value in form.items() if name != "components"}
    units = {"": unit_of(own, "", "form", str(form.get("id") or ""))}
    _add(form.get("components"), "", units)
    return units


def _add(components: Any, parent: str, units: dict[str, Unit]) -> None:
    if not isinstance(components, list):
        if components is not None:
            units[parent].facts |= facts_in(components, ("components",))
        return
    for number, field in enumerate(components):
        if not isinstance(field, dict):
            units[parent].facts |= facts_in(field, ("components", str(number + 1)))
            continue
        key = str(field.get("id") or field.get("key") or f"{parent}/{number + 1}")
        while key in units:
            key += "#2"
        own = {name: value for name, value in field.items() if name not in {"components", "id"}}
        name = str(field.get("label") or field.get("text") or field.get("key") or "")
        units[key] = unit_of(own, key, "field", " ".join(name.split())[:60], parent)
        if "components" in field:
            _add(field["components"], key, units)


class _Forms:
    """Two forms side by side, their fields by id, else by the variable that they set."""

    def __init__(
        self, old: dict[str, Unit], new: dict[str, Unit], file: str, before: Any, after: Any
    ) -> None:
        self.old, self.new, self.file = old, new, file
        self.whole = before is not None and after is not None
        self.to_new = {key: key for key in old if key in new}
        self.to_new |= find_renamed(old, new)
        self.to_new |= self._by_variable()
        self.to_old = {key: one for one, key in self.to_new.items()}

    def _by_variable(self) -> dict[str, str]:
        """Fields that have another id and set the same variable."""
        taken = set(self.to_new.values())
        come = {
            unit.facts["key",]: key
            for key, unit in self.new.items()
            if key not in taken and ("key",) in unit.facts
        }
        return {
            key: come[unit.facts["key",]]
            for key, unit in self.old.items()
            if key not in self.to_new and unit.facts.get(("key",)) in come
        }

    def changes(self) -> Iterator[Change]:
        placed = 0
        for key, unit in self.new.items():
            if not key and not self.whole:
                continue
            if key in self.to_old:
                old = self.old[self.to_old[key]]
                found = differences(old, unit, {})
                placed += any(one.path[0] == "layout" for one in found)
                yield from self._moved(old, unit)
                whole = {one.path[:2] for one in found if _is_choice(one)}
                for one in found:
                    if one.path[0] != "layout" and (one.path[:2] not in whole or _is_choice(one)):
                        yield self._fact(unit, one.path, one.old, one.new)
            else:
                yield self._added(unit)
        for key, unit in self.old.items():
            if key not in self.to_new:
                label = self._label(unit)
                text = Spoken(f"{label.sv} finns inte längre.", f"{label.en} is gone.")
                yield Change("removed", self.file, key, text)
        yield from self._orders()
        if placed:
            text = Spoken(
                f"Placeringen har ändrats för {placed} fält.",
                f"The placement of {placed} fields has changed.",
            )
            yield Change("layout", self.file, "", text)

    def _added(self, unit: Unit) -> Change:
        label = self._label(unit)
        details = [
            detail(self._topic(path), plain(value))
            for path, value in unit.facts.items()
            if path[0] not in {"layout", "label"} and path[-1] != "#order"
        ]
        text = Spoken(f"{label.sv} är nytt.", f"{label.en} is new.")
        return Change("added", self.file, unit.key, text, tuple(details))

    def _moved(self, old: Unit, new: Unit) -> Iterator[Change]:
        label = self._label(new)
        if old.key != new.key:
            text = Spoken(
                f" har fått ett annat id: ”{new.key}” i stället för ”{old.key}”.",
                f' has got another id: "{new.key}" instead of "{old.key}".',
            )
            yield Change("changed", self.file, new.key, label + text)
        if self.to_new.get(old.parent, old.parent) != new.parent:
            around = self._label(self.new[new.parent])
            text = Spoken(
                f" ligger nu i {around.sv[0].lower()}{around.sv[1:]}.",
                f" is now in {around.en[0].lower()}{around.en[1:]}.",
            )
            yield Change("changed", self.file, new.key, label + text)

    def _fact(self, unit: Unit, path: Path, old: str | None, new: str | None) -> Change:
        label, written = self._label(unit), "/".join(path)
        if written in _YES_NO and {old or "false", new or "false"} == {"true", "false"}:
            return Change("changed", self.file, unit.key, label + _YES_NO[written][new != "true"])
        if path[0] == "values" and path[-1] == "value" and (old is None or new is None):
            facts = unit.facts if new is not None else self.old[self.to_old[unit.key]].facts
            shown = quoted(facts.get((*path[:-1], "label"), path[1]))
            text = (
                Spoken(f" har fått valet {shown.sv}.", f" has got the choice {shown.en}.")
                if old is None
                else Spoken(
                    f" har inte längre valet {shown.sv}.", f" no longer has the choice {shown.en}."
                )
            )
            return Change("changed", self.file, unit.key, label + text)
        return value_change(self.file, unit.key, label, self._topic(path), old, new)

    def _orders(self) -> Iterator[Change]:
        for parent in dict.fromkeys(unit.parent for unit in self.new.values()):
            now = [k for k, u in self.new.items() if k and u.parent == parent and k in self.to_old]
            was = [
                self.to_new[k]
                for k, u in self.old.items()
                if k and k in self.to_new and self.to_new.get(u.parent, u.parent) == parent
            ]
            kept = set(now) & set(was)
            now, was = [k for k in now if k in kept], [k for k in was if k in kept]
            if now != was:
                names = listed([quoted(self.new[k].name or k) for k in now])
                text = Spoken(
                    f"Fälten kommer i en annan ordning: {names.sv}.",
                    f"The fields come in another order: {names.en}.",
                )
                yield Change("changed", self.file, parent, text)

    def _label(self, unit: Unit) -> Spoken:
        if not unit.key:
            return Spoken("Formuläret", "The form")
        return Spoken("Fältet ", "The field ") + quoted(unit.name or unit.key)

    @staticmethod
    def _topic(path: Path) -> Spoken:
        known = _TOPICS.get("/".join(path))
        if known is not None:
            return known
        if path[0] == "values" and len(path) == 3:
            what = {"label": ("texten", "the text")}.get(path[2], (path[2], path[2]))
            return Spoken(
                f"{what[0]} för valet ”{path[1]}”", f'{what[1]} of the choice "{path[1]}"'
            )
        if path[-1] == "#order":
            place = " › ".join(path[:-1])
            if path[:-1] == ("values",):
                return Spoken("ordningen mellan valen", "the order of the choices")
            return Spoken(f"ordningen i ”{place}”", f'the order in "{place}"')
        place = " › ".join(step for step in path if step != THERE)
        return Spoken(f"inställningen ”{place}”", f'the setting "{place}"')


def _is_choice(one: Difference) -> bool:
    """Whether a whole choice has come or gone."""
    return (
        one.path[0] == "values"
        and one.path[-1] == "value"
        and len(one.path) == 3
        and (one.old is None or one.new is None)
    )


__all__ = ["TooDeep", "compare_forms", "read_form_file"]
