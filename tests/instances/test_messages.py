"""Messages: who gets which, when several wait, several are kept, or somebody stands still."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier
from unittest.mock import patch
from uuid import UUID

import pytest
from sqlalchemy import select
from tests.house import FORUM, House
from tests.instances.build import (
    catch_message,
    diagram,
    end,
    flows,
    message,
    process,
    start,
    user_task,
)

from flows.engine import CompleteTask
from flows.instances import (
    Instance,
    Message,
    Task,
    advance_instance,
    kept_messages,
    lock_instance,
    resume_instance,
    retry_incident,
    send_message,
    start_instance,
    suspend_instance,
)

NAMES = (
    '<bpmn:message id="m_oppet" name="öppet"/><bpmn:signal id="s_rop" name="rop"/>'
    '<bpmn:message id="m_a" name="a"/><bpmn:message id="m_b" name="b"/>'
    + message("m_nyckel", "nyckel", '"N"')
)


def throw(id_: str, reference: str) -> str:
    return (
        f'<bpmn:intermediateThrowEvent id="{id_}"><bpmn:messageEventDefinition'
        f' messageRef="{reference}"/></bpmn:intermediateThrowEvent>'
    )


def waiting(name: str, reference: str) -> str:
    catches = catch_message("vanta", reference)
    return process(
        name, start(), catches, user_task("lasa"), end(), flows("start", "vanta", "lasa", "slut")
    )


STARTED = process(
    "startas",
    '<bpmn:startEvent id="start"><bpmn:messageEventDefinition messageRef="m_nyckel"/>'
    "</bpmn:startEvent>",
    user_task("svara"),
    end(),
    flows("start", "svara", "slut"),
)
PROCESSES = (
    waiting("oppet", "m_oppet"),
    waiting("nyckel", "m_nyckel"),
    process(
        "tva",
        start(),
        '<bpmn:parallelGateway id="dela"/>',
        catch_message("en", "m_nyckel"),
        catch_message("annan", "m_nyckel"),
        user_task("lasa"),
        end(),
        flows("start", "dela", "en", "lasa", "slut"),
        flows("dela", "annan", "lasa"),
    ),
    process(
        "hor",
        start(),
        '<bpmn:parallelGateway id="dela"/>',
        user_task("arbeta"),
        '<bpmn:intermediateCatchEvent id="hora"><bpmn:signalEventDefinition signalRef="s_rop"/>'
        "</bpmn:intermediateCatchEvent>",
        user_task("hord"),
        end(),
        flows("start", "dela", "arbeta", "slut"),
        flows("dela", "hora", "hord", "slut"),
    ),
    *(
        process(
            f"sander_{one}{other}",
            start(),
            user_task("sand"),
            throw("en", f"m_{one}"),
            throw("annan", f"m_{other}"),
            end(),
            flows("start", "sand", "en", "annan", "slut"),
        )
        for one, other in ("ab", "ba")
    ),
)


@pytest.fixture(scope="module", autouse=True)
def _published(house: House) -> None:
    for number, drawn in enumerate(PROCESSES):
        house.publish(f"meddelanden-{number}", {"m.bpmn": diagram(NAMES, drawn)})


@pytest.fixture(autouse=True)
def _nothing_is_kept(house: House) -> Iterator[None]:
    yield
    house.move(timedelta(days=400))


def send(
    house: House,
    name: str,
    key: str | None,
    *,
    life: timedelta = timedelta(days=30),
    kind: str = "message",
) -> int:
    with house.database.transaction() as session:
        found = send_message(
            session, "gavleborg", name, key, {}, now=house.clock(), life=life, kind=kind
        )
    house.settle()
    return found


def taken_by(house: House, message_id: int) -> UUID | None:
    with house.database.transaction() as session:
        return session.get_one(Message, message_id).delivered_to


def test_a_message_without_a_key_reaches_who_waits_without_one(house: House) -> None:
    instance_id = house.start("oppet")
    keyed = send(house, "öppet", "N")
    assert taken_by(house, keyed) is None

    assert taken_by(house, send(house, "öppet", None)) == instance_id
    assert house.open(instance_id) == ["lasa"]


def test_so_does_one_that_came_early_and_no_other(house: House) -> None:
    early, keyless = send(house, "öppet", None), send(house, "nyckel", None)
    first, second = house.start("oppet"), house.start("nyckel")

    assert (taken_by(house, early), taken_by(house, keyless)) == (first, None)
    assert house.open(second) == []
    with house.database.transaction() as session:
        (kept,) = kept_messages(session, "gavleborg", now=house.clock())
    assert [(near.instance_id, near.key) for near in kept.near] == [(second, "N")]
    send(house, "nyckel", "N")
    assert house.open(second) == ["lasa"]


def test_one_whose_time_has_run_out_is_not_in_the_way_of_the_next(house: House) -> None:
    old = send(house, "nyckel", "N", life=timedelta(hours=1))
    house.move(timedelta(hours=2))
    new = send(house, "nyckel", "N")

    instance_id = house.start("nyckel")

    assert (taken_by(house, old), taken_by(house, new)) == (None, instance_id)


def test_two_that_wait_are_given_two(house: House) -> None:
    sent = [send(house, "nyckel", "N") for _ in range(3)]

    instance_id = house.start("tva")

    assert house.open(instance_id) == ["lasa", "lasa"]
    assert [taken_by(house, one) for one in sent] == [instance_id, instance_id, None]


def test_two_that_begin_to_wait_before_the_worker_comes_are_given_two(house: House) -> None:
    sent = [send(house, "nyckel", "N") for _ in range(2)]
    begun = []
    for _ in sent:
        with house.database.transaction() as session:
            instance = start_instance(session, "nyckel", now=house.clock(), forum_id=FORUM)
            begun.append(instance.id)

    house.settle()

    assert {taken_by(house, one) for one in sent} == set(begun)


def test_who_waits_but_is_paused_gets_it_and_nothing_is_started_instead(house: House) -> None:
    house.publish("meddelanden-start", {"m.bpmn": diagram(NAMES, STARTED)})
    instance_id = house.start("nyckel")
    with house.database.transaction() as session:
        suspend_instance(session, instance_id, actor="a", reason="paus", now=house.clock())

    sent = send(house, "nyckel", "N")
    assert taken_by(house, sent) is None

    with house.database.transaction() as session:
        resume_instance(session, instance_id, actor="a", reason="åter", now=house.clock())
    house.settle()
    assert taken_by(house, sent) == instance_id
    other = taken_by(house, send(house, "nyckel", "N"))
    assert other is not None
    assert house.instance(other).process_id == "startas"


@contextmanager
def broken_program() -> Iterator[None]:
    def breaks(*_: object) -> None:
        raise RuntimeError("a fault in the program")

    with patch("flows.engine.advance.perform", breaks):
        yield


def test_what_has_stopped_hears_afterwards_what_was_said(house: House) -> None:
    instance_id = house.start("hor")
    with broken_program():
        house.answer(instance_id, "arbeta")
    assert house.instance(instance_id).status == "stopped"
    house.move(timedelta(hours=1))
    send(house, "rop", None, kind="signal")

    with house.database.transaction() as session:
        retry_incident(session, instance_id, actor="a", reason="lagat", now=house.clock())

    assert house.open(instance_id) == ["hord"]


def test_who_send_the_same_in_another_order_do_not_lock_each_other_out(house: House) -> None:
    for _ in range(8):
        both = [house.start("sander_ab"), house.start("sander_ba")]
        together = Barrier(2)

        def answer(instance_id: UUID, together: Barrier = together) -> None:
            with house.database.transaction() as session:
                instance = lock_instance(session, instance_id)
                task_id = session.scalars(
                    select(Task.id).where(Task.instance_id == instance_id, Task.closed_at.is_(None))
                ).one()
                together.wait()
                advance_instance(session, instance, CompleteTask(task_id, {}), now=house.clock())

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(answer, both))
        with house.database.transaction() as session:
            assert {session.get_one(Instance, one).status for one in both} == {"ended"}
    house.settle()
