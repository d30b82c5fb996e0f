"""Two at once: the second has to wait for the first, and meets what the first has made of it."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session
from tests.house import House
from tests.instances.build import (
    catch_message,
    diagram,
    end,
    flows,
    message,
    process,
    script,
    service_task,
    start,
    user_task,
)

from flows.catalog import current_process
from flows.engine import CompleteTask, TaskGone
from flows.instances import (
    HistoryRow,
    InstanceEnded,
    InstanceSuspended,
    Job,
    Message,
    Subscription,
    Task,
    Timer,
    advance_instance,
    cancel_instance,
    deliver_message,
    lock_instance,
    migrate_instances,
    move_token,
    resume_instance,
    retry_incident,
    send_message,
    start_instance,
    suspend_instance,
    tick_instance,
)
from flows.kernel import FlowsError
from flows.operations import run_operation
from flows.records import Case

Step = Callable[[Session], object]
WHY = {"actor": "administrator-gavleborg", "reason": "Så blev det."}


def edge(id_: str, definition: str, *, interrupting: bool = True) -> str:
    return (
        f'<bpmn:boundaryEvent id="{id_}" attachedToRef="svara"'
        f' cancelActivity="{str(interrupting).lower()}">{definition}</bpmn:boundaryEvent>'
    )


TIMER = (
    "<bpmn:timerEventDefinition><bpmn:timeDuration>P7D</bpmn:timeDuration>"
    "</bpmn:timerEventDefinition>"
)
DRAWN = process(
    "lopp",
    start(),
    user_task("svara"),
    edge("sent", TIMER),
    edge("avbojt", '<bpmn:messageEventDefinition messageRef="m_nej"/>'),
    edge("pamint", TIMER.replace("P7D", "P1D"), interrupting=False),
    script("rakna", "if antal = null then 1 else antal + 1", "antal"),
    user_task("sedan"),
    user_task("forsent"),
    user_task("nekat"),
    end("paminnd"),
    end(),
    flows("start", "svara", "sedan", "slut"),
    flows("sent", "forsent", "slut"),
    flows("avbojt", "nekat", "slut"),
    flows("pamint", "rakna", "paminnd"),
)
WORK = process(
    "arbete",
    start(),
    service_task("registrera", "arende.registrera", {"titel": "titel"}),
    user_task("sedan"),
    end(),
    flows("start", "registrera", "sedan", "slut"),
)
TWICE = process(
    "tvanyckel",
    start(),
    '<bpmn:parallelGateway id="dela"/>',
    *(catch_message(one, "m_nej") for one in ("en", "annan")),
    user_task("sedan"),
    end(),
    flows("start", "dela", "en", "sedan", "slut"),
    flows("dela", "annan", "sedan"),
)
NO = message("m_nej", "nej", "instans.id")


@pytest.fixture(scope="module", autouse=True)
def _published(house: House) -> None:
    for name, drawn in (("lopp", DRAWN), ("arbete", WORK), ("tvanyckel", TWICE)):
        house.publish(name, {"p.bpmn": diagram(NO, drawn)})


def race(house: House, first: Step, second: Step) -> object:
    """Do both at once, so that the second begins while the first is not done.

    Returns what the second answers, or the error that it is told with.
    """

    def later() -> object:
        try:
            with house.database.transaction() as session:
                return second(session)
        except FlowsError as told:
            return type(told)

    with ThreadPoolExecutor(1) as pool:
        with house.database.transaction() as session:
            first(session)
            session.flush()
            answer = pool.submit(later)
            _somebody_waits(house)
        found = answer.result(timeout=20)
    house.settle()
    return found


def _somebody_waits(house: House) -> None:
    waiting = text(
        "select count(*) from pg_stat_activity"
        " where wait_event_type = 'Lock' and datname = current_database()"
    )
    for _ in range(400):
        with house.database.transaction() as session:
            if session.execute(waiting).scalar_one():
                return
        time.sleep(0.01)
    raise AssertionError("the second did not have to wait for the first")


def answering(house: House, instance_id: UUID, element: str = "svara") -> Step:
    """A person answers the open task, as their page shows it."""
    with house.database.transaction() as session:
        task_id = session.scalars(
            select(Task.id).where(
                Task.instance_id == instance_id,
                Task.element_id == element,
                Task.closed_at.is_(None),
            )
        ).one()

    def answer(session: Session) -> object:
        instance = lock_instance(session, instance_id)
        return advance_instance(session, instance, CompleteTask(task_id, {}), now=house.clock())

    return answer


def ticking(house: House, instance_id: UUID) -> Step:
    return lambda session: tick_instance(session, instance_id, now=house.clock())


def telling(house: House, instance_id: UUID) -> Step:
    """The delivery of a message that has been sent."""
    with house.database.transaction() as session:
        message_id = send_message(
            session,
            "gavleborg",
            "nej",
            str(instance_id),
            {},
            now=house.clock(),
            life=timedelta(days=1),
        )
        session.execute(text("delete from procrastinate_jobs"))
    return lambda session: deliver_message(session, message_id, now=house.clock())


def done(house: House, instance_id: UUID, element: str) -> int:
    """How many times an element has been completed."""
    with house.database.transaction() as session:
        return session.scalars(
            select(func.count()).where(
                HistoryRow.instance_id == instance_id,
                HistoryRow.element_id == element,
                HistoryRow.what == "completed",
            )
        ).one()


def waits(house: House, instance_id: UUID) -> int:
    """How many timers and subscriptions there are."""
    with house.database.transaction() as session:
        return sum(
            session.scalars(
                select(func.count()).select_from(table).where(table.instance_id == instance_id)
            ).one()
            for table in (Timer, Subscription)
        )


def test_an_answer_and_the_time_that_is_up(house: House) -> None:
    instance_id = house.start("lopp")
    answer, tick = answering(house, instance_id), ticking(house, instance_id)
    house.clock.move(timedelta(days=8))
    race(house, answer, tick)
    assert (house.open(instance_id), waits(house, instance_id)) == (["sedan"], 0)

    instance_id = house.start("lopp")
    answer, tick = answering(house, instance_id), ticking(house, instance_id)
    house.clock.move(timedelta(days=8))
    assert race(house, tick, answer) is TaskGone
    assert (house.open(instance_id), waits(house, instance_id)) == (["forsent"], 0)


def test_two_workers_with_one_timer(house: House) -> None:
    instance_id = house.start("lopp")
    house.clock.move(timedelta(days=2))
    race(house, ticking(house, instance_id), ticking(house, instance_id))
    assert done(house, instance_id, "rakna") == 1
    assert house.open(instance_id) == ["svara"]


def test_an_answer_and_a_message(house: House) -> None:
    instance_id = house.start("lopp")
    told = race(house, answering(house, instance_id), telling(house, instance_id))
    assert (told, house.open(instance_id)) == (False, ["sedan"])
    with house.database.transaction() as session:
        kept = session.scalars(
            select(Message.delivered_at).where(Message.key == str(instance_id))
        ).all()
    assert kept == [None], "nobody has got it"

    instance_id = house.start("lopp")
    tell = telling(house, instance_id)
    assert race(house, tell, answering(house, instance_id)) is TaskGone
    assert house.open(instance_id) == ["nekat"]


def test_one_message_and_two_deliveries(house: House) -> None:
    instance_id = house.start("tvanyckel")
    deliver = telling(house, instance_id)
    assert race(house, deliver, deliver) is False
    assert house.open(instance_id) == ["sedan"]
    assert race(house, telling(house, instance_id), telling(house, instance_id)) is False
    assert house.open(instance_id) == ["sedan", "sedan"]


def test_an_answer_and_the_end(house: House) -> None:
    def ending(instance_id: UUID) -> Step:
        return lambda session: cancel_instance(session, instance_id, now=house.clock(), **WHY)

    instance_id = house.start("lopp")
    race(house, answering(house, instance_id), ending(instance_id))
    assert house.instance(instance_id).status == "ended"
    assert (done(house, instance_id, "svara"), waits(house, instance_id)) == (1, 0)

    instance_id = house.start("lopp")
    assert race(house, ending(instance_id), answering(house, instance_id)) is TaskGone
    assert (done(house, instance_id, "svara"), waits(house, instance_id)) == (0, 0)
    assert race_of_one(house, ending(instance_id)) is InstanceEnded


def race_of_one(house: House, step: Step) -> object:
    try:
        with house.database.transaction() as session:
            return step(session)
    except FlowsError as told:
        return type(told)


def test_an_answer_and_a_move_by_hand(house: House) -> None:
    def moving(instance_id: UUID) -> Step:
        with house.database.transaction() as session:
            task_id = session.scalars(
                select(Task.id).where(Task.instance_id == instance_id, Task.closed_at.is_(None))
            ).one()
        return lambda session: move_token(
            session, instance_id, task_id, "nekat", now=house.clock(), **WHY
        )

    instance_id = house.start("lopp")
    assert race(house, answering(house, instance_id), moving(instance_id)) is TaskGone
    assert house.open(instance_id) == ["sedan"]

    instance_id = house.start("lopp")
    answer = answering(house, instance_id)
    assert race(house, moving(instance_id), answer) is TaskGone
    assert (house.open(instance_id), waits(house, instance_id)) == (["nekat"], 0)


def test_an_answer_and_a_new_version(house: House) -> None:
    old = [house.start("lopp") for _ in range(2)]
    house.publish("lopp", {"p.bpmn": diagram(NO, DRAWN.replace('name="Sedan"', 'name="Nu"'))})
    with house.database.transaction() as session:
        version = current_process(session, "lopp").version_id

    def migrating(instance_id: UUID) -> Step:
        def migrate(session: Session) -> bool:
            (found,) = migrate_instances(
                session, [instance_id], version, dry_run=False, now=house.clock(), **WHY
            )
            return found.moves

        return migrate

    assert race(house, answering(house, old[0]), migrating(old[0])) is True
    assert race(house, migrating(old[1]), answering(house, old[1])) is not TaskGone
    for instance_id in old:
        assert house.open(instance_id) == ["sedan"]
        assert house.instance(instance_id).version_id == version
        with house.database.transaction() as session:
            name = select(Task.name).where(
                Task.instance_id == instance_id, Task.closed_at.is_(None)
            )
            assert session.scalars(name).all() == ["Nu"]


def pausing(house: House, instance_id: UUID) -> Step:
    return lambda session: suspend_instance(session, instance_id, now=house.clock(), **WHY)


def resume(house: House, instance_id: UUID) -> None:
    with house.database.transaction() as session:
        resume_instance(session, instance_id, now=house.clock(), **WHY)
    house.settle()


def test_an_answer_and_a_pause(house: House) -> None:
    instance_id = house.start("lopp")
    race(house, answering(house, instance_id), pausing(house, instance_id))
    assert house.instance(instance_id).status == "suspended"
    assert house.open(instance_id) == ["sedan"]

    instance_id = house.start("lopp")
    answer = answering(house, instance_id)
    assert race(house, pausing(house, instance_id), answer) is InstanceSuspended
    house.clock.move(timedelta(days=8))
    house.settle()
    assert house.open(instance_id) == ["svara"]
    resume(house, instance_id)
    assert house.open(instance_id) == ["forsent"]


def test_the_result_of_work_and_a_pause(house: House) -> None:
    with house.database.transaction() as session:
        instance_id = start_instance(
            session,
            "arbete",
            now=house.clock(),
            forum_id="natverk-valfard",
            variables={"titel": "Under paus"},
        ).id
    with house.database.transaction() as session:
        task_id = session.scalars(select(Job.task_id).where(Job.instance_id == instance_id)).one()

    def work(_: Session) -> None:
        run_operation(house.database, house.work.settings, instance_id, task_id, house.clock)

    # The work reads that the instance goes on, does what it must, and finds it paused.
    race(house, pausing(house, instance_id), work)
    assert cases(house, "Under paus") == 0
    assert house.open(instance_id) == []
    resume(house, instance_id)
    assert cases(house, "Under paus") == 1
    assert house.open(instance_id) == ["sedan"]
    assert house.instance(instance_id).status == "running"


def cases(house: House, title: str) -> int:
    with house.database.transaction() as session:
        return session.scalars(select(func.count()).where(Case.title == title)).one()


def test_two_administrators_try_again(house: House) -> None:
    instance_id = house.start("fel")
    house.answer(instance_id, "fraga", svar="kanske")
    assert house.instance(instance_id).status == "faulty"

    def retrying(session: Session) -> None:
        retry_incident(session, instance_id, now=house.clock(), **WHY)

    assert race(house, retrying, retrying) is None
    assert house.instance(instance_id).status == "faulty"
    assert done(house, instance_id, "fraga") == 1
