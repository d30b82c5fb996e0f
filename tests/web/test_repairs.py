"""Åtgärda: an administrator mends a running process on pages that work without JavaScript."""

import re
from html import unescape
from uuid import UUID

import pytest
from sqlalchemy import select
from tests.instances.build import diagram, end, flows, process, start, user_task
from tests.web.site import Site, Visitor
from werkzeug.test import TestResponse

from flows.instances import Instance, Repair, Task, lock_instance, send_message, standing_of
from flows.instances.record_outcome import MESSAGE_LIFE

ADMIN, OWNER = "administrator-gavleborg", "processagare-gavleborg"
SECRETARY = "sekreterare-natverk-valfard"
STRANGER = "administrator-vasternorrland"
BAD = ["", " ", "x", "\x00", "å" * 3000, "[" * 5000, "1e999999", "\ud83d", "{'a': 1}"]


def drawn(*steps: str) -> bytes:
    return diagram(
        process("prov", start(), *map(user_task, steps), end(), flows("start", *steps, "slut"))
    )


@pytest.fixture
def instance_id(site: Site) -> UUID:
    site.house.publish("prov", {"prov.bpmn": drawn("bereda", "granska")})
    return site.house.start("prov", titel="Provet", antal=1, lista=["å", {"x": None}])


@pytest.fixture
def admin(site: Site) -> Visitor:
    return site.person(ADMIN)


def repair(visitor: Visitor, instance_id: UUID, what: str, **fields: object) -> TestResponse:
    """Send one of the page's forms, as it stands on the page."""
    page = visitor.get(f"/running/{instance_id}/repair")
    revision = re.search(r'name="revision" value="(\d+)"', page.text)
    given = {"revision": revision[1] if revision else "", "reason": "Det blev fel.", **fields}
    return visitor.post(f"/running/{instance_id}/repair/{what}", **given)


def status(site: Site, instance_id: UUID) -> str:
    return site.house.instance(instance_id).status


def variables(site: Site, instance_id: UUID) -> dict[str, object]:
    with site.house.database.transaction() as session:
        instance = lock_instance(session, instance_id)
        return standing_of(session, instance, now=site.clock()).variables


def task_of(site: Site, instance_id: UUID) -> Task:
    with site.house.database.transaction() as session:
        return session.scalars(
            select(Task).where(Task.instance_id == instance_id, Task.closed_at.is_(None))
        ).one()


def test_only_administrators_of_the_collaboration_mend(site: Site, instance_id: UUID) -> None:
    addresses = ("", "/version", "/pause", "/cancel", "/move", "/give", "/variables", "/resume")
    for person, expected in ((OWNER, 403), (SECRETARY, 403), (STRANGER, 404)):
        visitor = site.person(person)
        for address in addresses:
            where = f"/running/{instance_id}/repair{address}"
            if address in {"", "/version"}:
                assert visitor.get(where).status_code == expected, (person, address)
            if address:
                answer = visitor.post(where, reason="x", revision="1")
                assert answer.status_code == expected, (person, address)
    assert "Åtgärda" not in site.person(OWNER).get(f"/running/{instance_id}").text
    assert status(site, instance_id) == "running"


def test_a_pause_is_seen_by_everyone_and_ends(
    site: Site, admin: Visitor, instance_id: UUID
) -> None:
    assert "Åtgärda" in admin.get(f"/running/{instance_id}").text
    assert repair(admin, instance_id, "pause").status_code == 303
    page = admin.get(f"/running/{instance_id}").text
    assert "Flödet är pausat." in page
    assert "flödet pausat" in page
    assert "Det blev fel." in page
    assert "Provet" in admin.get("/running", status="pausad").text

    task = task_of(site, instance_id).id
    secretary = site.person(SECRETARY)
    assert "Flödet är pausat." in secretary.get(f"/tasks/{task}").text
    answer = secretary.post(f"/tasks/{task}/complete")
    assert answer.status_code == 409
    assert "Det går inte just nu" in answer.text
    assert "Flödet är pausat." in answer.text
    assert repair(admin, instance_id, "pause").status_code == 409

    assert "Låt flödet fortsätta" in admin.get(f"/running/{instance_id}/repair").text
    assert repair(admin, instance_id, "resume").status_code == 303
    assert secretary.post(f"/tasks/{task}/complete").status_code == 303


def test_what_the_process_knows_is_corrected(site: Site, admin: Visitor, instance_id: UUID) -> None:
    page = unescape(admin.get(f"/running/{instance_id}/repair").text)
    assert '"å"' in page
    found = dict(
        re.findall(r'name="(variable\.[^"]+)"[^>]*>\n(.*?)</textarea>', page, flags=re.DOTALL)
    )
    assert repair(admin, instance_id, "variables", **found).status_code == 422, "nothing changed"
    found["variable.antal"] = "1.10"
    assert repair(admin, instance_id, "variables", **found).status_code == 303
    known = variables(site, instance_id)
    assert str(known["antal"]) == "1.10"
    assert known["lista"] == ["å", {"x": None}]
    answer = repair(admin, instance_id, "variables", new_name="beslutad", new_value='{"ja": true}')
    assert answer.status_code == 303
    assert variables(site, instance_id)["beslutad"] == {"ja": True}
    with site.house.database.transaction() as session:
        rows = session.scalars(select(Repair).where(Repair.instance_id == instance_id)).all()
        assert [(row.kind, row.actor, row.reason) for row in rows] == [
            ("edit_variables", ADMIN, "Det blev fel."),
            ("edit_variables", ADMIN, "Det blev fel."),
        ]


def test_a_fault_is_told_at_the_field_and_nothing_is_lost(
    site: Site, admin: Visitor, instance_id: UUID
) -> None:
    answer = repair(admin, instance_id, "variables", **{"variable.antal": "ett", "reason": "Så."})
    assert answer.status_code == 422
    page = unescape(answer.text)
    field = re.search(
        r'<textarea[^>]*id="(variable-\d+)"[^>]*aria-invalid="true"[^>]*>\nett<', page
    )
    assert field is not None
    assert f'href="#{field[1]}"' in page
    assert f'id="{field[1]}-fault"' in page
    assert ">Så.</textarea>" in page
    assert '<details class="repair" id="variables" open>' in page
    assert "<title>Fel: Åtgärda" in page

    answer = repair(admin, instance_id, "variables", new_name="1 a", new_value="1")
    assert 'href="#new-name"' in answer.text
    for form in ("pause", "cancel", "variables"):
        answer = repair(admin, instance_id, form, reason=" ", **{"variable.antal": "2"})
        assert answer.status_code == 422
        assert f'href="#{form}-reason"' in answer.text
    for form in ("move", "give"):
        answer = repair(admin, instance_id, form, to="")
        assert f'href="#{form}-to"' in answer.text
    assert (variables(site, instance_id)["antal"], status(site, instance_id)) == (1, "running")


def test_two_who_mend_at_once_are_told(site: Site, admin: Visitor, instance_id: UUID) -> None:
    seen = site.house.instance(instance_id).revision
    site.house.answer(instance_id, "bereda")
    for form in ("cancel", "variables", "move"):
        answer = repair(
            admin,
            instance_id,
            form,
            revision=seen,
            to=f"{task_of(site, instance_id).id} bereda",
            **{"variable.antal": "2"},
        )
        assert answer.status_code == 409
        assert "gått vidare" in answer.text


def test_it_is_moved_to_another_step(site: Site, admin: Visitor, instance_id: UUID) -> None:
    page = unescape(admin.get(f"/running/{instance_id}/repair").text)
    values = re.findall(r'<option value="(\w+ \w+)">Granska</option>', page)
    assert len(values) == 1
    assert repair(admin, instance_id, "move", to=values[0]).status_code == 303
    assert site.house.open(instance_id) == ["granska"]
    assert repair(admin, instance_id, "move", to=values[0]).status_code == 409
    answer = repair(admin, instance_id, "move", to=f"{task_of(site, instance_id).id} start")
    assert answer.status_code == 422
    assert 'href="#move-to"' in answer.text


def test_a_task_is_given_to_someone(site: Site, admin: Visitor, instance_id: UUID) -> None:
    page = unescape(admin.get(f"/running/{instance_id}/repair").text)
    groups = re.findall(r'<optgroup label="([^"]*Bereda[^"]*)">(.*?)</optgroup>', page, re.DOTALL)
    assert [label for label, _ in groups] == [
        "Från ”Bereda”",
        "”Bereda”: har rollen",
        "”Bereda”: andra",
    ]
    assert SECRETARY in groups[1][1]
    assert SECRETARY not in groups[2][1]
    task = task_of(site, instance_id).id
    assert repair(admin, instance_id, "give", to=f"{task} {SECRETARY}").status_code == 303
    assert task_of(site, instance_id).claimed_by == SECRETARY
    assert "har den nu" in admin.get(f"/running/{instance_id}/repair").text
    assert repair(admin, instance_id, "give", to=f"{task} {STRANGER}").status_code == 404


def test_a_move_to_the_new_version_is_shown_first(
    site: Site, admin: Visitor, instance_id: UUID
) -> None:
    old = site.house.instance(instance_id).version_id
    address = f"/running/{instance_id}/repair/version"
    assert "redan i den version som gäller" in admin.get(address).text
    assert "Se vad som händer" not in admin.get(f"/running/{instance_id}/repair").text
    site.house.publish("prov", {"prov.bpmn": drawn("forbereda", "granska", "besluta")})

    assert "Se vad som händer" in admin.get(f"/running/{instance_id}/repair").text
    page = unescape(admin.get(address).text)
    assert "”Bereda” finns inte i den nya versionen." in page
    assert 'name="step.bereda"' in page
    assert admin.post(address, reason="Byte.").status_code == 409
    page = admin.get(address, **{"step.bereda": "forbereda"}).text
    assert "Flödet kan flyttas" in page
    assert "”Bereda” fortsätter som ”Forbereda” i den nya versionen." in page
    assert '<input type="hidden" name="step.bereda" value="forbereda">' in page
    assert site.house.instance(instance_id).version_id == old

    answer = admin.post(address, reason=" ", **{"step.bereda": "forbereda"})
    assert answer.status_code == 422
    assert "Skriv varför." in answer.text
    answer = admin.post(address, reason="Byte.", **{"step.bereda": "forbereda"})
    assert answer.status_code == 303
    assert site.house.open(instance_id) == ["forbereda"]
    assert "flyttat till en ny version" in admin.get(f"/running/{instance_id}").text


def test_an_ended_process_has_nothing_to_mend(
    site: Site, admin: Visitor, instance_id: UUID
) -> None:
    assert repair(admin, instance_id, "cancel").status_code == 303
    assert status(site, instance_id) == "ended"
    page = admin.get(f"/running/{instance_id}/repair").text
    assert "Det finns ingenting att åtgärda." in page
    assert "<form" not in page[page.index("<h1") : page.index("</main")]
    assert "Åtgärda" not in admin.get(f"/running/{instance_id}").text
    assert admin.get(f"/running/{instance_id}/repair/version").status_code in {200, 409}
    for form in ("pause", "resume", "cancel", "variables", "move", "give"):
        answer = repair(admin, instance_id, form, to="x y", **{"variable.antal": "2"})
        assert answer.status_code in {409, 404}, form


@pytest.mark.parametrize("bad", BAD)
def test_nothing_that_is_sent_breaks_the_page(
    site: Site, admin: Visitor, instance_id: UUID, bad: str
) -> None:
    text = bad.encode("utf-8", "replace").decode()
    task = task_of(site, instance_id).id
    sent: list[tuple[str, dict[str, object]]] = [
        ("variables", {"variable.antal": text}),
        ("variables", {f"variable.{text}": text}),
        ("variables", {"new_name": text, "new_value": text}),
        ("variables", {"revision": text, "variable.antal": "2"}),
        ("move", {"to": text}),
        ("move", {"to": f"{task} {text}"}),
        ("give", {"to": f"{task} {text}"}),
        ("version", {f"step.{text}": text}),
        ("version", {"step.bereda": text}),
    ]
    for form, fields in sent:
        answer = repair(admin, instance_id, form, **fields)
        assert answer.status_code in {303, 404, 409, 422}, (form, fields)
    answer = admin.get(f"/running/{instance_id}/repair/version", **{f"step.{text}": text})
    assert answer.status_code == 200


def test_messages_that_nobody_took(site: Site, admin: Visitor, instance_id: UUID) -> None:
    assert "Inget meddelande väntar" in admin.get("/running/messages").text
    with site.house.database.transaction() as session:
        sender = session.get_one(Instance, instance_id)
        send_message(
            session,
            sender.collaboration_id,
            "svar",
            "okänd nyckel",
            {},
            now=site.clock(),
            life=MESSAGE_LIFE,
            sent_by=sender.id,
        )
    page = admin.get("/running/messages")
    assert "okänd nyckel" in page.text
    assert site.person(OWNER).get("/running/messages").status_code == 403
    assert "okänd nyckel" not in site.person(STRANGER).get("/running/messages").text
