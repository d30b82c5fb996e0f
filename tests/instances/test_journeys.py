"""What an instance does between its start and its end, and what the tables say of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from tests.house import FORUM, House

from flows.catalog import ProcessUnknown
from flows.engine import CompleteTask, DeliverMessage
from flows.instances import (
    HistoryRow,
    IncidentRow,
    InstanceUnknown,
    Job,
    Message,
    NothingToRetry,
    Subscription,
    Task,
    TaskCandidate,
    TaskGone,
    Timer,
    advance_instance,
    deliver_message,
    lock_instance,
    retry_incident,
    send_message,
    standing_of,
    start_instance,
)
from flows.records import Case


def test_a_case_runs_from_task_to_operation_to_task(house: House) -> None:
    instance_id = house.start("uppgift", titel="Välfärdsstrategi")
    assert house.open(instance_id) == ["bereda"]

    house.answer(instance_id, "bereda", forslag="dagordning")
    assert house.open(instance_id) == ["besluta"]

    house.answer(instance_id, "besluta")
    ended = house.instance(instance_id)
    assert (ended.status, ended.ends, ended.title) == ("ended", ["slut"], "Välfärdsstrategi")
    with house.database.transaction() as session:
        case = session.get_one(Case, ended.case_id)
        assert (case.title, case.registry_number) == ("Välfärdsstrategi", "NV 2027-1")
        done = session.scalars(
            select(HistoryRow.element_id)
            .where(HistoryRow.instance_id == instance_id, HistoryRow.what == "completed")
            .order_by(HistoryRow.id)
        ).all()
        assert done == ["start", "bereda", "registrera", "besluta", "slut"]
        by = session.scalars(
            select(HistoryRow.actor).where(
                HistoryRow.instance_id == instance_id, HistoryRow.type == "userTask"
            )
        )
        assert set(by) == {"test"}


def test_a_task_is_for_the_role_in_the_forum(house: House) -> None:
    instance_id = house.start("uppgift", titel="Roller")

    with house.database.transaction() as session:
        candidates = session.execute(
            select(TaskCandidate.role, TaskCandidate.scope_kind, TaskCandidate.scope_id)
            .join(Task, Task.id == TaskCandidate.task_id)
            .where(Task.instance_id == instance_id)
        ).all()
    assert [tuple(row) for row in candidates] == [("sekreterare", "forum", FORUM)]


def test_reminders_come_when_they_are_due_and_stop_with_their_task(house: House) -> None:
    instance_id = house.start("paminnelse")
    assert len(_timers(house, instance_id)) == 1

    house.move(timedelta(days=6))
    assert len(_history(house, instance_id, "rakna")) == 0
    house.move(timedelta(days=2))
    assert len(_history(house, instance_id, "rakna")) == 1
    house.move(timedelta(days=7))
    assert len(_history(house, instance_id, "rakna")) == 2
    assert house.open(instance_id) == ["svara"], "a reminder never answers"

    house.answer(instance_id, "svara")
    assert _timers(house, instance_id) == []
    assert house.instance(instance_id).status == "ended"


def test_a_message_reaches_who_waits_for_its_key(house: House) -> None:
    first, second = house.start("vantan"), house.start("vantan")

    _send(house, "svar", str(second), {"text": "hej"})

    assert house.open(first) == []
    assert house.open(second) == ["lasa"]
    with house.database.transaction() as session:
        instance = lock_instance(session, second)
        standing = standing_of(session, instance, now=house.clock())
        assert standing.tasks[0].variables["text"] == "hej"
        waiting = session.scalars(
            select(Subscription.key).where(Subscription.instance_id.in_([first, second]))
        ).all()
        assert waiting == [str(first)]


def test_a_message_that_came_early_is_kept(house: House) -> None:
    early = _send(house, "svar", "for-tidigt", {})
    with house.database.transaction() as session:
        assert session.get_one(Message, early).delivered_at is None

    instance_id = house.start("vantan")
    meant = _send(house, "svar", str(instance_id), {})

    with house.database.transaction() as session:
        assert session.get_one(Message, meant).delivered_to == instance_id
        assert session.get_one(Message, early).delivered_at is None


def test_a_message_is_delivered_once(house: House) -> None:
    instance_id = house.start("vantan")
    message_id = _send(house, "svar", str(instance_id), {})

    with house.database.transaction() as session:
        assert deliver_message(session, message_id, now=house.clock()) is False
    assert house.open(instance_id) == ["lasa"]


def test_the_same_start_key_starts_once(house: House) -> None:
    def one(_: int) -> UUID:
        with house.database.transaction() as session:
            return start_instance(
                session, "vantan", now=house.clock(), forum_id=FORUM, start_key="samma"
            ).id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(one, range(4)))) == 1


def test_a_step_that_fails_is_told_of_once_and_loses_nothing(house: House) -> None:
    instance_id = house.start("fel")
    house.answer(instance_id, "fraga", svar="kanske")

    assert house.instance(instance_id).status == "faulty"
    assert len(_history(house, instance_id, "fraga")) == 1
    with pytest.raises(TaskGone), house.database.transaction() as session:
        advance_instance(
            session,
            lock_instance(session, instance_id),
            DeliverMessage("x", "svar"),
            now=house.clock(),
        )
    with house.database.transaction() as session:
        retry_incident(
            session, instance_id, actor="administrator", reason="provar", now=house.clock()
        )

    assert house.instance(instance_id).status == "faulty", "it fails again for the same cause"
    with house.database.transaction() as session:
        incident = session.scalars(
            select(IncidentRow).where(IncidentRow.instance_id == instance_id)
        ).one()
        assert incident.element_id == "val"
        assert incident.sv
        assert incident.resolved_at is None


def test_a_failed_operation_holds_nobody_up(house: House) -> None:
    instance_id = house.start("projektfel", titel="Utan fakta")
    assert house.instance(instance_id).status == "running"
    assert house.tell_later_work() == 1, "it is tried again later"

    house.hurry()
    assert house.instance(instance_id).status == "faulty"

    house.answer(instance_id, "annat")
    assert house.open(instance_id) == []
    with house.database.transaction() as session:
        incident = session.scalars(
            select(IncidentRow).where(IncidentRow.instance_id == instance_id)
        ).one()
        assert (incident.kind, incident.element_id) == ("job", "registrera")
        assert "mal" in incident.sv
        retry_incident(
            session, instance_id, actor="administrator", reason="provar", now=house.clock()
        )
        assert incident.reason == "provar"
    house.settle()
    with house.database.transaction() as session:
        job = session.scalars(select(Job).where(Job.instance_id == instance_id)).one()
        assert (job.status, job.attempts) == ("open", 1)


def test_nothing_is_retried_where_nothing_stopped(house: House) -> None:
    instance_id = house.start("vantan")

    with pytest.raises(NothingToRetry), house.database.transaction() as session:
        retry_incident(session, instance_id, actor="a", reason="b", now=house.clock())


def test_eleven_at_once_are_all_counted_and_the_join_fires_once(house: House) -> None:
    instance_id = house.start("elva")
    with house.database.transaction() as session:
        tasks = session.scalars(
            select(Task.id).where(Task.instance_id == instance_id, Task.closed_at.is_(None))
        ).all()
    assert len(tasks) == 11

    def one(task_id: str) -> None:
        with house.database.transaction() as session:
            advance_instance(
                session,
                lock_instance(session, instance_id),
                CompleteTask(task_id, {"svar": task_id}),
                now=house.clock(),
            )

    with ThreadPoolExecutor(11) as pool:
        list(pool.map(one, tasks))

    assert house.open(instance_id) == ["rakna"]
    with house.database.transaction() as session:
        instance = lock_instance(session, instance_id)
        variables = standing_of(session, instance, now=house.clock()).tasks[0].variables
        assert sorted(variables["svaren"]) == sorted(tasks)


def test_the_second_who_answers_is_told(house: House) -> None:
    instance_id = house.start("uppgift", titel="Två på en gång")
    with house.database.transaction() as session:
        task_id = session.scalars(select(Task.id).where(Task.instance_id == instance_id)).one()

    def one(_: int) -> str:
        try:
            with house.database.transaction() as session:
                advance_instance(
                    session,
                    lock_instance(session, instance_id),
                    CompleteTask(task_id, {}),
                    now=house.clock(),
                )
        except TaskGone:
            return "told"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, range(2))) == ["done", "told"]


def test_what_does_not_exist_is_not_found(house: House) -> None:
    with pytest.raises(ProcessUnknown, match="saknas"), house.database.transaction() as session:
        start_instance(session, "saknas", now=house.clock(), forum_id=FORUM)
    with pytest.raises(InstanceUnknown), house.database.transaction() as session:
        lock_instance(session, UUID(int=0))


def _send(house: House, name: str, key: str, variables: dict[str, object]) -> int:
    with house.database.transaction() as session:
        message_id = send_message(
            session,
            "gavleborg",
            name,
            key,
            variables,
            now=house.clock(),
            life=timedelta(days=30),
        )
    house.settle()
    return message_id


def _timers(house: House, instance_id: UUID) -> list[str]:
    with house.database.transaction() as session:
        return list(session.scalars(select(Timer.task_id).where(Timer.instance_id == instance_id)))


def _history(house: House, instance_id: UUID, element_id: str) -> list[int]:
    with house.database.transaction() as session:
        return list(
            session.scalars(
                select(HistoryRow.id).where(
                    HistoryRow.instance_id == instance_id,
                    HistoryRow.element_id == element_id,
                    HistoryRow.what == "completed",
                )
            )
        )
