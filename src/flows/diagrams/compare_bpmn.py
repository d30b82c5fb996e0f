"""Compare two versions of a BPMN file, in words that leave nothing out."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from flows.diagrams.compare_bpmn_labels import ends_of, label_of
from flows.diagrams.compare_bpmn_units import BpmnUnits
from flows.diagrams.compare_bpmn_words import new_word, noun, topic
from flows.diagrams.compare_change import Change, detail, listed, plain, quoted, value_change
from flows.diagrams.compare_layout import layout_changes
from flows.diagrams.compare_units import (
    TEXT,
    THERE,
    Difference,
    Path,
    Unit,
    differences,
    find_renamed,
    is_reference,
)
from flows.diagrams.spoken import Spoken, same
from flows.diagrams.time_words import cycle_words, duration_words

_YES_NO = {
    "@cancelActivity": (
        Spoken(" avbryter nu steget", " now interrupts the step"),
        Spoken(" avbryter inte längre steget", " no longer interrupts the step"),
    ),
    "@isInterrupting": (
        Spoken(" avbryter nu det som pågår", " now interrupts what goes on"),
        Spoken(" avbryter inte längre det som pågår", " no longer interrupts what goes on"),
    ),
    "@isSequential": (
        Spoken(" görs nu i tur och ordning", " is now done one after the other"),
        Spoken(" görs nu för alla samtidigt", " is now done for all at once"),
    ),
    "@triggeredByEvent": (
        Spoken(" börjar nu när en händelse inträffar", " now begins when an event happens"),
        Spoken(" börjar nu som ett vanligt steg", " now begins as an ordinary step"),
    ),
    "@isExecutable": (
        Spoken(" kan nu köras", " can now be run"),
        Spoken(" kan inte längre köras", " can no longer be run"),
    ),
}
_DEFAULTS = {"@cancelActivity": "true", "@isInterrupting": "true"}
_IN_THE_LABEL = {("@name",), ("@sourceRef",), ("@targetRef",)}
_TIMES = {("timeDuration", TEXT), ("timeCycle", TEXT)}
_EMPTY = etree.Element("nothing")


def compare_diagrams(
    before: etree._Element | None, after: etree._Element | None, file: str
) -> list[Change]:
    """Everything that differs between two diagrams; None stands for a file that isn't there."""
    old = BpmnUnits(_EMPTY if before is None else before)
    new = BpmnUnits(_EMPTY if after is None else after)
    return _Diagrams(old, new, file, before, after).changes()


class _Diagrams:
    """Two diagrams side by side; `renamed` are ids that have changed and nothing else."""

    def __init__(
        self,
        old: BpmnUnits,
        new: BpmnUnits,
        file: str,
        before: etree._Element | None,
        after: etree._Element | None,
    ) -> None:
        self.old, self.new, self.file = old, new, file
        self.before, self.after = before, after
        self.renamed = find_renamed(old.units, new.units)
        self.to_new = {key: key for key in old.units if key in new.units} | self.renamed
        self.to_old = {key: old_key for old_key, key in self.to_new.items()}

    def changes(self) -> list[Change]:
        found: list[Change] = []
        whole = self.before is not None and self.after is not None
        for key, unit in self.new.units.items():
            if not key and not whole:
                continue  # a file that is new or gone is told of as such
            if key in self.to_old:
                found += self._both(self.old.units[self.to_old[key]], unit)
            else:
                found.append(self._added(unit))
        found += [
            self._removed(unit) for key, unit in self.old.units.items() if key not in self.to_new
        ]
        if self.before is not None and self.after is not None:
            apart = {key for key in self.old.units if key not in self.to_new}
            apart |= {key for key in self.new.units if key not in self.to_old}
            found += layout_changes(
                self.before, self.after, self.file, self.renamed, self.new.name, apart, bool(found)
            )
        return found

    # ------------------------------------------------ whole units

    def _added(self, unit: Unit) -> Change:
        label = label_of(self.new, unit)
        text = Spoken(f"{label.sv} är {new_word(unit.kind)}.", f"{label.en} is new.")
        details = [
            detail(
                topic(one.path),
                _said(one.path, plain)(self._shown(self.new, one.path, one.new or "")),
            )
            for one in differences(Unit(unit.key, unit.kind, ""), unit, {})
            if one.path not in _IN_THE_LABEL
        ]
        return Change("added", self.file, unit.key, text, tuple(details))

    def _removed(self, unit: Unit) -> Change:
        label = label_of(self.old, unit)
        return Change(
            "removed",
            self.file,
            unit.key,
            Spoken(f"{label.sv} finns inte längre.", f"{label.en} is gone."),
        )

    # ------------------------------------------------ units in both

    def _both(self, old: Unit, new: Unit) -> Iterator[Change]:
        label = label_of(self.new, new)
        if old.key != new.key:
            yield self._says(
                new,
                label
                + Spoken(
                    f" har fått ett annat id: ”{new.key}” i stället för ”{old.key}”.",
                    f' has got another id: "{new.key}" instead of "{old.key}".',
                ),
            )
        if old.kind != new.kind:
            was, now = noun(old.kind), noun(new.kind)
            yield self._says(
                new,
                label
                + Spoken(
                    f" är nu av ett annat slag ({now.sv.lower()}, {new.kind}); "
                    f"förut {was.sv.lower()} ({old.kind}).",
                    f" is now of another kind ({new.kind}); it was {old.kind}.",
                ),
            )
        if self.to_new.get(old.parent, old.parent) != new.parent:
            around = label_of(self.new, self.new.units[new.parent])
            yield self._says(
                new, label + Spoken(" ligger nu i ", " is now in ") + _low(around) + same(".")
            )
        found = differences(old, new, self.to_new)
        ends = [one for one in found if one.path in {("@sourceRef",), ("@targetRef",)}]
        if ends and new.kind in {"sequenceFlow", "messageFlow", "association"}:
            was, ends_now = label_of(self.old, old), ends_of(self.new, new)
            text = Spoken(" går nu från ", " now goes from ") + ends_now
            if ends_of(self.old, old) == ends_now:
                by_id = [new.facts.get(end, "?") for end in (("@sourceRef",), ("@targetRef",))]
                text += Spoken(f" ({by_id[0]} till {by_id[1]})", f" ({by_id[0]} to {by_id[1]})")
            yield self._says(new, was + text + same("."))
            found = [one for one in found if one not in ends]
        for one in found:
            yield self._fact(old, new, label, one)
        yield from self._orders(old, new, label)

    def _fact(self, old: Unit, new: Unit, label: Spoken, one: Difference) -> Change:
        last = one.path[-1]
        if one.path == ("@name",) and one.old is not None and one.new is not None and old.name:
            was = label_of(self.old, old)
            if new.name:
                after = quoted(one.new)
                heter = Spoken(f" heter nu {after.sv}.", f" is now called {after.en}.")
                return self._says(new, was + heter)
        if last in _YES_NO:
            default = _DEFAULTS.get(last, "false")
            before, after_ = one.old or default, one.new or default
            if before != after_ and after_ in {"true", "false"}:
                return self._says(new, label + _YES_NO[last][after_ == "false"] + same("."))
        if one.path == ("@lane",) and one.old is not None and one.new is not None:
            return self._says(
                new,
                label
                + Spoken(
                    f" har flyttats från banan ”{self._lane(self.old, self.to_old, one.old)}” "
                    f"till banan ”{self._lane(self.new, {}, one.new)}”.",
                    f' has moved from the lane "{self._lane(self.old, self.to_old, one.old)}" '
                    f'to the lane "{self._lane(self.new, {}, one.new)}".',
                ),
            )
        before_value = None if one.old is None else self._shown_old(one.path, one.old)
        after_value = None if one.new is None else self._shown(self.new, one.path, one.new)
        if before_value == after_value and one.old != one.new:
            before_value, after_value = one.old, one.new
        what = topic(one.path)
        said = _said(one.path, quoted)
        return value_change(self.file, new.key, label, what, before_value, after_value, said)

    def _orders(self, old: Unit, new: Unit, label: Spoken) -> Iterator[Change]:
        was = [self.to_new[key] for key in self.old.ways.get(old.key, ()) if key in self.to_new]
        now = [key for key in self.new.ways.get(new.key, ()) if key in set(was)]
        was = [key for key in was if key in set(now)]
        if was != now:
            shown = listed([quoted(self._way(key)) for key in now])
            yield self._says(
                new,
                label
                + Spoken(
                    " prövar sina vägar i en annan ordning: ", " tries its ways in another order: "
                )
                + shown
                + same("."),
            )
        before = [self._mark(one) for one in self.old.order.get(old.key, ())]
        after = self.new.order.get(new.key, [])
        kept = set(before) & set(after)
        before, after = ([one for one in order if one in kept] for order in (before, after))
        if before != after and Counter(before) == Counter(after) and was == now:
            yield self._says(
                new,
                label
                + Spoken(
                    ": innehållet står i en annan ordning i filen.",
                    ": what is inside stands in another order in the file.",
                ),
            )
        links = Counter(
            {self.to_new.get(one, one): many for one, many in self.old.links[old.key].items()}
        )
        linked = self.new.links[new.key]
        odd = {one for one in links.keys() | linked.keys() if links[one] != linked[one]}
        odd = {one for one in odd if not self._moved(one)}
        if odd:
            shown = listed([quoted(one) for one in sorted(odd)])
            yield self._says(
                new,
                label
                + Spoken(
                    f" räknar upp sina flöden på ett annat sätt: {shown.sv}.",
                    f" lists its flows in another way: {shown.en}.",
                ),
            )

    def _mark(self, one: str) -> str:
        """A mark of what stands inside, under the ids of the newer version."""
        word, gap, key = one.rpartition(" ")
        return f"{word}{gap}{self.to_new.get(key, key)}"

    def _moved(self, flow: str) -> bool:
        """Whether a flow is new or gone, or leads from or to another element than before.

        That is told of the flow itself.
        """
        if flow not in self.new.units or flow not in self.to_old:
            return flow in self.new.units or flow in self.old.units
        old = self.old.units[self.to_old[flow]].facts
        new = self.new.units[flow].facts
        ends = (("@sourceRef",), ("@targetRef",))
        return any(
            self.to_new.get(old.get(end, ""), old.get(end, "")) != new.get(end, "") for end in ends
        )

    # ------------------------------------------------ words

    def _says(self, unit: Unit, text: Spoken) -> Change:
        return Change("changed", self.file, unit.key, text)

    def _way(self, key: str) -> str:
        unit = self.new.units[key]
        return unit.name or self.new.name(unit.facts.get(("@targetRef",), key))

    def _lane(self, side: BpmnUnits, back: Mapping[str, str], lanes: str) -> str:
        return ", ".join(side.name(back.get(one, one)) for one in lanes.split(", "))

    def _shown(self, side: BpmnUnits, path: tuple[str, ...], value: str) -> str:
        if path[-1] == THERE:
            return ""
        if not is_reference(path):
            return value
        if path == ("@default",) and value in side.units:
            return side.name(side.units[value].facts.get(("@targetRef",), value))
        return ", ".join(side.name(one) for one in value.split(", "))

    def _shown_old(self, path: tuple[str, ...], value: str) -> str:
        if is_reference(path):
            value = ", ".join(self.to_old.get(one, one) for one in value.split(", "))
        return self._shown(self.old, path, value)


def _low(text: Spoken) -> Spoken:
    return Spoken(text.sv[:1].lower() + text.sv[1:], text.en[:1].lower() + text.en[1:])


def _said(path: Path, otherwise: Callable[[str], Spoken]) -> Callable[[str], Spoken]:
    """How a value is said: a time in words, with what is written beside it."""

    def time(value: str) -> Spoken:
        words = duration_words(value) or cycle_words(value)
        return words + same(f" ({value})") if words else otherwise(value)

    return time if path[-2:] in _TIMES else otherwise
