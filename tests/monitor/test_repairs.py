"""What an administrator can do to an instance, who may, and how what it knows is read."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from tests.house import House

from flows.instances import InstanceUnknown, ReasonMissing, lock_instance, standing_of
from flows.kernel import NotAllowed
from flows.monitor import RepairPage, instance_page, kept_messages, mending, repair_page
from flows.monitor.json_text import NotJson, from_text, to_text
from flows.monitor.mending import NEW_VARIABLE, VariablesRefused
from flows.organisation import Actor

STARTED = {
    "titel": "Gemensam väg in",
    "beskrivning": "",
    "anmalare": {"id": "ockelbo", "namn": "Ockelbo kommun", "slag": "part"},
    "berorda_parter": ["ockelbo", "gavle"],
}


@pytest.fixture
def admin(county: House) -> Actor:
    return county.actor("administrator-gavleborg")


@pytest.fixture
def instance_id(county: House) -> UUID:
    return county.start("arende", **STARTED)


def page(county: House, actor: Actor, instance_id: UUID) -> RepairPage:
    with county.database.transaction() as session:
        return repair_page(session, actor, instance_id, now=county.clock())


def test_only_administrators_of_the_collaboration_mend(county: House, instance_id: UUID) -> None:
    for person in ("processagare-gavleborg", "sekreterare-natverk-valfard"):
        with pytest.raises(NotAllowed):
            page(county, county.actor(person), instance_id)
        with pytest.raises(NotAllowed), county.database.transaction() as session:
            kept_messages(session, county.actor(person), now=county.clock())
    stranger = county.actor("administrator-vasternorrland")
    with pytest.raises(InstanceUnknown):
        page(county, stranger, instance_id)
    tries: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
        (mending.pause, ("x",), {}),
        (mending.resume, ("x",), {}),
        (mending.cancel, ("x",), {"revision": None}),
        (mending.edit, ({}, "x"), {"revision": None}),
        (mending.move, ("t", "e", "x"), {"revision": None}),
        (mending.give, ("t", "p", "x"), {}),
        (mending.to_new_version, ("x", {}), {"dry_run": True}),
        (mending.retry_incident, ("x",), {}),
    ]
    for act, given, named in tries:
        for actor, error in (
            (stranger, InstanceUnknown),
            (county.actor("processagare-gavleborg"), NotAllowed),
        ):
            with pytest.raises(error), county.database.transaction() as session:
                act(session, actor, instance_id, *given, now=county.clock(), **named)


def test_the_page_tells_what_can_be_done(county: House, admin: Actor, instance_id: UUID) -> None:
    shown = page(county, admin, instance_id)

    assert {variable.name for variable in shown.variables} >= {"forum", "titel", "instans"}
    assert [task.name for task in shown.tasks] == ["Ta emot anmälan"]
    assert [person.title for person in shown.tasks[0].may] == ["Sekreterare Nätverk Välfärd"]
    assert len(shown.tasks[0].others) > 10
    assert [place.name for place in shown.places] == ["Ta emot anmälan"]
    names = {name for _, name in shown.places[0].targets}
    assert "Ta emot anmälan" not in names
    assert names
    assert (shown.newer, shown.is_paused, shown.has_ended) == (None, False, False)


def test_a_repair_is_told_in_the_history(county: House, admin: Actor, instance_id: UUID) -> None:
    with county.database.transaction() as session:
        mending.pause(session, admin, instance_id, "Väntar på svar.", now=county.clock())
    assert page(county, admin, instance_id).is_paused
    with county.database.transaction() as session:
        told = instance_page(session, admin, instance_id, "sv", now=county.clock())
    assert told.row.status == "pausad"
    last = told.history[-1]
    assert (last.type, last.what, last.reason) == ("repair", "suspend", "Väntar på svar.")
    assert last.who
    with pytest.raises(ReasonMissing), county.database.transaction() as session:
        mending.resume(session, admin, instance_id, "", now=county.clock())


def test_only_what_differs_is_changed(county: House, admin: Actor, instance_id: UUID) -> None:
    texts = {one.name: one.text for one in page(county, admin, instance_id).variables}

    def edit(**named: Any) -> bool:
        with county.database.transaction() as session:
            return mending.edit(
                session,
                admin,
                instance_id,
                named.pop("texts", {}),
                "Fel.",
                revision=None,
                now=county.clock(),
                **named,
            )

    spaced = {name: text.replace("\n", "\r\n") for name, text in texts.items()}
    assert edit(texts=spaced) is False
    assert edit(texts={"titel": ' "Gemensam väg in" '}) is False
    assert edit(texts={"finns_inte": "1"}) is False
    assert edit(texts={"titel": '"En väg in"'}, added=("ny", "[1, 2.50]")) is True
    with county.database.transaction() as session:
        instance = lock_instance(session, instance_id)
        known = standing_of(session, instance, now=county.clock()).variables
    assert (known["titel"], known["ny"]) == ("En väg in", [1, Decimal("2.50")])
    with pytest.raises(VariablesRefused) as refused:
        edit(texts={"titel": "En väg"}, added=("forum", "1"))
    assert [one.element for one in refused.value.problems] == ["titel", NEW_VARIABLE]


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        "å ”ä” \n \u2028 \x00",
        -(2**63),
        Decimal("1.10"),
        [],
        {},
        [1, [2, {"a": [], "b": {"c": "é"}}]],
        {"": {"typename": 1}},
    ],
)
def test_values_are_written_and_read_as_they_are(value: Any) -> None:
    found = from_text(to_text(value))
    assert found == value
    assert to_text(found) == to_text(value)


@pytest.mark.parametrize(
    "text",
    ["", " ", "a", "{'a': 1}", "NaN", "-Infinity", "1e5000", str(2**64), "[" * 9000, '"\\ud800"'],
)
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(NotJson):
        from_text(text)
    with pytest.raises(NotJson):
        from_text(" " * 300_000 + "1")
