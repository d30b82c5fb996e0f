"""What scenarios have said before: proposals for the answers, messages and starts of a new one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from lxml import etree
from sqlalchemy.orm import Session

from flows.catalog import Package, package_of, published_processes
from flows.catalog.scenario_file import Scenario, read_scenario
from flows.engine import OpenJob
from flows.kernel.hostile_xml import parse_hostile_xml
from flows.modeler.sample_values import paths_read

_ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
_PATH = re.compile(r"=\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*", re.ASCII)
_NUMBERS = frozenset({"id", "antal", "nummer"})


class Precedents:
    """The scenarios of a package, and of the published packages where its own say nothing."""

    def __init__(self, session: Session, package: Package) -> None:
        self.session = session
        self.package = package
        self.own = list(_scenarios(package))

    def operation(self, job: OpenJob) -> Any:
        """What an operation answers: as another scenario says, else made up from its outputs."""
        for scenario in self.own:
            for key in (job.element_id, job.type):
                if key in scenario.operations:
                    return scenario.operations[key]
        for scenario in self._others():
            if job.type in scenario.operations:
                return scenario.operations[job.type]
        return _made_up(self.package, job.element_id)

    def message(self, name: str) -> Mapping[str, Any]:
        """The variables that a message has carried."""
        for scenario in (*self.own, *self._others()):
            for step in scenario.steps:
                if "message" in step and step["message"]["name"] == name:
                    variables: Mapping[str, Any] = step["message"].get("variables", {})
                    return variables
        return {}

    def start(self, process: str, forum: str | None) -> Scenario | None:
        """A scenario that starts the process, in the same forum if there is one."""
        alike = [scenario for scenario in self.own if scenario.process == process]
        there = [scenario for scenario in alike if scenario.forum == forum]
        return next(iter([*there, *alike]), None)

    def _others(self) -> Iterator[Scenario]:
        versions = {
            process.package: process.version_id
            for process in published_processes(self.session)
            if process.package != self.package.name
        }
        for version_id in versions.values():
            yield from _scenarios(package_of(self.session, version_id))


def _scenarios(package: Package) -> Iterator[Scenario]:
    for name, raw in sorted(package.by_suffix(".yaml").items()):
        scenario = _read(raw, name)
        if scenario is not None:
            yield scenario


@lru_cache(maxsize=512)
def _read(raw: bytes, name: str) -> Scenario | None:
    return read_scenario(raw, name)[0]


def _made_up(package: Package, element_id: str) -> dict[str, Any]:
    """An answer with everything that the diagram reads of it, each with a value to show."""
    sources = [
        raw.decode(errors="replace")
        for suffix in (".bpmn", ".form", ".dmn")
        for raw in package.by_suffix(suffix).values()
    ]
    answer: dict[str, Any] = {}
    for source, target in _outputs(package, element_id):
        found = _PATH.fullmatch(source)
        if found is None:
            continue
        path = found[1].split(".")
        read = paths_read(sources, [target])
        parts = [one.split(".")[1:] for one in read if one.partition(".")[0] == target]
        for part in parts or [[]]:
            _put(answer, [*path, *part])
    return answer


def _outputs(package: Package, element_id: str) -> Iterator[tuple[str, str]]:
    for raw in package.by_suffix(".bpmn").values():
        try:
            root = parse_hostile_xml(raw)
        except (etree.XMLSyntaxError, ValueError):
            continue
        for element in root.iter():
            if element.get("id") == element_id:
                for output in element.iter(f"{_ZEEBE}output"):
                    yield output.get("source", ""), output.get("target", "")


def _put(answer: dict[str, Any], path: Sequence[str]) -> None:
    place = answer
    for name in path[:-1]:
        inner = place.get(name)
        if not isinstance(inner, dict):
            inner = place[name] = {}
        place = inner
    place.setdefault(path[-1], 1 if path[-1] in _NUMBERS else f"Exempel: {path[-1]}")
