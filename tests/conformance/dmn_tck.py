"""Run a folder of DMN TCK cases and say how many pass.

    python tests/conformance/dmn_tck.py DIR [--verbose]

DIR holds `compliance-level-N/<case>/` with the models (*.dmn) and the expectations (*.xml) of the
DMN Technology Compatibility Kit. For each level it prints

    level 2: P of N
    level 3: P of N (wanting a value: P of N)

where "wanting a value" leaves out the cases whose expected value is null. A case passes when every
result that it names is as expected; numbers within 1e-8, as the kit's own runners have it.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from flows.expressions import DecisionModel, compile_expression, from_plain
from flows.kernel import FlowsError

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
NUMBERS = frozenset(("decimal", "double", "integer", "int", "float", "long", "number"))
CONVERSIONS = {
    "date": "date",
    "dateTime": "date and time",
    "time": "time",
    "duration": "duration",
    "dayTimeDuration": "duration",
    "yearMonthDuration": "duration",
}
TOLERANCE = Decimal("1e-8")


@dataclass
class Tally:
    """Cases passed and run, and the same for those that want a value."""

    passed: int = 0
    run: int = 0
    value_passed: int = 0
    value_run: int = 0
    failures: list[str] = field(default_factory=list)


def local_name(element: Any) -> str:
    return str(etree.QName(element).localname)


def parts(element: Any, name: str) -> list[Any]:
    return [part for part in element if isinstance(part.tag, str) and local_name(part) == name]


def value_in(element: Any) -> Any:
    """The FEEL value that an input or an expectation spells out."""
    for listed in parts(element, "list"):
        if listed.get(f"{XSI}nil") == "true":
            return None
        return [value_in(item) for item in parts(listed, "item")]
    components = parts(element, "component")
    if components:
        return {part.get("name"): value_in(part) for part in components}
    values = parts(element, "value")
    if not values or values[0].get(f"{XSI}nil") == "true":
        return None
    kind = (values[0].get(f"{XSI}type") or "string").split(":")[-1]
    return scalar(kind, values[0].text or "")


def scalar(kind: str, text: str) -> Any:
    if kind == "string":
        return text
    if kind in NUMBERS:
        return from_plain(Decimal(text.strip()))
    if kind == "boolean":
        return text.strip() in ("true", "1")
    found = compile_expression(f"{CONVERSIONS[kind]}(text)").evaluate({"text": text.strip()})
    # What we can't represent must not count as null, or a null answer would pass for it.
    return found if found is not None else object()


def same(got: Any, wanted: Any) -> bool:
    if isinstance(wanted, Decimal) and isinstance(got, Decimal):
        return abs(got - wanted) <= max(TOLERANCE, abs(wanted) * TOLERANCE)
    if isinstance(wanted, list) and isinstance(got, list):
        return len(wanted) == len(got) and all(map(same, got, wanted))
    if isinstance(wanted, dict) and isinstance(got, dict):
        return wanted.keys() == got.keys() and all(same(got[key], wanted[key]) for key in wanted)
    if type(got) is not type(wanted):
        return _both_zero(got, wanted)
    if wanted is None:
        return True
    equal = compile_expression("is(got, wanted) or got = wanted")
    return equal.evaluate({"got": got, "wanted": wanted}) is True


def _both_zero(got: Any, wanted: Any) -> bool:
    zero = compile_expression('d = duration("P0M") or d = duration("PT0S")')
    durations = (timedelta, type(compile_expression('duration("P0M")').evaluate({})))
    return all(
        isinstance(value, durations) and zero.evaluate({"d": value}) is True
        for value in (got, wanted)
    )


class Models:
    """The models of one folder, each read once, with what it imports."""

    def __init__(self, folder: Path) -> None:
        self.files = {
            etree.parse(path).getroot().get("namespace"): path
            for path in sorted(folder.glob("*.dmn"))
        }
        self.read: dict[Path, DecisionModel] = {}

    def model(self, path: Path) -> DecisionModel:
        if path not in self.read:
            root = etree.parse(path).getroot()
            imports = [
                self.model(self.files[part.get("namespace")])
                for part in parts(root, "import")
                if part.get("namespace") in self.files
            ]
            self.read[path] = DecisionModel.from_xml(
                path.read_bytes(), path.name, imports=imports, conforming=True
            )
        return self.read[path]


def inputs_of(case: Any, aliases: Mapping[str, str]) -> dict[str, Any]:
    inputs: dict[str, Any] = {}
    for node in parts(case, "inputNode"):
        alias = aliases.get(node.get("namespace") or "")
        holder = inputs.setdefault(alias, {}) if alias is not None else inputs
        holder[node.get("name")] = value_in(node)
    return inputs


def answer(model: DecisionModel, case: Any, wanted: Any, inputs: Mapping[str, Any]) -> Any:
    """What the model answers for one expected result; null when it stops with an error."""
    name = case.get("invocableName") or wanted.get("name")
    ids = [key for key, node in model.nodes.items() if node.name == name]
    try:
        value = model.evaluate(ids[0] if ids else name, inputs).feel_value
    except FlowsError:
        return None
    if case.get("type") == "decisionService" and isinstance(value, dict):
        return value.get(wanted.get("name"), value)
    return value


def run_case(model: DecisionModel, case: Any, aliases: Mapping[str, str], tally: Tally) -> None:
    inputs = inputs_of(case, aliases)
    good, wants_value = True, False
    for result in parts(case, "resultNode"):
        wanted = value_in(parts(result, "expected")[0])
        got = answer(model, case, result, inputs)
        wants_value = wanted is not None
        if not same(got, wanted):
            good = False
            tally.failures.append(f"{case.get('id')} {result.get('name')}: {got!r}, not {wanted!r}")
    tally.run += 1
    tally.passed += good
    tally.value_run += wants_value
    tally.value_passed += wants_value and good


def run_file(path: Path, models: Models, tally: Tally) -> None:
    root = etree.parse(path).getroot()
    if local_name(root) != "testCases":
        return
    model_path = path.parent / (parts(root, "modelName")[0].text or "").strip()
    model = models.model(model_path)
    aliases = {
        part.get("namespace"): part.get("name")
        for part in parts(etree.parse(model_path).getroot(), "import")
    }
    for case in parts(root, "testCase"):
        run_case(model, case, aliases, tally)


def levels(folder: Path) -> Iterator[tuple[str, Tally]]:
    """Every level of the folder with its tally."""
    for level in sorted(folder.glob("compliance-level-*")):
        tally = Tally()
        for path in sorted(level.rglob("*.xml")):
            run_file(path, Models(path.parent), tally)
        yield level.name.rsplit("-", 1)[-1], tally


def main(arguments: list[str]) -> int:
    verbose = "--verbose" in arguments
    folders = [argument for argument in arguments if not argument.startswith("-")]
    if len(folders) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    for level, tally in levels(Path(folders[0])):
        if verbose:
            print(*tally.failures, sep="\n")
        line = f"level {level}: {tally.passed} of {tally.run}"
        if level != "2":
            line += f" (wanting a value: {tally.value_passed} of {tally.value_run})"
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
