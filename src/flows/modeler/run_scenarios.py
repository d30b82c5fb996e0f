"""Run every scenario of a package against the organisations that are loaded."""

from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from time import perf_counter
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.catalog.packages import SCENARIOS
from flows.catalog.play_package import ScenarioReport, ScenarioResult, play_package
from flows.catalog.scenario_file import read_scenario
from flows.kernel import Problem
from flows.modeler.recording_errors import NotRunnable
from flows.modeler.stage import stage_of
from flows.organisation import organisation_version

_MOST_KEPT = 32
_lock = Lock()
_reports: WeakKeyDictionary[Engine, OrderedDict[tuple[str, str, str], ScenarioReport]] = (
    WeakKeyDictionary()
)


def run_scenarios(session: Session, package: Package) -> ScenarioReport:
    """How the package's scenarios go, in memory: nothing is written and nobody is told.

    The same files with the same organisations give the same report, which is remembered;
    `seconds` is how long it took when it was made. With files that can't run every scenario is
    wrong, and `problems` says why. Raises nothing.
    """
    key = (package.name, package.sha256, organisation_version(session))
    engine = session.get_bind().engine
    with _lock:
        kept = _reports.setdefault(engine, OrderedDict())
        if key in kept:
            kept.move_to_end(key)
            return kept[key]
    begun = perf_counter()
    try:
        report = play_package(package, stage_of(session, package))
    except NotRunnable as fault:
        report = _none_run(package, fault)
    report = replace(report, seconds=perf_counter() - begun)
    with _lock:
        kept[key] = report
        while len(kept) > _MOST_KEPT:
            kept.popitem(last=False)
    return report


def _none_run(package: Package, fault: NotRunnable) -> ScenarioReport:
    results = []
    for name in sorted(package.files):
        if name.startswith(f"{SCENARIOS}/"):
            file = f"{package.name}/{name}"
            scenario, faults = read_scenario(package.files[name], file)
            told = faults or [Problem("scenario-not-run", fault.sv, fault.en, file=file)]
            results.append(ScenarioResult(name, scenario, tuple(told), 0))
    problem = Problem("scenario-not-run", fault.sv, fault.en, file=package.name)
    return ScenarioReport(results, [problem])
