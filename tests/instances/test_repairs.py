"""What an administrator does to an instance, why, and what others meet meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from tests.house import House

from flows.engine import CompleteTask, NotPlain, RepairRefused
from flows.engine.specs.work import Script, User
from flows.inbox import complete_task, open_tasks
from flows.instances import (
    AlreadySuspended,
    IncidentRow,
    InstanceEnded,
    InstanceMoved,
    InstanceStopped,
    InstanceSuspended,
    Job,
    NotSuspended,
    ReasonMissing,
    Repair,
    Subscription,
    Task,
    TaskGone,
    Timer,
    advance_instance,
    cancel_instance,
    edit_variables,
    kept_messages,
    lock_instance,
    move_token,
    reassign_task,
    resume_instance,
    retry_incident,
    send_message,
    standing_of,
    suspend_instance,
    unpacked,
)
from flows.organisation import PersonNotFound
from flows.records import Case

ADMIN = "administrator-gavleborg"
SECRETARY = "sekreterare-natverk-valfard"
STRANGER = "registrator-ockelbo"


def do(house: House, repair: Callable[..., Any], *given: Any, **named: Any) -> None:
    """Mend in a transaction of its own, by the administrator, and do the work that follows."""
    named = {"actor": ADMIN, "reason": "Så blev det fel.", "now": house.clock(), **named}
    with house.database.transaction() as session:
        repair(session, *given, **named)
    house.settle()


def repairs(house: House, instance_id: UUID) -> list[Repair]:
    with house.database.transaction() as session:
        return list(
            session.scalars(
                select(Repair).where(Repair.instance_id == instance_id).order_by(Repair.id)
            )
        )


def variables(house: House, instance_id: UUID) -> dict[str, Any]:
    with house.database.transaction() as session:
        instance = lock_instance(session, instance_id)
        return standing_of(session, instance, now=house.clock()).variables


def task_id(house: House, instance_id: UUID, element_id: str) -> str:
    with house.database.transaction() as session:
        return session.scalars(
            select(Task.id).where(
                Task.instance_id == instance_id,
                Task.element_id == element_id,
                Task.closed_at.is_(None),
            )
        ).one()


def incidents(house: House, instance_id: UUID) -> list[IncidentRow]:
    with house.database.transaction() as session:
        return list(
            session.scalars(
                select(IncidentRow)
                .where(IncidentRow.instance_id == instance_id)
                .order_by(IncidentRow.id)
            )
        )


# ------------------------------------------------ incidents


def test_a_failed_step_holds_nobody_up_and_is_told_of_once(house: House) -> None:
    instance_id = house.start("delat", vag=0)
    assert house.instance(instance_id).status == "faulty"
    assert sorted(house.open(instance_id)) == ["bredvid", "forst"]

    house.answer(instance_id, "bredvid")
    house.move(timedelta(days=8))
    assert sorted(house.open(instance_id)) == ["forst", "paminnas"], "timers go on, too"
    house.answer(instance_id, "forst")

    assert house.instance(instance_id).status == "faulty"
    assert [row.element_id for row in incidents(house, instance_id)] == ["val"]


def test_it_is_resolved_when_the_retry_passes(house: House) -> None:
    instance_id = house.start("delat", vag=0)
    do(house, retry_incident, instance_id, reason="Provar.")
    do(house, edit_variables, instance_id, {"vag": 1}, reason="Fel väg.")
    assert incidents(house, instance_id)[0].resolved_at is None
    do(house, retry_incident, instance_id, reason="Rättat.")

    assert "hit" in house.open(instance_id)
    assert house.instance(instance_id).status == "running"
    row = incidents(house, instance_id)[0]
    assert (row.resolved_at, row.resolved_by, row.reason) == (house.clock(), ADMIN, "Rättat.")
    done = [(one.kind, one.actor, one.reason, one.name) for one in repairs(house, instance_id)]
    assert done == [
        ("retry", ADMIN, "Provar.", "Vilken väg?"),
        ("edit_variables", ADMIN, "Fel väg.", ""),
        ("retry", ADMIN, "Rättat.", "Vilken väg?"),
    ]
    assert unpacked(repairs(house, instance_id)[1].detail or b"") == {
        "before": {"vag": 0},
        "after": {"vag": 1},
        "task_id": None,
    }


def test_it_is_resolved_when_the_step_is_left(house: House) -> None:
    instance_id = house.start("delat", vag=0)
    held = incidents(house, instance_id)[0].task_id
    do(house, move_token, instance_id, held, "hit")

    assert "hit" in house.open(instance_id)
    assert house.instance(instance_id).status == "running"
    assert incidents(house, instance_id)[0].reason == "Steget behövs inte längre."


def test_a_fault_in_the_program_stops_all_and_keeps_the_answer(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance_id = house.start("fel")

    def broken(self: Script, task: object) -> bool:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(Script, "execute", broken)
        house.answer(instance_id, "fraga", svar="ja")
        assert house.instance(instance_id).status == "stopped"
        with pytest.raises(InstanceStopped):
            house.answer(instance_id, "fraga", svar="nej")
        do(house, retry_incident, instance_id)
        assert house.instance(instance_id).status == "stopped"
        assert [row.code for row in incidents(house, instance_id)] == ["internal"]
        do(house, suspend_instance, instance_id)
        do(house, resume_instance, instance_id)
        assert house.instance(instance_id).status == "stopped", "a pause mends nothing"

    do(house, retry_incident, instance_id)
    assert house.open(instance_id) == ["sedan"]
    assert house.instance(instance_id).status == "running"
    assert incidents(house, instance_id)[0].resolved_by == ADMIN


def test_an_operation_is_done_once_when_the_program_fails_after_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance_id = house.start("uppgift", titel="En enda gång")

    def broken(self: User, task: object) -> bool:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(User, "enter", broken)
        house.answer(instance_id, "bereda")
        assert house.instance(instance_id).status == "stopped"
        do(house, retry_incident, instance_id)
        assert house.instance(instance_id).status == "stopped"
    do(house, retry_incident, instance_id)

    assert house.open(instance_id) == ["besluta"]
    with house.database.transaction() as session:
        jobs = session.scalars(select(Job).where(Job.instance_id == instance_id)).all()
        assert [(job.status, job.attempts) for job in jobs] == [("done", 0)]
        cases = session.scalars(select(Case.id).where(Case.title == "En enda gång")).all()
        assert len(cases) == 1


def test_an_operation_that_is_not_wanted_any_more_is_no_stop(house: House) -> None:
    instance_id = house.start("projektfel", titel="Utan fakta")
    house.hurry()
    assert house.instance(instance_id).status == "faulty"
    with house.database.transaction() as session:
        job = session.scalars(select(Job.task_id).where(Job.instance_id == instance_id)).one()
    do(house, move_token, instance_id, job, "annat")

    assert house.open(instance_id) == ["annat", "annat"]
    assert house.instance(instance_id).status == "running"


# ------------------------------------------------ pause


def test_a_paused_instance_is_seen_but_nothing_is_done(house: House) -> None:
    instance_id = house.start("rad", titel="Paus")
    do(house, suspend_instance, instance_id)
    actor, task = house.actor(SECRETARY), task_id(house, instance_id, "forst")

    with house.database.transaction() as session:
        listed = {row.id for row in open_tasks(session, actor, now=house.clock())}
    assert task in listed
    with (
        pytest.raises(InstanceSuspended, match="paused") as told,
        house.database.transaction() as session,
    ):
        complete_task(session, actor, task, {}, now=house.clock())
    assert "pausat" in told.value.sv
    with pytest.raises(AlreadySuspended):
        do(house, suspend_instance, instance_id)
    with pytest.raises(InstanceSuspended):
        do(house, retry_incident, instance_id)

    do(house, resume_instance, instance_id)
    house.answer(instance_id, "forst")
    with pytest.raises(NotSuspended):
        do(house, resume_instance, instance_id)


def test_timers_and_messages_wait_and_are_taken_up(house: House) -> None:
    reminded, answered = house.start("paminnelse"), house.start("vantan")
    do(house, suspend_instance, reminded)
    do(house, suspend_instance, answered)
    house.move(timedelta(days=8))
    _send(house, "svar", str(answered))
    assert house.open(answered) == []
    with house.database.transaction() as session:
        assert session.scalars(select(Timer).where(Timer.instance_id == reminded)).all() == []

    do(house, resume_instance, reminded)
    do(house, resume_instance, answered)

    assert variables(house, reminded)["antal"] == 1
    with house.database.transaction() as session:
        assert len(session.scalars(select(Timer).where(Timer.instance_id == reminded)).all()) == 1
    assert house.open(answered) == ["lasa"]


def test_a_signal_is_heard_after_the_pause(house: House) -> None:
    paused, other = house.start("signal"), house.start("signal")
    _send(house, "annat", None, kind="signal")
    do(house, suspend_instance, paused)
    house.move(timedelta(hours=1))
    _send(house, "klart", None, kind="signal", text="nu")
    assert (house.open(paused), house.open(other)) == ([], ["lasa"])

    do(house, resume_instance, paused)
    assert house.open(paused) == ["lasa"]
    assert variables(house, paused)["text"] == "nu"


def test_work_of_a_paused_instance_is_done_afterwards(house: House) -> None:
    instance_id = house.start("uppgift", titel="Vänta")
    with house.database.transaction() as session:
        instance = lock_instance(session, instance_id)
        given = CompleteTask(task_id(house, instance_id, "bereda"), {})
        advance_instance(session, instance, given, now=house.clock())
        suspend_instance(session, instance_id, actor=ADMIN, reason="Vänta.", now=house.clock())
    house.settle()
    assert house.open(instance_id) == []

    do(house, resume_instance, instance_id)
    assert house.open(instance_id) == ["besluta"]


def test_who_answers_while_it_is_paused_is_told(house: House) -> None:
    instance_id = house.start("rad")
    actor, task = house.actor(SECRETARY), task_id(house, instance_id, "forst")
    paused, answered = Event(), Event()

    def answer() -> str:
        paused.wait(10)
        try:
            with house.database.transaction() as session:
                answered.set()
                complete_task(session, actor, task, {}, now=house.clock())
        except InstanceSuspended:
            return "told"
        return "done"

    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(answer)
        with house.database.transaction() as session:
            suspend_instance(session, instance_id, actor=ADMIN, reason="Nu.", now=house.clock())
            paused.set()
            answered.wait(10)
        assert result.result(20) == "told"


# ------------------------------------------------ edit, move, end


def test_variables_are_edited_as_they_were_seen(house: House) -> None:
    instance_id = house.start("rad", antal=1)
    seen = house.instance(instance_id).revision
    do(house, edit_variables, instance_id, {"antal": 2}, revision=seen)
    with pytest.raises(InstanceMoved):
        do(house, edit_variables, instance_id, {"antal": 3}, revision=seen)
    for bad in (object(), {1: 2}, 2**80, float("nan"), "\ud800"):
        with pytest.raises(NotPlain):
            do(house, edit_variables, instance_id, {"antal": bad})
    with pytest.raises(TaskGone):
        do(house, edit_variables, instance_id, {"antal": 4}, task_id="x")
    first = task_id(house, instance_id, "forst")
    do(house, edit_variables, instance_id, {"ny": None}, task_id=first)
    found = variables(house, instance_id)
    assert (found["antal"], found["ny"]) == (2, None)
    assert [one.name for one in repairs(house, instance_id)] == ["", "Forst"]


def test_a_move_takes_the_work_with_it(house: House) -> None:
    instance_id = house.start("delat", vag=1)
    forst = task_id(house, instance_id, "forst")
    with pytest.raises(RepairRefused):
        do(house, move_token, instance_id, forst, "paminn")
    assert repairs(house, instance_id) == []
    do(house, move_token, instance_id, forst, "hit")

    assert sorted(house.open(instance_id)) == ["bredvid", "hit", "hit"]
    with house.database.transaction() as session:
        assert session.scalars(select(Timer).where(Timer.instance_id == instance_id)).all() == []
        assert session.get_one(Task, forst).completed_by is None
    done = repairs(house, instance_id)[0]
    assert (done.kind, done.name) == ("move_token", "Forst")
    assert unpacked(done.detail or b"")["to_name"] == "Hit"
    with pytest.raises(TaskGone):
        do(house, move_token, instance_id, forst, "hit")


def test_an_ended_instance_is_empty_and_stays_so(house: House) -> None:
    for process in ("delat", "vantan", "projektfel", "paminnelse"):
        instance_id = house.start(process, vag=0, titel="x")
        do(house, cancel_instance, instance_id)
        ended = house.instance(instance_id)
        assert (ended.status, ended.ended_at, ended.ends) == ("ended", house.clock(), [])
        assert house.open(instance_id) == []
        assert all(row.resolved_at for row in incidents(house, instance_id))
        with house.database.transaction() as session:
            for table in (Timer, Subscription):
                rows = select(table).where(table.instance_id == instance_id)
                assert session.scalars(rows).all() == []
            jobs = session.scalars(select(Job.status).where(Job.instance_id == instance_id))
            assert "open" not in set(jobs)
        for repair in (cancel_instance, suspend_instance, resume_instance, retry_incident):
            with pytest.raises(InstanceEnded):
                do(house, repair, instance_id)


def test_every_repair_has_a_reason(house: House) -> None:
    instance_id = house.start("rad")
    task = task_id(house, instance_id, "forst")
    tries: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
        (suspend_instance, ()),
        (resume_instance, ()),
        (cancel_instance, ()),
        (retry_incident, ()),
        (edit_variables, ({},)),
        (move_token, (task, "sedan")),
        (reassign_task, (task, SECRETARY)),
    ]
    for repair, more in tries:
        with pytest.raises(ReasonMissing) as missing:
            do(house, repair, instance_id, *more, reason=" \n")
        assert missing.value.problems[0].element == "reason"
    assert repairs(house, instance_id) == []


# ------------------------------------------------ give away


def test_a_task_is_given_to_someone_who_may_do_it(house: House) -> None:
    instance_id = house.start("rad")
    task = task_id(house, instance_id, "forst")
    do(house, reassign_task, instance_id, task, SECRETARY)

    with house.database.transaction() as session:
        row = session.get_one(Task, task)
        assert (row.claimed_by, row.assignee) == (SECRETARY, None)


def test_a_task_is_given_to_someone_else_by_name(house: House) -> None:
    instance_id = house.start("rad")
    task, stranger = task_id(house, instance_id, "forst"), house.actor(STRANGER)
    do(house, reassign_task, instance_id, task, STRANGER, reason="Sjukdom.")

    with house.database.transaction() as session:
        assert task in {row.id for row in open_tasks(session, stranger, now=house.clock())}
        row = session.get_one(Task, task)
        assert (row.claimed_by, row.assignee) == (STRANGER, STRANGER)
        complete_task(session, stranger, task, {}, now=house.clock())
    done = repairs(house, instance_id)[0]
    assert (done.kind, done.name, done.reason) == ("reassign", "Forst", "Sjukdom.")
    with pytest.raises(TaskGone):
        do(house, reassign_task, instance_id, task, SECRETARY)


def test_only_people_of_the_collaboration_are_given_tasks(house: House) -> None:
    instance_id = house.start("rad")
    task = task_id(house, instance_id, "forst")
    for person in ("nobody", "administrator-vasternorrland"):
        with pytest.raises(PersonNotFound):
            do(house, reassign_task, instance_id, task, person)


# ------------------------------------------------ messages that nobody took


def test_messages_that_nobody_took_tell_who_almost_did(house: House) -> None:
    waiting = house.start("vantan")
    _send(house, "svar", "fel-nyckel")
    _send(house, "ingen väntar på detta", "x")
    _send(house, "svar", "för gammalt", life=timedelta(0))
    house.move(timedelta(minutes=1))

    with house.database.transaction() as session:
        kept = {
            (one.name, one.key): one
            for one in kept_messages(session, "gavleborg", now=house.clock())
        }
        assert kept_messages(session, "vasternorrland", now=house.clock()) == []
    near = {one.instance_id: one for one in kept["svar", "fel-nyckel"].near}
    assert (near[waiting].key, near[waiting].element_id) == (str(waiting), "vanta")
    assert kept["ingen väntar på detta", "x"].near == []
    assert ("svar", "för gammalt") not in kept


def _send(
    house: House,
    name: str,
    key: str | None,
    *,
    kind: str = "message",
    life: timedelta = timedelta(days=30),
    **given: Any,
) -> None:
    with house.database.transaction() as session:
        send_message(
            session, "gavleborg", name, key, given, now=house.clock(), life=life, kind=kind
        )
    house.settle()
