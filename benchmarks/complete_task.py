"""What completing a task costs: against stock SpiffWorkflow, against bare SQL, and as it all grows.

python benchmarks/complete_task.py [--quick] [--json]

Every ratio compares things that are measured in turn in one run; every figure is a median.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import approval
import stock_approval
from browser import Browser
from crowd import crowded, start
from diagrams import OFFICER, answer, five_in_a_row, loop, message_sender, one_task
from figures import Report, cpu_of, heading, memory_of, middle, seconds
from floor import Statement, driver, rehearsal, replay
from program import web, worker
from sqlalchemy import select
from sqlalchemy.orm import Session
from throwaway import FORUM, House, house, now
from werkzeug.datastructures import MultiDict

from flows.engine import CompleteTask, advance
from flows.inbox import complete_task
from flows.instances import Task, advance_instance, lock_instance
from flows.kernel import Database
from flows.organisation import Actor, RoleRef

TASK = select(Task.id, Task.element_id).where(Task.closed_at.is_(None)).order_by(Task.id).limit(1)
ACTOR = Actor(
    "sekreterare-natverk-valfard",
    "Sekreterare",
    "gavleborg",
    frozenset({RoleRef(OFFICER, "forum", FORUM)}),
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    runs: int = 12
    instances: int = 12
    turns: tuple[int, ...] = (10, 100, 1_000, 3_000)
    rows: tuple[int, ...] = (1_000, 10_000, 100_000)
    rounds: int = 150
    jobs: int = 200
    worker_rounds: int = 5
    actions: int = 10_000


QUICK = Size(3, 3, (10, 100, 300), (1_000, 10_000), 40, 250, 3, 300)


def main() -> None:
    """Measure everything and tell it."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--quick", action="store_true", help="a short run, less exact")
    arguments.add_argument("--json", action="store_true", help="end with one JSON object")
    arguments.add_argument("--only", default="abcde", help="the parts, such as ac")
    given = arguments.parse_args()
    size = QUICK if given.quick else Size()
    report = Report()
    if "a" in given.only:
        against_stock(size, report)
    if set("bcde") & set(given.only):
        with house(accounts=True) as built:
            for name, part in _PARTS.items():
                if name in given.only:
                    part(built, size, report)
    report.close(as_json=given.json)


def against_stock(size: Size, report: Report) -> None:
    """Restore, complete, save: the approval's 29 completions in both engines, in turn."""
    heading("(a) restore, complete, save: 24 elements, 11 × 2 tasks")
    defined = approval.definition()
    ours = list(approval.completions(defined))
    stock = list(stock_approval.completions())
    if len(ours) != len(stock):
        raise RuntimeError("the two approvals are not the same process")
    ours_took: list[float] = []
    stock_took: list[float] = []
    for _ in range(size.runs):
        for (state, action), stored in zip(ours, stock, strict=True):
            ours_took.append(
                seconds(partial(advance, defined, approval.MAIN, state, action, now=approval.NOW))
            )
            stock_took.append(seconds(stored.step))
    ours_size = middle([len(state) for state, _ in ours])
    stock_size = middle([len(stored.text.encode()) for stored in stock])
    report.tell("engine_ms", middle(ours_took) * 1e3, "ms")
    report.tell("stock_ms", middle(stock_took) * 1e3, "ms")
    report.tell("engine_vs_stock", middle(stock_took) / middle(ours_took), "times", least=10)
    report.tell("engine_bytes", ours_size, "bytes")
    report.tell("stock_bytes", stock_size, "bytes")
    report.tell("size_vs_stock", ours_size / stock_size, "", most=1 / 20)


def against_floor(built: House, size: Size, report: Report) -> None:
    """Every second completion of the approval in full, every other as its bare SQL."""
    heading("(b) a whole action, commit included, and its SQL alone")
    built.publish("godkann", approval.package())
    connection = driver(built.database)
    actions: list[float] = []
    floors: list[float] = []
    for number in range(size.instances):
        instance_id = start(built.database, approval.MAIN)
        turn = number
        while (task := _next_task(built.database, instance_id)) is not None:
            action = CompleteTask(task[0], dict(approval.ANSWERS[task[1]]))
            turn += 1
            if turn % 2:
                actions.append(seconds(_whole(built.database, instance_id, action)))
                continue
            heard: list[Statement] = []
            with rehearsal(built.database, heard) as session:
                _act(session, instance_id, action)
            floors.append(seconds(partial(replay, connection, heard)))
    connection.close()
    report.tell("action_ms", middle(actions) * 1e3, "ms")
    report.tell("floor_ms", middle(floors) * 1e3, "ms")
    report.tell("action_vs_floor", middle(actions) / middle(floors), "times", most=3)


def as_it_grows(built: House, size: Size, report: Report) -> None:
    """The same action after few and many turns, and in small and large databases."""
    heading("(c) flat: turns of a loop")
    built.publish("varv", loop())
    by_turns = {turns: start(built.database, "varv") for turns in size.turns}
    for turns, instance_id in by_turns.items():
        for _ in range(turns):
            _turn(built.database, instance_id)
    took = _in_turn(
        {
            turns: partial(_turn, built.database, instance_id)
            for turns, instance_id in by_turns.items()
        },
        size.rounds,
    )
    for turns, spent in took.items():
        report.tell(f"after_{turns}_turns_ms", spent * 1e3, "ms")
    report.tell("flat_turns", max(took.values()) / min(took.values()), "times", most=1.25)
    heading("(c) flat: instances in the database")
    built.publish("fraga", one_task())
    databases = {rows: crowded(built, rows) for rows in size.rows}
    work = {rows: _questions(database, size.rounds) for rows, database in databases.items()}
    took = _in_turn(
        {rows: partial(_answer, databases[rows], iter(tasks)) for rows, tasks in work.items()},
        size.rounds,
    )
    for rows, spent in took.items():
        report.tell(f"among_{rows}_instances_ms", spent * 1e3, "ms")
        databases[rows].dispose()
    report.tell("flat_instances", max(took.values()) / min(took.values()), "times", most=1.25)


def workers(built: House, size: Size, report: Report) -> None:
    """Instances of three operations each, carried to their end by one worker and by two.

    A worker does one job at a time here: several threads of one worker would use both cores.
    """
    heading("(d) one worker process, and two")
    built.publish("skicka", message_sender())
    rates: dict[int, list[float]] = {1: [], 2: []}
    costs: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(size.worker_rounds):
        for processes in rates:
            rate, cost = _rate(built, size.jobs, processes)
            rates[processes].append(rate)
            costs[processes].append(cost)
    report.tell("jobs_per_second_1", middle(rates[1]), "jobs/s")
    report.tell("jobs_per_second_2", middle(rates[2]), "jobs/s")
    report.tell("cpu_per_job_1", middle(costs[1]) * 1e3, "ms")
    report.tell("cpu_per_job_2", middle(costs[2]) * 1e3, "ms")
    report.tell("scaling_2", middle(rates[2]) / middle(rates[1]), "times", least=1.6)


def memory(built: House, size: Size, report: Report) -> None:
    """What a web process holds after many pages and completions."""
    heading(f"(e) memory of a web process after {size.actions:,} actions")
    built.publish("seq5", five_in_a_row())
    with web(built, processes=1) as (port, pid):
        officer = Browser(port, ACTOR.person_id)
        report.tell("memory_at_first_mb", memory_of(pid), "MB")
        done = 0
        while done < size.actions:
            task = officer.post(f"/start/seq5/{FORUM}", {"titel": f"Prov {done}"}).leads_to
            for step in range(1, 6):
                officer.get(task)
                answered = officer.post(f"{task}/complete", {f"steg{step}": answer(done + step)})
                if answered.status != 303:
                    raise RuntimeError(f"not completed: {answered.status}")
                task = answered.leads_to
            done += 11
        report.tell("memory_mb", memory_of(pid), "MB", most=200)


_PARTS: Mapping[str, Callable[[House, Size, Report], None]] = {
    "b": against_floor,
    "c": as_it_grows,
    "d": workers,
    "e": memory,
}


def _next_task(database: Database, instance_id: UUID) -> tuple[str, str] | None:
    with database.transaction() as session:
        found = session.execute(TASK.where(Task.instance_id == instance_id)).first()
        return None if found is None else (found.id, found.element_id)


def _act(session: Session, instance_id: UUID, action: CompleteTask) -> None:
    instance = lock_instance(session, instance_id)
    advance_instance(session, instance, action, now=now(), actor=ACTOR.person_id)


def _whole(database: Database, instance_id: UUID, action: CompleteTask) -> Callable[[], None]:
    def do() -> None:
        with database.transaction() as session:
            _act(session, instance_id, action)

    return do


def _turn(database: Database, instance_id: UUID) -> float:
    """Complete the only open task of a loop; seconds that it took."""
    task = _next_task(database, instance_id)
    if task is None:
        raise RuntimeError("the loop has ended")
    return seconds(_whole(database, instance_id, CompleteTask(task[0], {"klar": False})))


def _in_turn(work: Mapping[int, Callable[[], float]], rounds: int) -> Mapping[int, float]:
    """Do each in turn, round after round; the median of the seconds that each gives."""
    took: dict[int, list[float]] = {key: [] for key in work}
    for round_ in range(rounds):
        for key, do in work.items():
            spent = do()
            if round_ >= rounds // 10:  # what is new to a connection is not what is measured
                took[key].append(spent)
    return {key: middle(spent) for key, spent in took.items()}


def _questions(database: Database, many: int) -> Sequence[str]:
    """The open tasks of new instances."""
    started = [start(database, "fraga") for _ in range(many)]
    found = [_next_task(database, instance_id) for instance_id in started]
    return [task[0] for task in found if task is not None]


def _answer(database: Database, tasks: Iterator[str]) -> float:
    """Complete the next of the tasks as its person does; seconds that it took."""
    task_id = next(tasks)

    def do() -> None:
        with database.transaction() as session:
            complete_task(session, ACTOR, task_id, MultiDict(), now=now())

    return seconds(do)


def _rate(built: House, instances: int, processes: int) -> tuple[float, float]:
    """Operations a second, and what each costs of CPU, the database's included.

    Both from when a tenth of the operations are done until nine tenths are.
    """
    before = built.number(_DONE)
    for _ in range(instances):
        start(built.database, "skicka")
    built.database.dispose()
    operations = instances * 3
    first, last = before + operations * 0.1, before + operations * 0.9
    with ExitStack() as stack:
        pids = [stack.enter_context(worker(built, jobs=1)) for _ in range(processes)]
        pids.append(built.server.pid or 0)
        at_first = _wait_until(built, _DONE, lambda done: done >= first)
        began, spent = time.monotonic(), -cpu_of(pids)
        at_last = _wait_until(built, _DONE, lambda done: done >= last)
        took, spent = time.monotonic() - began, spent + cpu_of(pids)
        _wait_until(built, _LEFT, lambda left: left == 0)
    return (at_last - at_first) / took, spent / (at_last - at_first)


_DONE = "select count(*) from job where status = 'done'"
_LEFT = "select count(*) from procrastinate_jobs where status in ('todo', 'doing')"


def _wait_until(built: House, query: str, fits: Callable[[float], bool]) -> float:
    """Ask for a number until it fits."""
    limit = time.monotonic() + 300
    with built.server.superuser("flows") as connection:
        while time.monotonic() < limit:
            row = connection.execute(query.encode()).fetchone()
            found = float(row[0]) if row else 0.0
            if fits(found):
                return found
            time.sleep(0.02)
    raise RuntimeError("the workers did not get on")


if __name__ == "__main__":
    main()
