"""How many running instances a second a rehearsal tries.

python benchmarks/modeler_rehearse.py [--quick]

A thousand cases of `arende` stand at various steps. A package with one more step and a new reminder
where each of them stands is rehearsed on them, everything included: reading the diagrams, the
instances from the database, the trials. A reminder has to be set for each case by what the case
knows, so no two cases share a trial; without the reminders, those that stand alike do.
"""

import argparse
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from figures import Report, heading, middle, seconds
from sqlalchemy import select, text
from throwaway import FORUM, House, house, now

from flows.catalog import Package, read_packages
from flows.engine import CompleteTask
from flows.instances import Instance, Task, advance_instance, lock_instance, start_instance
from flows.kernel import Database, Settings
from flows.modeler.rehearse import Rehearsal, rehearse
from flows.organisation import actor_of
from flows.worker.work import Work

CONTENT = Path(__file__).parents[1] / "processes"
OWNER = "processagare-gavleborg"
CASE: dict[str, Any] = {
    "titel": "Gemensam rutin",
    "beskrivning": "En rutin som alla behöver.",
    "forslag_till_beslut": "Att anta rutinen.",
    "informationsarende": False,
    "berorda_parter": ["bollnas", "gavle"],
    "samverkansomrade": "Barn, unga och vuxna i behov av vård och omsorg",
    "arendetyp": "strategi",
    "kalla": "lansledning",
    "anmalare": {"id": "lansledning-valfard", "namn": "Länsledning Välfärd", "slag": "forum"},
}
STANDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("ta_emot", {"berorda_parter": ["bollnas", "gavle"], "mottagning": "vidare"}),
    ("bereda", {"beredningsbeslut": "dagordning"}),
    (
        "satt_pa_dagordning",
        {"motesdatum": "2099-03-12", "punkt": "ordinarie", "mandat_parter": []},
    ),
    ("besluta", {}),
)
"""The steps where cases stand, and the answers that take them on to the next one."""


def rehearsals_per_second(instances: int = 1_000, rounds: int = 3) -> float:
    """Cases tried in a second, each by itself: the median of the rounds, on so many cases."""
    return rehearsal_figures(instances, rounds)["rehearsals_per_second"]


def rehearsal_figures(instances: int = 1_000, rounds: int = 3) -> dict[str, float]:
    """Cases tried in a second: each by itself, and those together that stand alike."""
    with house() as built:
        package = _published(built)
        _start(built, instances)
        changed = {
            "rehearsals_per_second": with_more(package, *(element for element, _ in STANDS)),
            "rehearsals_per_second_alike": with_more(package),
        }
        return {
            name: instances / _median(built.database, draft, instances, rounds)
            for name, draft in changed.items()
        }


def with_more(package: Package, *reminded: str) -> Package:
    """The package with a review after the reception of a case, and reminders on these steps."""
    raw = package.files["arende.bpmn"].decode()
    flow = next(line for line in raw.splitlines() if 'sourceRef="ta_emot"' in line)
    target = flow.partition('targetRef="')[2].partition('"')[0]
    told = flow.replace(f'targetRef="{target}"', 'targetRef="granska"')
    told += '<bpmn:userTask id="granska" name="Granska"></bpmn:userTask>'
    told += f'<bpmn:sequenceFlow id="granskat" sourceRef="granska" targetRef="{target}" />'
    for step in reminded:
        told += (
            f'<bpmn:boundaryEvent id="ny_{step}" attachedToRef="{step}" cancelActivity="false">'
            "<bpmn:timerEventDefinition><bpmn:timeDuration>=duration(&quot;P14D&quot;)"
            "</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
            f'<bpmn:endEvent id="slut_{step}" />'
            f'<bpmn:sequenceFlow id="vag_{step}" sourceRef="ny_{step}" targetRef="slut_{step}" />'
        )
    return Package(package.name, {**package.files, "arende.bpmn": raw.replace(flow, told).encode()})


def _median(database: Database, draft: Package, instances: int, rounds: int) -> float:
    found: list[Rehearsal] = []
    took = [seconds(_once(database, draft, found)) for _ in range(rounds)]
    if any(len(one.instances) != instances or one.count("stays") for one in found):
        raise RuntimeError("not every case could be rehearsed")
    return middle(took)


def _once(database: Database, package: Package, found: list[Rehearsal]) -> Callable[[], None]:
    def work() -> None:
        with database.transaction() as session:
            actor = actor_of(session, OWNER, now().date())
            found.append(rehearse(session, package, actor=actor, now=now()))

    return work


def _published(built: House) -> Package:
    packages = read_packages(CONTENT, max_bytes=1 << 20).packages
    for package in packages:
        built.publish(package.name, package.files)
    return next(package for package in packages if package.name == "arende")


def _start(built: House, instances: int) -> None:
    settings = Settings(database_url=built.url, data_dir=built.folder)
    work = Work(built.database, settings, now)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    for number in range(instances):
        answered = STANDS[: number % len(STANDS)]
        with built.database.transaction() as session:
            instance_id = start_instance(
                session, "arende", now=now(), forum_id=FORUM, variables=CASE
            ).id
        _work(built.database, work)
        for element, answers in answered:
            _answer(built.database, instance_id, element, answers)
            _work(built.database, work)


def _answer(database: Database, instance_id: Any, element: str, answers: dict[str, Any]) -> None:
    with database.transaction() as session:
        instance: Instance = lock_instance(session, instance_id)
        task = session.scalars(
            select(Task.id).where(
                Task.instance_id == instance_id,
                Task.element_id == element,
                Task.closed_at.is_(None),
            )
        ).one()
        advance_instance(session, instance, CompleteTask(task, answers), now=now())


def _work(database: Database, work: Work) -> None:
    """Be the worker until nothing is due."""
    by_name = work.by_name()
    while True:
        with database.transaction() as session:
            rows = session.execute(
                text(
                    "delete from procrastinate_jobs where status = 'todo'"
                    " returning id, task_name, args"
                )
            ).all()
        if not rows:
            return
        for row in sorted(rows):
            by_name[row.task_name](**row.args)


def main() -> None:
    """Measure and tell."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--quick", action="store_true", help="fewer cases")
    arguments.add_argument("--json", action="store_true", help="end with one JSON object")
    given = arguments.parse_args()
    report = Report()
    heading("rehearsal on running cases of arende")
    for name, figure in rehearsal_figures(100 if given.quick else 1_000).items():
        report.tell(name, figure, "instances/s", least=200)
    report.close(as_json=given.json)


if __name__ == "__main__":
    main()
