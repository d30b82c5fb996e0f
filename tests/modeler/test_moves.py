"""Running instances are moved together: each once, with who and why, and back again."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text
from tests.house import House
from tests.modeler.moving import (
    ADMIN,
    FORUM_ELSEWHERE,
    OTHER_OWNER,
    OWNER,
    SECRETARY,
    publish,
    standing,
    steps,
)

from flows.inbox import complete_task
from flows.instances import (
    HistoryRow,
    Instance,
    ReasonMissing,
    Repair,
    Task,
    cancel_instance,
    lock_instance,
    migrate_instances,
)
from flows.kernel import Database, NotAllowed, Settings
from flows.modeler import move_batch as moving
from flows.modeler.errors import PackageUnknown
from flows.modeler.move_batch import move_batch, move_next
from flows.modeler.moves import (
    MovedInstance,
    MoveProgress,
    move_progress,
    moved_instances,
    moves_of,
)
from flows.modeler.start_move import (
    MOVE,
    MoveUnderWay,
    MoveUnknown,
    NothingToMove,
    start_move,
)
from flows.modeler.undo_move import AlreadyUndone, resume_move, stop_move, undo_move


@pytest.fixture(scope="module")
def house(database: Database, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> House:
    data_dir: Path = tmp_path_factory.mktemp("data")
    return House(database, Settings(database_url=database_url, data_dir=data_dir))


def begin(house: House, package: str, version: int, *, person: str = OWNER, **mapping: str) -> int:
    with house.database.transaction() as session:
        return start_move(
            session,
            house.actor(person),
            package,
            version,
            reason="Ny ordning.",
            now=house.clock(),
            mapping=mapping,
        )


def undo(house: House, batch: int, *, person: str = OWNER) -> int:
    with house.database.transaction() as session:
        return undo_move(
            session, house.actor(person), batch, reason="Det blev fel.", now=house.clock()
        )


def progress(house: House, batch: int, *, person: str = OWNER) -> MoveProgress:
    with house.database.transaction() as session:
        return move_progress(session, house.actor(person), batch, now=house.clock())


def told(house: House, batch: int, status: str | None = None) -> dict[UUID, MovedInstance]:
    with house.database.transaction() as session:
        found = moved_instances(session, house.actor(OWNER), batch, status=status)
        return {one.instance_id: one for one in found}


def versions(house: House, ids: list[UUID]) -> list[int]:
    return [house.instance(one).version_id for one in ids]


def several(house: House, name: str, many: int = 4) -> tuple[list[UUID], int, int]:
    """Running instances of a -> b -> c, and the version where b is gone and n has come."""
    old = publish(house, steps(name, "a", "b", "c"))
    ids = [house.start(name) for _ in range(many)]
    return ids, old, publish(house, steps(name, "a", "n", "c"))


def test_those_that_can_are_moved_and_the_others_stay_with_why(house: House) -> None:
    ids, old, new = several(house, "flytta")
    elsewhere = house.start("flytta", forum=FORUM_ELSEWHERE)
    house.answer(ids[1], "a")
    with house.database.transaction() as session:
        cancel_instance(session, ids[2], actor=ADMIN, reason="Slut.", now=house.clock())
        instance = session.get_one(Instance, elsewhere)
        instance.version_id = old
    batch = begin(house, "flytta", new)
    before = progress(house, batch)
    assert (before.waiting, before.others, before.is_finished) == (3, 1, False)
    house.settle()

    after = progress(house, batch)
    assert (after.moved, after.stayed, after.waiting, after.is_finished) == (2, 1, 0, True)
    assert versions(house, ids) == [new, old, old, new]
    assert house.instance(elsewhere).version_id == old
    stayed = told(house, batch, "stayed")
    assert [problem.element for problem in stayed[ids[1]].problems] == ["b"]
    with house.database.transaction() as session:
        (repair,) = session.scalars(select(Repair).where(Repair.instance_id == ids[0]))
        assert (repair.kind, repair.actor, repair.reason) == ("migrate", OWNER, "Ny ordning.")
    house.answer(ids[0], "a")
    assert house.open(ids[0]) == ["n"]
    house.answer(ids[1], "b")
    assert house.open(ids[1]) == ["c"], "what stayed goes on as it began"
    assert [one.id for one in _moves(house, "flytta")] == [batch]


def _moves(house: House, package: str) -> list[MoveProgress]:
    with house.database.transaction() as session:
        return list(moves_of(session, house.actor(OWNER), package, now=house.clock()))


def test_a_move_is_taken_back_where_that_can_be(house: House) -> None:
    ids, old, new = several(house, "angra", 4)
    house.answer(ids[3], "a")
    batch = begin(house, "angra", new, b="n")
    house.settle()
    assert versions(house, ids) == [new] * 4
    assert house.open(ids[3]) == ["n"]
    house.answer(ids[1], "a")
    house.answer(ids[2], "a")
    house.answer(ids[2], "n")
    back = undo(house, batch)
    house.settle()
    assert versions(house, ids) == [old, new, old, old]
    assert standing(house, ids) == [["a"], ["n"], ["c"], ["b"]]
    stayed = told(house, back, "stayed")
    assert list(stayed) == [ids[1]]
    (problem,) = stayed[ids[1]].problems
    assert problem.element == "n"
    assert problem.sv == "”N” finns inte i den tidigare versionen."
    found = progress(house, batch)
    assert (found.undone_by, found.can_be_undone) == (back, False)
    assert (progress(house, back).undoes, progress(house, back).can_be_undone) == (batch, False)
    with pytest.raises(AlreadyUndone):
        undo(house, batch)


def test_what_has_been_moved_on_since_is_not_taken_back(house: House) -> None:
    ids, old, new = several(house, "vidare", 2)
    batch = begin(house, "vidare", new)
    house.settle()
    newest = publish(house, steps("vidare", "a", "n"))
    with house.database.transaction() as session:
        migrate_instances(
            session,
            [ids[0]],
            newest,
            dry_run=False,
            actor=ADMIN,
            reason="Vidare.",
            now=house.clock(),
        )
    back = undo(house, batch)
    house.settle()
    assert versions(house, ids) == [newest, old]
    assert told(house, back)[ids[0]].problems[0].code == "moved-on"


def test_only_one_move_at_a_time_and_only_by_those_who_may(house: House) -> None:
    _, _, new = several(house, "ensam", 1)
    with pytest.raises(NotAllowed):
        begin(house, "ensam", new, person=SECRETARY)
    with pytest.raises(NothingToMove):
        begin(house, "ensam", new, person=OTHER_OWNER)
    other = publish(house, steps("annan", "a"))
    with pytest.raises(PackageUnknown):
        begin(house, "ensam", other)
    with house.database.transaction() as session, pytest.raises(ReasonMissing):
        start_move(session, house.actor(OWNER), "ensam", new, reason=" ", now=house.clock())
    batch = begin(house, "ensam", new, person=ADMIN)
    with pytest.raises(MoveUnderWay):
        begin(house, "ensam", new)
    with pytest.raises(MoveUnderWay):
        undo(house, batch)
    with pytest.raises(MoveUnknown):
        progress(house, batch, person=OTHER_OWNER)
    house.settle()
    with pytest.raises(NothingToMove):
        begin(house, "ensam", new)
    with pytest.raises(MoveUnknown):
        undo(house, batch, person=OTHER_OWNER)


def test_a_move_that_is_stopped_leaves_the_rest(house: House) -> None:
    ids, old, new = several(house, "stoppa", 3)
    batch = begin(house, "stoppa", new)
    with house.database.transaction() as session:
        assert move_next(session, batch, now=house.clock()) == "moved one"
    for _ in range(2):
        with house.database.transaction() as session:
            stop_move(session, house.actor(OWNER), batch, now=house.clock())
    house.settle()
    found = progress(house, batch)
    assert (found.moved, found.stayed, found.is_finished) == (1, 2, True)
    assert sorted(versions(house, ids)) == sorted([new, old, old])
    assert {one.problems[0].code for one in told(house, batch, "stayed").values()} == {"stopped"}


def test_a_worker_that_dies_leaves_the_rest_to_another(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids, _, new = several(house, "dor", 5)
    batch = begin(house, "dor", new)
    real, calls = moving.migrate_instances, []

    class Killed(BaseException):
        """The process is gone."""

    def dies(*args: object, **named: object) -> object:
        found = real(*args, **named)  # type: ignore[arg-type]
        calls.append(1)
        if len(calls) == 3:
            raise Killed
        return found

    monkeypatch.setattr(moving, "migrate_instances", dies)
    with pytest.raises(Killed):
        move_batch(house.database, batch, house.clock)
    assert (progress(house, batch).moved, progress(house, batch).waiting) == (2, 3)
    house.clock.move(timedelta(minutes=2))
    assert progress(house, batch).halted
    house.settle()
    assert progress(house, batch).is_finished
    assert versions(house, ids) == [new] * 5
    with house.database.transaction() as session:
        repairs = session.scalars(select(Repair.instance_id).where(Repair.instance_id.in_(ids)))
        assert sorted(repairs) == sorted(ids), "each once"


_WORKER = """
import sys, time
from flows.kernel import Database, system_clock
from flows.modeler import move_batch as moving

real = moving.migrate_instances

def slow(*args, **named):
    found = real(*args, **named)
    print("moving", flush=True)
    time.sleep(0.5)
    return found

moving.migrate_instances = slow
moving.move_batch(Database(sys.argv[1]), int(sys.argv[2]), system_clock)
"""


def test_a_worker_that_is_killed_loses_and_doubles_nothing(house: House) -> None:
    ids, _, new = several(house, "dodas", 4)
    batch = begin(house, "dodas", new)
    command = [sys.executable, "-c", _WORKER, house.database.url, str(batch)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        told = [worker.stdout.readline() for _ in range(3)]
        worker.kill()
    assert told == ["moving\n"] * 3, "killed in the middle of the third"
    assert (progress(house, batch).moved, progress(house, batch).waiting) == (2, 2)
    house.settle()
    assert progress(house, batch).is_finished
    assert versions(house, ids) == [new] * 4
    with house.database.transaction() as session:
        repairs = session.scalars(select(Repair.instance_id).where(Repair.instance_id.in_(ids)))
        assert sorted(repairs) == sorted(ids), "each once"


def test_work_comes_in_pieces_and_may_be_asked_for_again(house: House) -> None:
    ids, _, new = several(house, "bitar", 5)
    batch = begin(house, "bitar", new)
    with house.database.transaction() as session:
        session.execute(text("delete from procrastinate_jobs"))
    house.work.give_up(MOVE, {"batch_id": batch})
    assert progress(house, batch).halted
    with house.database.transaction() as session:
        resume_move(session, house.actor(OWNER), batch)
    assert not progress(house, batch).halted
    move_batch(house.database, batch, house.clock, most=2)
    with house.database.transaction() as session:
        names = session.scalars(text("select task_name from procrastinate_jobs")).all()
        assert names == [MOVE, MOVE]
    assert progress(house, batch).moved == 2
    house.settle()
    assert versions(house, ids) == [new] * 5


def test_two_workers_move_each_instance_once(house: House) -> None:
    ids, _, new = several(house, "tva", 12)
    batch = begin(house, "tva", new)
    with ThreadPoolExecutor(3) as pool:
        for work in [pool.submit(move_batch, house.database, batch, house.clock) for _ in range(3)]:
            work.result(30)
    house.hurry()
    assert progress(house, batch).is_finished
    assert versions(house, ids) == [new] * 12
    with house.database.transaction() as session:
        repairs = session.scalars(select(Repair.instance_id).where(Repair.instance_id.in_(ids)))
        assert sorted(repairs) == sorted(ids)


def test_a_fault_in_one_stops_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ids, old, new = several(house, "fel", 3)
    real = moving.migrate_instances

    def breaks(session: object, wanted: list[UUID], *args: object, **named: object) -> object:
        if wanted == [ids[1]]:
            real(session, wanted, *args, **named)  # type: ignore[arg-type]
            raise ZeroDivisionError
        return real(session, wanted, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(moving, "migrate_instances", breaks)
    batch = begin(house, "fel", new)
    house.settle()
    assert versions(house, ids) == [new, old, new]
    assert told(house, batch)[ids[1]].problems[0].code == "internal"


def test_an_instance_that_someone_holds_is_tried_again_and_then_left(house: House) -> None:
    ids, old, new = several(house, "upptagen", 2)
    batch = begin(house, "upptagen", new)
    with house.database.transaction() as session:
        lock_instance(session, ids[0])
        move_batch(house.database, batch, house.clock)
    found = progress(house, batch)
    assert (found.moved, found.stayed) == (1, 1)
    assert versions(house, ids) == [old, new]
    assert told(house, batch)[ids[0]].problems[0].code == "held"
    house.settle()


def test_who_completes_a_task_while_it_is_moved_loses_nothing(house: House) -> None:
    """People answer all the time while everything is moved to and fro: no answer is lost."""
    old = publish(house, steps("samtidigt", "a", "b", "c"))
    ids = [house.start("samtidigt") for _ in range(8)]
    new = publish(house, steps("samtidigt", "a", "b", "c", "d"))
    actor = house.actor(SECRETARY)
    answered: list[str] = []

    def answer(instance_id: UUID) -> None:
        for element in ("a", "b"):
            with house.database.transaction() as session:
                task = session.scalars(
                    select(Task).where(
                        Task.instance_id == instance_id,
                        Task.element_id == element,
                        Task.closed_at.is_(None),
                    )
                ).one()
                complete_task(session, actor, task.id, {}, now=house.clock())
            answered.append(f"{instance_id} {element}")

    with ThreadPoolExecutor(4) as pool:
        batch = begin(house, "samtidigt", new)
        work = [pool.submit(move_batch, house.database, batch, house.clock)]
        work += [pool.submit(answer, one) for one in ids]
        for one in work:
            one.result(60)
    house.settle()
    assert progress(house, batch).moved == 8
    assert len(answered) == 16
    assert standing(house, ids) == [["c"]] * 8
    with house.database.transaction() as session:
        done = session.execute(
            select(HistoryRow.instance_id, HistoryRow.element_id, HistoryRow.actor).where(
                HistoryRow.instance_id.in_(ids),
                HistoryRow.what == "completed",
                HistoryRow.type == "userTask",
            )
        ).all()
        assert sorted(f"{row.instance_id} {row.element_id}" for row in done) == sorted(answered)
        assert {row.actor for row in done} == {SECRETARY}
    back = undo(house, batch)
    house.settle()
    assert versions(house, ids) == [old] * 8
    assert progress(house, back).moved == 8
