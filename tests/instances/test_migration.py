"""Instances that run go on in a new version with their drafts, claims and timers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy import select
from tests.house import House
from tests.instances.build import (
    boundary_timer,
    diagram,
    end,
    flows,
    process,
    script,
    start,
    user_task,
)

from flows.catalog import current_process
from flows.inbox import claim_task, complete_task, task_page
from flows.instances import (
    HistoryRow,
    InstanceMigration,
    ReasonMissing,
    Repair,
    Task,
    Timer,
    cancel_instance,
    migrate_instances,
    suspend_instance,
    unpacked,
)

ADMIN, SECRETARY = "administrator-gavleborg", "sekreterare-natverk-valfard"


def drawn(first: str, cycle: str, *later: str) -> bytes:
    """A process that reminds while its first task waits."""
    steps = (first, *later)
    return diagram(
        process(
            "flytt",
            start(),
            *(user_task(one) for one in steps),
            boundary_timer("paminn", first, cycle),
            script("rakna", "1", "antal"),
            end("paminnd"),
            end(),
            flows("start", *steps, "slut"),
            flows("paminn", "rakna", "paminnd"),
        )
    )


def publish(house: House, raw: bytes) -> int:
    house.publish("flytt", {"flytt.bpmn": raw})
    with house.database.transaction() as session:
        return current_process(session, "flytt").version_id


def move(
    house: House, ids: list[UUID], version: int, *, dry_run: bool = False, **mapping: str
) -> list[InstanceMigration]:
    with house.database.transaction() as session:
        found = migrate_instances(
            session,
            ids,
            version,
            dry_run=dry_run,
            actor=ADMIN,
            reason="Ny ordning.",
            now=house.clock(),
            mapping=mapping,
        )
    house.settle()
    return found


def open_task(house: House, instance_id: UUID) -> Task:
    with house.database.transaction() as session:
        return session.scalars(
            select(Task).where(Task.instance_id == instance_id, Task.closed_at.is_(None))
        ).one()


def test_drafts_claims_and_timers_are_kept(house: House) -> None:
    publish(house, drawn("svara", "R3/P7D"))
    instance_id = house.start("flytt")
    before = open_task(house, instance_id)
    actor = house.actor(SECRETARY)
    with house.database.transaction() as session:
        claim_task(session, actor, before.id, now=house.clock())
        session.get_one(Task, before.id).draft = {"text": "halvvägs"}
        due = session.scalars(select(Timer.due_at).where(Timer.instance_id == instance_id)).one()
    version = publish(house, drawn("besvara", "R3/P1D", "granska"))
    house.move(timedelta(days=1))

    tried = move(house, [instance_id], version, dry_run=True)
    assert not tried[0].moves
    assert {problem.element for problem in tried[0].problems} == {"svara"}
    tried = move(house, [instance_id], version, dry_run=True, svara="besvara")
    assert tried[0].moves
    assert house.instance(instance_id).version_id != version
    assert open_task(house, instance_id).element_id == "svara", "a dry run changes nothing"

    assert move(house, [instance_id], version, svara="besvara") == tried
    after = open_task(house, instance_id)
    assert (after.id, after.element_id, after.name) == (before.id, "besvara", "Besvara")
    assert (after.claimed_by, after.draft) == (SECRETARY, {"text": "halvvägs"})
    with house.database.transaction() as session:
        assert task_page(session, actor, after.id, now=house.clock()).draft == after.draft
        timer = session.scalars(select(Timer).where(Timer.instance_id == instance_id)).one()
        assert timer.due_at == due
        repair = session.scalars(select(Repair).where(Repair.instance_id == instance_id)).one()
        assert (repair.kind, repair.actor, repair.reason) == ("migrate", ADMIN, "Ny ordning.")
        assert unpacked(repair.detail or b"")["to_version"] == version
    house.answer(instance_id, "besvara")
    assert house.open(instance_id) == ["granska"]
    with house.database.transaction() as session:
        rows = session.scalars(
            select(HistoryRow.version_id)
            .where(HistoryRow.instance_id == instance_id, HistoryRow.what == "completed")
            .order_by(HistoryRow.id)
        ).all()
        assert rows[-1] == version
        assert rows[0] != version


def test_each_instance_has_its_own_answer(house: House) -> None:
    old = publish(house, drawn("ett", "R3/P7D", "tva"))
    first, second, ended, there = (house.start("flytt") for _ in range(4))
    house.answer(second, "ett")
    with house.database.transaction() as session:
        cancel_instance(session, ended, actor=ADMIN, reason="Fel.", now=house.clock())
        suspend_instance(session, first, actor=ADMIN, reason="Byte.", now=house.clock())
    version = publish(house, drawn("ett", "R3/P7D", "tre"))
    move(house, [there], version)
    ids = [first, second, ended, there, UUID(int=7)]

    for dry_run in (True, False):
        found = move(house, ids, version, dry_run=dry_run)
        assert [one.instance_id for one in found] == ids
        assert [[problem.code for problem in one.problems] for one in found] == [
            [],
            ["element-gone"],
            ["instance-ended"],
            ["already-there"],
            ["instance-unknown"],
        ]
    assert house.instance(first).version_id == version
    assert house.instance(first).status == "suspended", "a pause lasts"
    assert house.instance(second).version_id == old
    assert house.open(second) == ["tva"]


def test_a_move_is_recorded_with_its_reason(house: House) -> None:
    version = publish(house, drawn("ett", "R3/P7D"))
    with pytest.raises(ReasonMissing), house.database.transaction() as session:
        migrate_instances(
            session, [], version, dry_run=False, actor=ADMIN, reason=" ", now=house.clock()
        )


def test_who_answers_meanwhile_answers_in_the_new_version(house: House) -> None:
    publish(house, drawn("ett", "R3/P7D", "tva"))
    instance_id = house.start("flytt")
    version = publish(house, drawn("ett", "R3/P7D", "tre"))
    actor, task = house.actor(SECRETARY), open_task(house, instance_id)
    moving, answering = Event(), Event()

    def answer() -> None:
        moving.wait(10)
        with house.database.transaction() as session:
            answering.set()
            complete_task(session, actor, task.id, {}, now=house.clock())

    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(answer)
        with house.database.transaction() as session:
            migrate_instances(
                session,
                [instance_id],
                version,
                dry_run=False,
                actor=ADMIN,
                reason="Byte.",
                now=house.clock(),
            )
            moving.set()
            answering.wait(10)
        result.result(20)
    assert house.instance(instance_id).version_id == version
    assert house.open(instance_id) == ["tre"]
