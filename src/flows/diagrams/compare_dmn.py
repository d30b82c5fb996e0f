"""Compare two versions of a DMN file: tables row by row, everything else fact by fact."""

from collections.abc import Iterator, Sequence

from lxml import etree

from flows.diagrams.compare_change import Change, detail, plain, quoted, value_change
from flows.diagrams.compare_dmn_units import DecisionUnits, on_top
from flows.diagrams.compare_units import (
    TEXT,
    THERE,
    Difference,
    Path,
    Unit,
    canonical,
    differences,
    find_renamed,
)
from flows.diagrams.names import local_name
from flows.diagrams.spoken import Spoken, same

_NOUNS = {
    "decision": Spoken("Beslutet", "The decision"),
    "input": Spoken("Indatakolumnen", "The input column"),
    "output": Spoken("Resultatkolumnen", "The output column"),
    "inputData": Spoken("Indata", "The input data"),
    "itemDefinition": Spoken("Datatypen", "The data type"),
    "rule": Spoken("Regel", "Rule"),
}
_TOPICS = {
    "decisionTable/@hitPolicy": Spoken(
        "regeln för vilka rader som gäller", "the rule for which rows count"
    ),
    "decisionTable/@aggregation": Spoken("sammanräkningen", "the aggregation"),
    "description/#": Spoken("beskrivningen", "the description"),
    "@name": Spoken("namnet", "the name"),
    "@label": Spoken("rubriken", "the heading"),
    "@typeRef": Spoken("datatypen", "the data type"),
    "inputExpression/text/#": Spoken("uttrycket", "the expression"),
    "inputExpression/@typeRef": Spoken("datatypen", "the data type"),
    "inputValues/text/#": Spoken("de tillåtna värdena", "the allowed values"),
    "outputValues/text/#": Spoken("de tillåtna värdena", "the allowed values"),
    "defaultOutputEntry/text/#": Spoken("värdet när ingen regel gäller", "the default value"),
    "literalExpression/text/#": Spoken("formeln", "the formula"),
    "variable/@typeRef": Spoken("datatypen", "the data type"),
    "variable/@name": Spoken("variabeln", "the variable"),
}


def compare_decisions(
    before: etree._Element | None, after: etree._Element | None, file: str
) -> list[Change]:
    """Everything that differs between two decision files; None for a file that isn't there."""
    found = list(_Decisions(DecisionUnits(before), DecisionUnits(after), file).changes())
    if before is not None and after is not None and _drawn(before) != _drawn(after):
        only = Spoken("Bara placeringen har ändrats.", "Only the placement has changed.")
        also = Spoken("Placeringen har ändrats.", "The placement has changed.")
        found.append(Change("layout", file, "", also if found else only))
    return found


def _drawn(root: etree._Element) -> list[str]:
    parts = (part for part in root.iterchildren(etree.Element) if local_name(part) == "DMNDI")
    return [canonical(part) for part in parts]


class _Decisions:
    """Two models side by side."""

    def __init__(self, old: DecisionUnits, new: DecisionUnits, file: str) -> None:
        self.old, self.new, self.file = old, new, file
        self.renamed = find_renamed(old.units, new.units)
        self.to_new = {key: key for key in old.units if key in new.units} | self.renamed
        self.to_old = {key: one for one, key in self.to_new.items()}
        for unit in old.units.values():
            unit.facts = (
                {(self._column(path[0]), *path[1:]): value for path, value in unit.facts.items()}
                if unit.kind == "rule"
                else unit.facts
            )

    def _column(self, step: str) -> str:
        word, _, key = step.partition(" ")
        return f"cell {self.to_new.get(key, key)}" if word == "cell" else step

    def changes(self) -> Iterator[Change]:
        for key, unit in self.new.units.items():
            if key in self.to_old:
                yield from self._both(self.old.units[self.to_old[key]], unit)
            else:
                yield self._whole("added", self.new, unit)
        for key, unit in self.old.units.items():
            if key not in self.to_new:
                yield self._whole("removed", self.old, unit)
        yield from self._file_order()
        for decision, rules in self.new.rules.items():
            yield from self._row_order(decision, rules)
            yield from self._column_order(decision)

    def _file_order(self) -> Iterator[Change]:
        old = [self.to_new.get(key, "") for key, unit in self.old.units.items() if on_top(unit)]
        new = [key for key, unit in self.new.units.items() if on_top(unit)]
        if [key for key in old if key in new] != [key for key in new if key in old]:
            text = Spoken(
                "Besluten står i en annan ordning i filen.",
                "The decisions stand in another order in the file.",
            )
            yield Change("changed", self.file, "", text)

    def _whole(self, kind: str, side: DecisionUnits, unit: Unit) -> Change:
        label = self._label(side, unit)
        if kind == "removed":
            text = Spoken(f"{label.sv} finns inte längre", f"{label.en} is gone")
            tail = same(": ") + self._row(side, unit) if unit.kind == "rule" else same("")
            return Change("removed", self.file, unit.key, text + tail + same("."))
        text = Spoken(f"{label.sv} är ny", f"{label.en} is new")
        if unit.kind == "decision":
            text = Spoken(f"{label.sv} är nytt", text.en)
        tail = same(": ") + self._row(side, unit) if unit.kind == "rule" else same("")
        details = [
            detail(self._topic(side, one.path), plain(one.new or ""))
            for one in differences(Unit(unit.key, unit.kind, ""), unit, {})
            if unit.kind != "rule" or not one.path[0].startswith("cell ")
        ]
        return Change("added", self.file, unit.key, text + tail + same("."), tuple(details))

    def _both(self, old: Unit, new: Unit) -> Iterator[Change]:
        label = self._label(self.new, new)
        if old.key != new.key:
            text = Spoken(
                f" har fått ett annat id: ”{new.key}” i stället för ”{old.key}”.",
                f' has got another id: "{new.key}" instead of "{old.key}".',
            )
            yield Change("changed", self.file, new.key, label + text)
        if old.kind != new.kind or self.to_new.get(old.parent, old.parent) != new.parent:
            text = Spoken(" är nu av ett annat slag.", " is now of another kind.")
            yield Change("changed", self.file, new.key, label + text)
        for one in differences(old, new, {}):
            yield self._fact(new, label, one)

    def _fact(self, new: Unit, label: Spoken, one: Difference) -> Change:
        side = self.new if one.new is not None else self.old
        topic = self._topic(side, one.path)
        return value_change(self.file, new.key, label, topic, one.old, one.new)

    def _row_order(self, decision: str, rules: Sequence[str]) -> Iterator[Change]:
        old = [self.to_new.get(one, "") for one in self.old.rules.get(self._was(decision), [])]
        was = [one for one in old if one in rules]
        now = [one for one in rules if one in was]
        if was != now:
            numbers = ", ".join(str(old.index(one) + 1) for one in now)
            text = Spoken(
                f": reglerna står i en annan ordning; förut hade de nummer {numbers}.",
                f": the rules stand in another order; their numbers were {numbers}.",
            )
            label = self._label(self.new, self.new.units[decision])
            yield Change("changed", self.file, decision, label + text)

    def _column_order(self, decision: str) -> Iterator[Change]:
        columns = self.new.columns.get(decision, [])
        old = [self.to_new.get(one, "") for one in self.old.columns.get(self._was(decision), [])]
        if [one for one in old if one in columns] != [one for one in columns if one in old]:
            label = self._label(self.new, self.new.units[decision])
            text = Spoken(
                ": kolumnerna står i en annan ordning.", ": the columns stand in another order."
            )
            yield Change("changed", self.file, decision, label + text)

    def _was(self, key: str) -> str:
        return self.to_old.get(key, key)

    # ------------------------------------------------ words

    def _label(self, side: DecisionUnits, unit: Unit) -> Spoken:
        if not unit.key:
            return Spoken("Beslutsfilen", "The decision file")
        if unit.kind == "rule":
            rules = side.rules.get(unit.parent, [unit.key])
            table = side.units[unit.parent].name or unit.parent
            number = rules.index(unit.key) + 1
            return Spoken(f"Regel {number} i ”{table}”", f'Rule {number} of "{table}"')
        noun = _NOUNS.get(unit.kind, Spoken("Elementet", "The element"))
        return noun + same(" ") + quoted(unit.name or unit.key)

    def _row(self, side: DecisionUnits, rule: Unit) -> Spoken:
        """A row in words: if the inputs are so, the outputs are so."""
        given: dict[str, list[str]] = {"input": [], "output": []}
        for key in side.columns.get(rule.parent, []):
            shown = self.to_new.get(key, key) if side is self.old else key
            text = rule.facts.get((f"cell {shown}", "text", TEXT)) or self._any(rule, shown) or "-"
            column = side.units[key]
            given[column.kind].append(f"{column.name or key} = {' '.join(text.split())}")
        if_, then = ", ".join(given["input"]), ", ".join(given["output"])
        return Spoken(f"om {if_}, så {then}", f"if {if_}, then {then}")

    @staticmethod
    def _any(rule: Unit, key: str) -> str:
        found = [
            v for path, v in rule.facts.items() if path[0] == f"cell {key}" and path[-1] == TEXT
        ]
        return found[0] if found else ""

    def _topic(self, side: DecisionUnits, path: Path) -> Spoken:
        steps = [step.rpartition("}")[2] for step in path]
        word, _, key = path[0].partition(" ")
        if word == "cell":
            shown = self.to_old.get(key, key) if side is self.old else key
            column = side.units.get(shown)
            name = quoted(column.name if column is not None and column.name else key)
            rest = [step for step in steps[1:] if step not in {"text", TEXT, THERE}]
            if not rest:
                return Spoken(f"kolumnen {name.sv}", f"the column {name.en}")
            more = " › ".join(rest)
            return Spoken(f"{more} i kolumnen {name.sv}", f"{more} of the column {name.en}")
        known = _TOPICS.get("/".join(steps))
        if known is not None:
            return known
        place = " › ".join(s for s in steps if s not in {TEXT, THERE}).replace("@", "")
        return Spoken(f"inställningen ”{place}”", f'the setting "{place}"')
