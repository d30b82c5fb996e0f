"""Signals: heard once by everything that waits for them, and what they and messages start."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from tests.house import FORUM, House

from flows.instances import (
    MESSAGE_LIFE,
    HistoryRow,
    Instance,
    Message,
    deliver_message,
    kept_messages,
    lock_instance,
    send_message,
    standing_of,
)


def test_a_signal_is_heard_once_by_all_its_sender_too(house: House) -> None:
    sender, listener = house.start("ropar"), house.start("ropar")

    house.answer(sender, "ropa")

    assert _times_counted(house, sender) == 1
    assert _times_counted(house, listener) == 1


def test_an_instance_hears_a_signal_once_with_each_of_its_ears(house: House) -> None:
    listener, sender = house.start("dubbelhorande"), house.start("ropar")

    house.answer(sender, "ropa")

    assert _times_counted(house, listener) == 2


def test_a_signal_starts_every_process_that_begins_with_it_once(house: House) -> None:
    sender = house.start("upprop")
    house.answer(sender, "ropa", text="Nytt läge", hemligt="stannar")

    with house.database.transaction() as session:
        signal = session.scalars(select(Message).where(Message.name == "upprop")).one()
        assert signal.delivered_at == house.clock()
        assert deliver_message(session, signal.id, now=house.clock()) is False
        started = session.scalars(
            select(Instance).where(Instance.parent_id == sender).order_by(Instance.process_id)
        ).all()
    assert [one.process_id for one in started] == ["uppropad", "uppropad_med"]
    for one in started:
        assert (one.collaboration_id, one.forum_id) == ("gavleborg", FORUM)
        with house.database.transaction() as session:
            standing = standing_of(session, lock_instance(session, one.id), now=house.clock())
        (task,) = standing.tasks
        assert task.variables["text"] == "Nytt läge"
        assert "hemligt" not in task.variables, "a signal carries only what it is given"
        assert task.variables["forum"]["id"] == FORUM


def test_a_signal_stays_in_its_collaboration(house: House) -> None:
    here, there = house.start("signal"), house.start("signal", "halsam-politisk")
    assert house.instance(there).collaboration_id != house.instance(here).collaboration_id
    sender = house.start("ropar")

    house.answer(sender, "ropa")

    assert (house.open(here), house.open(there)) == (["lasa"], [])


def test_a_message_starts_a_process_where_its_sender_is(house: House) -> None:
    for sender in (house.start("signal"), None):
        with house.database.transaction() as session:
            message_id = send_message(
                session,
                "gavleborg",
                "nytt",
                None,
                {"text": "hej"},
                sent_by=sender,
                now=house.clock(),
                life=timedelta(days=30),
            )
        house.settle()
        with house.database.transaction() as session:
            message = session.get_one(Message, message_id)
            started = session.get_one(Instance, message.delivered_to)
            assert (started.process_id, started.parent_id) == ("meddelad", sender)
            assert started.forum_id == (FORUM if sender else None)
            assert deliver_message(session, message_id, now=house.clock()) is False


def test_a_message_is_kept_as_long_as_its_diagram_says(house: House) -> None:
    instance_id = house.start("kortvarigt")
    with house.database.transaction() as session:
        lives = {
            message.name: message.expires_at - message.sent_at
            for message in session.scalars(select(Message).where(Message.sent_by == instance_id))
        }
    assert lives == {"kort": timedelta(days=3), "gjort": timedelta(weeks=4), "långt": MESSAGE_LIFE}

    house.move(timedelta(days=4))
    with house.database.transaction() as session:
        kept = {one.name for one in kept_messages(session, "gavleborg", now=house.clock())}
    assert "kort" not in kept
    assert {"gjort", "långt"} <= kept


def _times_counted(house: House, instance_id: UUID) -> int:
    with house.database.transaction() as session:
        return session.scalars(
            select(func.count()).where(
                HistoryRow.instance_id == instance_id,
                HistoryRow.element_id == "rakna",
                HistoryRow.what == "completed",
            )
        ).one()
