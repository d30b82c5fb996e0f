"""What people feel: start and complete over HTTP, on gunicorn and an embedded PostgreSQL.

python benchmarks/http_tasks.py [--quick] [--json]

Two models. `seq5`: five user tasks in a row, 250 bytes of answers each. `mi11`: a script, then a
user task for each of eleven huvudmän at the same time. "Complete" is the request that sends the
form, up to its answer; the commit is made before the answer leaves.
"""

import argparse
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from browser import Browser
from diagrams import answer, eleven_at_once, five_in_a_row
from figures import Report, cpu_of, heading, middle, seconds, share
from footprint import footprint
from program import web, worker
from throwaway import FORUM, House, house

OFFICER = "sekreterare-natverk-valfard"
TASK = re.compile(r"/tasks/(\w+)")


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    instances: int
    together: int
    rounds: int
    idle_seconds: float
    clients: int = 6


@dataclass(slots=True)
class Spent:
    """Seconds that each request took, by what it did."""

    start: list[float] = field(default_factory=list)
    show: list[float] = field(default_factory=list)
    complete: list[float] = field(default_factory=list)
    refused: int = 0


def main() -> None:
    """Measure everything and tell it."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--quick", action="store_true", help="a short run, less exact")
    arguments.add_argument("--json", action="store_true", help="end with one JSON object")
    given = arguments.parse_args()
    size = Size(20, 40, 2, 4.0) if given.quick else Size(100, 120, 6, 30.0)
    report = Report()
    with house(accounts=True) as built:
        built.publish("seq5", five_in_a_row())
        built.publish("mi11", eleven_at_once())
        with web(built, processes=1) as (port, pid):
            _one_client(built, port, pid, size, report)
            _statements(built, port, report)
            _footprint(built, port, size, report)
            rate = _many_clients(port, size)
            report.tell("tasks_per_second_1", rate, "tasks/s")
            _eleven(built, port, size, report, "1")
            _idle(built, port, pid, size, report)
        with web(built, processes=2) as (port, _):
            report.tell("tasks_per_second_2", _many_clients(port, size), "tasks/s")
            _eleven(built, port, size, report, "2")
    report.close(as_json=given.json)


def _one_client(built: House, port: int, pid: int, size: Size, report: Report) -> None:
    heading("one client, one web process")
    officer = Browser(port, OFFICER)
    _run_seq5(officer, 5, Spent())
    spent = Spent()
    database = [built.server.pid or 0]
    show_cpu = -cpu_of([pid, *database])
    _run_seq5(officer, size.instances, spent, show=True)
    show_cpu += cpu_of([pid, *database])
    program, server = -cpu_of([pid]), -cpu_of(database)
    tasks = [_start_seq5(officer, number, Spent()) for number in range(size.instances)]
    program, server = program + cpu_of([pid]), server + cpu_of(database)
    start_cpu = (program + server) / size.instances * 1e3
    program, server = -cpu_of([pid]), -cpu_of(database)
    for number, task in enumerate(tasks):
        _complete_five(officer, task, number, spent, show=False)
    program, server = program + cpu_of([pid]), server + cpu_of(database)
    done = size.instances * 5
    report.tell("start_p50", middle(spent.start) * 1e3, "ms")
    report.tell("start_p95", share(spent.start, 95) * 1e3, "ms")
    report.tell("page_p50", middle(spent.show) * 1e3, "ms")
    report.tell("complete_p50", middle(spent.complete) * 1e3, "ms", most=10)
    report.tell("complete_p95", share(spent.complete, 95) * 1e3, "ms")
    report.tell("cpu_start", start_cpu, "ms")
    report.tell("cpu_program", program / done * 1e3, "ms/task")
    report.tell("cpu_database", server / done * 1e3, "ms/task")
    report.tell("cpu_all", (program + server) / done * 1e3, "ms/task", most=8)


def _run_seq5(officer: Browser, instances: int, spent: Spent, *, show: bool = False) -> None:
    for number in range(instances):
        _complete_five(officer, _start_seq5(officer, number, spent), number, spent, show=show)


def _start_seq5(officer: Browser, number: int, spent: Spent) -> str:
    began = time.perf_counter()
    answered = officer.post(f"/start/seq5/{FORUM}", {"titel": f"Prov {number}"})
    spent.start.append(time.perf_counter() - began)
    return _task_of(answered.leads_to)


def _complete_five(officer: Browser, task: str, number: int, spent: Spent, *, show: bool) -> None:
    for step in range(1, 6):
        if show:
            spent.show.append(seconds(partial(officer.get, f"/tasks/{task}")))
        began = time.perf_counter()
        answered = officer.post(
            f"/tasks/{task}/complete", {f"steg{step}": answer(number * 5 + step)}
        )
        spent.complete.append(time.perf_counter() - began)
        if answered.status != 303:
            raise RuntimeError(f"not completed: {answered.status}\n{answered.text}")
        if step < 5:
            task = _task_of(answered.leads_to)


def _task_of(address: str) -> str:
    found = TASK.search(address)
    if found is None:
        raise RuntimeError(f"no task follows: {address}")
    return found[1]


def _statements(built: House, port: int, report: Report) -> None:
    """What the server's own log says that twenty completions asked of it."""
    officer = Browser(port, OFFICER)
    _run_seq5(officer, 10, Spent())
    tasks = [_start_seq5(officer, number, Spent()) for number in range(4)]
    built.command("alter system set log_statement = 'all'", "select pg_reload_conf()")
    time.sleep(0.5)
    officer.get("/healthz")
    before = len(built.log())
    for number, task in enumerate(tasks):
        _complete_five(officer, task, number, Spent(), show=False)
    said = built.log()[before:]
    built.command("alter system reset log_statement", "select pg_reload_conf()")
    asked = re.findall(r"LOG: +(?:statement|execute [^:]*): *(\w+)", said)
    commits = sum(1 for verb in asked if verb.upper() == "COMMIT")
    plain = sum(1 for verb in asked if verb.upper() not in {"BEGIN", "COMMIT", "ROLLBACK"})
    report.tell("statements", plain / 20, "/task", most=12)
    report.tell("commits", commits / 20, "/task", most=1)


def _footprint(built: House, port: int, size: Size, report: Report) -> None:
    heading("a finished instance")
    officer = Browser(port, OFFICER)
    for model in ("seq5", "mi11"):
        built.command("checkpoint")
        log_before = _log_position(built)
        if model == "seq5":
            _run_seq5(officer, size.instances, Spent())
        else:
            people = _registrars(built, port)
            for number in range(size.instances // 4):
                _finish_mi11(built, officer, people, f"Fotavtryck {number}")
        finished = size.instances if model == "seq5" else size.instances // 4
        log = _log_position(built) - log_before
        kept = sum(footprint(built, model).values())
        report.tell(f"kept_{model}", kept / 1e3, "kB", most=6)
        report.tell(f"wal_{model}", log / finished / 1e3, "kB")


def _log_position(built: House) -> float:
    return built.number("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn")


def _many_clients(port: int, size: Size) -> float:
    """Completed tasks a second, with several people at work in instances of their own."""
    browsers = [Browser(port, OFFICER) for _ in range(size.clients)]
    each = max(1, size.together // size.clients // 2)
    work = [
        [_start_seq5(browser, number, Spent()) for number in range(each)] for browser in browsers
    ]
    ready = threading.Barrier(size.clients + 1)

    def one(browser: Browser, tasks: Sequence[str]) -> None:
        ready.wait()
        for number, task in enumerate(tasks):
            _complete_five(browser, task, number, Spent(), show=False)

    threads = [threading.Thread(target=one, args=pair) for pair in zip(browsers, work, strict=True)]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.monotonic()
    for thread in threads:
        thread.join()
    return size.clients * each * 5 / (time.monotonic() - began)


def _registrars(built: House, port: int) -> dict[str, Browser]:
    """The registrator of each huvudman, signed in, by party."""
    with built.server.superuser("flows") as connection:
        found = connection.execute(
            "select distinct on (m.scope_id) m.scope_id, m.person_id from membership m"
            " join forum_party f on f.party_id = m.scope_id and f.forum_id = %s"
            " join party p on p.id = m.scope_id and p.huvudman"
            " where m.role = 'registrator' order by m.scope_id, m.person_id",
            [FORUM],
        ).fetchall()
    return {str(party): Browser(port, str(person)) for party, person in found}


def _open_mi11(built: House, officer: Browser, title: str) -> dict[str, str]:
    """Start an instance; its open tasks by party."""
    answered = officer.post(f"/start/mi11/{FORUM}", {"titel": title})
    if answered.status != 303:
        raise RuntimeError(f"mi11 did not start: {answered.status}\n{answered.text}")
    with built.server.superuser("flows") as connection:
        found = connection.execute(
            "select c.scope_id, t.id from task t join task_candidate c on c.task_id = t.id"
            " join instance i on i.id = t.instance_id"
            " where i.title = %s and t.closed_at is null",
            [title],
        ).fetchall()
    return {str(party): str(task) for party, task in found}


def _finish_mi11(
    built: House, officer: Browser, people: dict[str, Browser], title: str
) -> list[float]:
    return [
        _complete_one(people[party], task, number)[0]
        for number, (party, task) in enumerate(_open_mi11(built, officer, title).items())
    ]


def _complete_one(browser: Browser, task: str, number: int) -> tuple[float, int]:
    began = time.perf_counter()
    answered = browser.post(f"/tasks/{task}/complete", {"svar": answer(number)})
    return time.perf_counter() - began, answered.status


def _eleven(built: House, port: int, size: Size, report: Report, processes: str) -> None:
    """Eleven people complete the tasks of one instance at the same moment."""
    heading(f"eleven at once, {processes} web process{'es' if processes != '1' else ''}")
    officer = Browser(port, OFFICER)
    people = _registrars(built, port)
    took: list[float] = []
    refused = 0
    for round_ in range(size.rounds):
        title = f"Elva {processes} {round_}"
        tasks = _open_mi11(built, officer, title)
        ready = threading.Barrier(len(tasks))
        answers: list[tuple[float, int]] = []

        def one(party: str, task: str) -> None:
            ready.wait()  # noqa: B023 - the threads end within the round
            answers.append(_complete_one(people[party], task, 1))  # noqa: B023

        threads = [threading.Thread(target=one, args=pair) for pair in tasks.items()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took += [each[0] for each in answers]
        refused += len(tasks) - sum(1 for each in answers if each[1] == 303)
        ended = built.number(
            f"select count(*) from instance where title = '{title}' and status = 'ended'"
        )
        if ended != 1:
            raise RuntimeError("eleven answers did not end the instance")
    report.tell(f"eleven_p50_{processes}", middle(took) * 1e3, "ms")
    report.tell(f"eleven_p95_{processes}", share(took, 95) * 1e3, "ms", most=150)
    report.tell(f"eleven_refused_{processes}", refused, "", most=0)


def _idle(built: House, port: int, pid: int, size: Size, report: Report) -> None:
    heading("nobody does anything, 1,000 open tasks")
    officer = Browser(port, OFFICER)
    missing = 1000 - int(built.number("select count(*) from task where closed_at is null"))
    for number in range(0, missing, 11):
        officer.post(f"/start/mi11/{FORUM}", {"titel": f"Vila {number}"})
    with worker(built) as worker_pid:
        time.sleep(4)  # until it has found its place
        spent = -cpu_of([pid, worker_pid, built.server.pid or 0])
        time.sleep(size.idle_seconds)
        spent += cpu_of([pid, worker_pid, built.server.pid or 0])
    report.tell("idle_cores", spent / size.idle_seconds, "cores", most=0.02)


if __name__ == "__main__":
    main()
