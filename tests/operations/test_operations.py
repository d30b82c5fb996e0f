"""Operations: what they do to the register, to other instances and to the world, once each."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select
from tests.house import House

from flows.instances import Instance, Job, lock_instance, open_job
from flows.operations import OPERATIONS, Call, OperationFault, operation_for, run_operation
from flows.records import case_page, case_row

ANMALARE = {"id": "ockelbo", "namn": "Ockelbo kommun", "slag": "part"}


class Letterbox:
    """An SMTP server's hands: keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.letters.append(envelope)
        return "250 OK"


@pytest.fixture
def letterbox() -> Iterator[tuple[Letterbox, str]]:
    """A real SMTP server on loopback, and its URL."""
    letters = Letterbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(letters, hostname="127.0.0.1", port=port)
    controller.start()
    yield letters, f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def instance_id(county: House) -> UUID:
    """A case in Nätverk Välfärd, registered."""
    return county.start(
        "arende", titel="Prov", anmalare=ANMALARE, berorda_parter=["ockelbo", "gavle"]
    )


def apply(county: House, instance_id: UUID, type_: str, **values: Any) -> dict[str, Any]:
    """Do the writing part of an operation as the worker would."""
    with county.database.transaction() as session:
        instance = lock_instance(session, instance_id)
        call = Call(values, {}, "key", county.clock(), county.work.settings)
        operation = operation_for(type_)
        prepared = operation.prepare(session, instance, call) if operation.prepare else None
        performed = operation.perform(call, prepared) if operation.perform else prepared
        result = operation.apply(session, instance, call, performed)
        assert {name: _parts(value) for name, value in result.items()} == operation.gives
        return result


def _parts(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, dict) else ()


def test_every_operation_says_what_is_missing_in_both_languages(
    county: House, instance_id: UUID
) -> None:
    for type_ in OPERATIONS:
        with pytest.raises(OperationFault) as fault:
            apply(county, instance_id, type_)
        assert fault.value.sv
        assert fault.value.en
        assert fault.value.sv != fault.value.en


def test_an_unknown_operation_is_named() -> None:
    with pytest.raises(OperationFault, match="no operation"):
        operation_for("arende.trolla")


def test_a_notice_reaches_everyone_with_the_role(
    county: House, instance_id: UUID, letterbox: tuple[Letterbox, str]
) -> None:
    letters, url = letterbox
    county.work = replace(county.work, settings=replace(county.work.settings, smtp_url=url))

    said = apply(
        county,
        instance_id,
        "notis.skicka",
        till="registrator@ockelbo",
        amne="Påminnelse: Välfärdsstrategi",
        text="Hej!\nSvar saknas.",
    )

    assert said == {"skickat_till": 1}
    assert letters.letters[0].rcpt_tos == ["registrator-ockelbo@example.org"]
    assert b"Message-ID: <" in letters.letters[0].content
    text = message_from_bytes(letters.letters[0].content, policy=default).get_content()
    text = text.replace("\r\n", "\n")
    with county.database.transaction() as session:
        case_id = session.get_one(Instance, instance_id).case_id
        row = case_row(session, county.actor("registrator-ockelbo"), case_id or 0)
    assert text.startswith("Hej!\nSvar saknas.\n\nÄrende NV ")
    assert f"{row.registry_number}: Prov\nhttp://127.0.0.1:8000/cases/{row.id}\n" in text


def test_a_notice_sent_again_is_the_same_letter(
    county: House, instance_id: UUID, letterbox: tuple[Letterbox, str]
) -> None:
    letters, url = letterbox
    county.work = replace(county.work, settings=replace(county.work.settings, smtp_url=url))
    for _ in range(2):
        apply(county, instance_id, "notis.skicka", till="sekreterare", amne="A", text="B")

    ids = {
        line
        for letter in letters.letters
        for line in letter.content.splitlines()
        if line.lower().startswith(b"message-id")
    }
    assert len(letters.letters) == 2
    assert len(ids) == 1


@pytest.mark.parametrize("role", ["trollkarl", "registrator@sundsvall", "registrator@ingenstans"])
def test_a_role_that_is_not_here_gets_no_mail(county: House, instance_id: UUID, role: str) -> None:
    with pytest.raises(OperationFault, match=role.split("@")[0]):
        apply(county, instance_id, "notis.skicka", till=role, amne="A", text="B")


def test_a_process_is_started_once_for_a_key_and_only_at_home(
    county: House, instance_id: UUID
) -> None:
    start = {"process": "rekommendation_huvudman", "nyckel": "en gång", "part": "ockelbo"}
    first = apply(county, instance_id, "process.starta", **start)
    again = apply(county, instance_id, "process.starta", **start)

    assert first == again
    with county.database.transaction() as session:
        child = session.get_one(Instance, UUID(first["startad"]["instans"]))
        assert (child.party_id, child.forum_id, child.parent_id) == (
            "ockelbo",
            "natverk-valfard",
            instance_id,
        )
    with pytest.raises(OperationFault, match="another collaboration"):
        apply(county, instance_id, "process.starta", **{**start, "forum": "halsam-politisk"})


def test_work_that_is_handed_out_twice_is_done_once(county: House, instance_id: UUID) -> None:
    with county.database.transaction() as session:
        job = session.scalars(select(Job).where(Job.instance_id == instance_id)).one()
        assert open_job(session, instance_id, job.task_id) is None
        number = case_page(
            session,
            county.actor("sekreterare-natverk-valfard"),
            session.get_one(Instance, instance_id).case_id or 0,
        ).row.registry_number

    run_operation(county.database, county.work.settings, instance_id, job.task_id, county.clock)

    again = county.start("arende", titel="Nästa", anmalare=ANMALARE, berorda_parter=["gavle"])
    with county.database.transaction() as session:
        following = case_page(
            session,
            county.actor("sekreterare-natverk-valfard"),
            session.get_one(Instance, again).case_id or 0,
        ).row.registry_number
    assert int(following.rpartition("-")[2]) == int(number.rpartition("-")[2]) + 1


@pytest.mark.parametrize(
    ("type_", "values", "said"),
    [
        ("arende.avsluta", {"utfall": "glömt"}, "avslutat"),
        ("rekommendation.sand", {"mottagare": ["sundsvall"]}, "sundsvall"),
        ("rekommendation.svar", {"utfall": "tyst"}, "antagen"),
        (
            "arende.beslut",
            {"beslutsform": "avslag", "beslutstext": "Nej", "beslutsdatum": "i går"},
            "i går",
        ),
        ("meddelande.skicka", {"namn": "svar", "nyckel": ["a"]}, "nyckel"),
        ("meddelande.skicka", {"namn": "svar", "nyckel": "a", "sparas": "PT1S"}, "PT1S"),
        ("arende.registrera", {"titel": ["inte", "text"]}, "text"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(
    county: House, instance_id: UUID, type_: str, values: dict[str, Any], said: str
) -> None:
    with pytest.raises(OperationFault) as fault:
        apply(county, instance_id, type_, **values)
    assert said in fault.value.sv
