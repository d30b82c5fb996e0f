"""Work that fails: tried again with growing waits, handed on when its worker dies, set aside."""

import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from tests.house import House
from tests.instances.build import (
    boundary_timer,
    diagram,
    end,
    flows,
    process,
    script,
    service_task,
    start,
    user_task,
)

from flows.instances import IncidentRow, Job, retry_incident
from flows.kernel import Database, Settings
from flows.operations import BusinessError, Operation
from flows.worker.run_worker import MOST_ATTEMPTS, STALLED_SECONDS, make_queue, take_over

ERRORS = '<bpmn:error id="e_stopp" name="Stopp" errorCode="stopp"/>' + (
    '<bpmn:error id="e_annat" name="Annat" errorCode="annat"/>'
)


def error_edge(id_: str, on: str, error: str | None) -> str:
    reference = f'errorRef="{error}"' if error else ""
    return (
        f'<bpmn:boundaryEvent id="{id_}" attachedToRef="{on}">'
        f"<bpmn:errorEventDefinition {reference}/></bpmn:boundaryEvent>"
    )


PROCESSES = (
    process(
        "arbete",
        start(),
        service_task("registrera", "projekt.registrera", {"titel": "titel"}, retries=4),
        error_edge("annat", "registrera", "e_annat"),
        error_edge("stopp", "registrera", "e_stopp"),
        error_edge("ovrigt", "registrera", None),
        *(user_task(f"efter_{name}") for name in ("annat", "stopp", "ovrigt", "arbetet")),
        end(),
        flows("start", "registrera", "efter_arbetet", "slut"),
        *(flows(name, f"efter_{name}", "slut") for name in ("annat", "stopp", "ovrigt")),
    ),
    process(
        "paminnelse",
        start(),
        user_task("svara"),
        boundary_timer("paminn", "svara", "R5/P7D"),
        script("rakna", "if antal = null then 1 else antal + 1", "antal"),
        end("paminnd"),
        end(),
        flows("start", "svara", "slut"),
        flows("paminn", "rakna", "paminnd"),
    ),
)


@pytest.fixture(scope="module")
def house(database: Database, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> House:
    settings = Settings(database_url=database_url, data_dir=tmp_path_factory.mktemp("data"))
    built = House(database, settings)
    for number, drawn in enumerate(PROCESSES):
        built.publish(f"prov-{number}", {"prov.bpmn": diagram(ERRORS, drawn)})
    return built


@pytest.fixture
def fails_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception | None], None]:
    """Let every operation from now on fail with an error, or succeed with None."""

    def choose(error: Exception | None) -> None:
        def apply(*given: Any) -> dict[str, Any]:
            if error is not None:
                raise error
            return {}

        found = Operation("projekt.registrera", apply)
        module = sys.modules["flows.operations.run_operation"]
        monkeypatch.setattr(module, "operation_for", lambda _: found)

    return choose


@pytest.fixture(autouse=True)
def _no_work_is_left(house: House) -> Iterator[None]:
    yield
    with house.database.transaction() as session:
        session.execute(text("delete from procrastinate_jobs"))
        session.execute(text("delete from timer"))


def job_of(house: House, instance_id: UUID) -> Job:
    with house.database.transaction() as session:
        return session.scalars(select(Job).where(Job.instance_id == instance_id)).one()


def incidents_of(house: House, instance_id: UUID) -> list[IncidentRow]:
    with house.database.transaction() as session:
        rows = session.scalars(select(IncidentRow).where(IncidentRow.instance_id == instance_id))
        return list(rows)


def mend(house: House, instance_id: UUID) -> None:
    with house.database.transaction() as session:
        retry_incident(session, instance_id, actor="a", reason="nu går det", now=house.clock())
    house.settle()


def in_the_hands_of_a_dead_worker(house: House, attempts: int) -> None:
    """Put all the work that waits with a worker that has been silent for too long."""
    with house.database.transaction() as session:
        silent = timedelta(seconds=STALLED_SECONDS * 2)
        session.execute(
            text(
                "with dead as (insert into procrastinate_workers (last_heartbeat)"
                " values (now() - :silent) returning id)"
                " update procrastinate_jobs set status = 'doing', attempts = :attempts,"
                " worker_id = (select id from dead)"
            ),
            {"silent": silent, "attempts": attempts},
        )


def tend(house: House) -> None:
    """Do once what a worker does for the work of others."""

    async def once() -> None:
        app = make_queue(house.database.url, house.work)
        async with app.open_async():
            await take_over(app, house.work)

    in_a_loop(once())


def in_a_loop(work: Coroutine[None, None, None]) -> None:
    """Run to the end in a thread of its own: the tests' browser has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def work_through(house: House) -> None:
    """Let a real worker do all that waits, now."""

    async def until_empty() -> None:
        app = make_queue(house.database.url, house.work)
        async with app.open_async():
            await app.run_worker_async(
                wait=False,
                install_signal_handlers=False,
                listen_notify=False,
                delete_jobs="successful",
            )

    in_a_loop(until_empty())


def queued(house: House) -> list[tuple[str, str]]:
    with house.database.transaction() as session:
        rows = session.execute(text("select task_name, status::text from procrastinate_jobs"))
        return [(row[0], row[1]) for row in rows]


def test_a_failed_operation_waits_longer_for_each_try(
    house: House, fails_with: Callable[[Exception | None], None]
) -> None:
    fails_with(RuntimeError("no"))
    instance_id = house.start("arbete", titel="Prov")
    waits = []
    for attempt in (1, 2, 3):
        assert job_of(house, instance_id).attempts == attempt
        with house.database.transaction() as session:
            left = session.execute(
                text("select extract(epoch from scheduled_at - now()) from procrastinate_jobs")
            ).scalar_one()
        waits.append(float(left))
        house.hurry()
    for wait, wanted in zip(waits, (5, 20, 80), strict=True):
        assert wanted - 4 < wait <= wanted
    assert job_of(house, instance_id).status == "failed"
    assert queued(house) == []
    (incident,) = incidents_of(house, instance_id)
    assert (incident.kind, incident.element_id) == ("job", "registrera")
    assert house.instance(instance_id).status == "faulty"


@pytest.mark.parametrize(
    ("code", "follows"),
    [("stopp", "efter_stopp"), ("annat", "efter_annat"), ("okänt", "efter_ovrigt")],
)
def test_an_error_of_an_operation_reaches_the_boundary_event_with_its_code(
    house: House, fails_with: Callable[[Exception | None], None], code: str, follows: str
) -> None:
    fails_with(BusinessError(code, "Det går inte.", "It can't be done."))
    instance_id = house.start("arbete", titel="Prov")
    assert house.open(instance_id) == [follows]
    job = job_of(house, instance_id)
    assert (job.status, job.fault) == ("done", f"{code}: Det går inte.")
    assert incidents_of(house, instance_id) == []


def test_a_database_that_is_away_costs_the_operation_no_try(
    house: House, fails_with: Callable[[Exception | None], None]
) -> None:
    fails_with(OperationalError("select", {}, Exception("the server closed the connection")))
    with pytest.raises(OperationalError):
        house.start("arbete", titel="Prov")
    with house.database.transaction() as session:
        job = session.scalars(select(Job).where(Job.status == "open")).one()
        assert job.attempts == 0
        job.status = "cancelled"


def test_the_work_of_a_dead_worker_is_taken_over(
    house: House, fails_with: Callable[[Exception | None], None]
) -> None:
    fails_with(RuntimeError("once"))
    instance_id = house.start("arbete", titel="Prov")
    fails_with(None)
    in_the_hands_of_a_dead_worker(house, attempts=MOST_ATTEMPTS - 1)

    tend(house)

    assert queued(house) == [("flows.run_job", "todo")]
    work_through(house)
    assert queued(house) == []
    assert house.open(instance_id) == ["efter_arbetet"]


def test_poison_work_is_set_aside_as_an_incident(
    house: House, fails_with: Callable[[Exception | None], None]
) -> None:
    fails_with(RuntimeError("once"))
    instance_id = house.start("arbete", titel="Prov")
    in_the_hands_of_a_dead_worker(house, attempts=MOST_ATTEMPTS)

    tend(house)
    tend(house)

    assert queued(house) == [("flows.run_job", "failed")]
    (incident,) = incidents_of(house, instance_id)
    assert incident.sv == "Åtgärden avbröts gång på gång innan den blev klar."
    fails_with(None)
    mend(house, instance_id)
    assert house.open(instance_id) == ["efter_arbetet"]
    assert house.instance(instance_id).status == "running"


def overdue(house: House, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """An instance whose timer is due, while every attempt to fire it breaks."""
    instance_id = house.start("paminnelse")
    house.clock.move(timedelta(days=8))

    def broken(*given: Any, **named: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr("flows.worker.work.tick_instance", broken)
    assert house.work.sweep_timers() == 1
    return instance_id


def assert_timers_are_set_aside_and_tried_again(
    house: House, instance_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    (incident,) = incidents_of(house, instance_id)
    assert (incident.kind, incident.code) == ("timer", "timer-failed")
    assert house.instance(instance_id).status == "faulty"
    monkeypatch.undo()
    mend(house, instance_id)
    (incident,) = incidents_of(house, instance_id)
    assert (incident.resolved_by, incident.reason) == ("a", "nu går det")
    assert house.instance(instance_id).status == "running"
    with house.database.transaction() as session:
        counted = session.execute(
            text("select count(*) from history where instance_id = :id and element_id = 'rakna'"),
            {"id": instance_id},
        ).scalar_one()
    assert counted == 1


def test_timers_that_workers_die_with_are_not_forgotten(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance_id = overdue(house, monkeypatch)
    in_the_hands_of_a_dead_worker(house, attempts=MOST_ATTEMPTS)
    tend(house)
    house.work.give_up("flows.tick", {"instance_id": str(instance_id)})
    assert_timers_are_set_aside_and_tried_again(house, instance_id, monkeypatch)


def test_timers_that_break_again_and_again_are_not_forgotten(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance_id = overdue(house, monkeypatch)
    for attempts in (MOST_ATTEMPTS - 1, MOST_ATTEMPTS):
        assert incidents_of(house, instance_id) == []
        with house.database.transaction() as session:
            session.execute(
                text("update procrastinate_jobs set attempts = :attempts, scheduled_at = null"),
                {"attempts": attempts},
            )
        work_through(house)
    assert queued(house) == [("flows.tick", "failed")]
    assert_timers_are_set_aside_and_tried_again(house, instance_id, monkeypatch)


def test_a_timer_that_fires_later_after_all_ends_the_stop(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance_id = overdue(house, monkeypatch)
    house.work.give_up("flows.tick", {"instance_id": str(instance_id)})
    assert house.instance(instance_id).status == "faulty"
    monkeypatch.undo()
    house.work.tick(str(instance_id))
    assert house.instance(instance_id).status == "running"
    assert incidents_of(house, instance_id)[0].resolved_at is not None


def test_a_message_that_can_not_be_delivered_stays_among_those_nobody_took(house: House) -> None:
    house.work.give_up("flows.deliver", {"message_id": 1})
