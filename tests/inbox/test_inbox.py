"""A person's tasks: whose they are, taking them, answering them, and what then happens."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from tests.house import House
from werkzeug.datastructures import MultiDict

from flows.forms import FieldView, Form
from flows.inbox import (
    ActionGone,
    AnswersRejected,
    Progress,
    TaskGone,
    TaskRow,
    TaskTaken,
    TaskUnknown,
    case_actions,
    case_history,
    claim_task,
    complete_task,
    do_case_action,
    open_tasks,
    release_task,
    save_draft,
    start_form,
    start_process,
    startable,
    task_page,
)
from flows.inbox.starting import StartNotAllowed
from flows.organisation import Actor
from flows.records import CaseUnknown, case_page

ANMALAN: Mapping[str, object] = {
    "titel": "Gemensam väg in för barn och unga",
    "beskrivning": "Barn och unga som far illa möter i dag flera ingångar.",
    "forslag_till_beslut": "Att rekommendera parterna att anta vägen in.",
    "berorda_parter": ["ockelbo", "gavle"],
}


@pytest.fixture
def ockelbo(county: House) -> Actor:
    """Whoever may raise a case for Ockelbo."""
    return county.actor("initiativtagare-ockelbo")


@pytest.fixture
def secretary(county: House) -> Actor:
    """The secretary of Nätverk Välfärd."""
    return county.actor("sekreterare-natverk-valfard")


def report(county: House, actor: Actor, **changed: object) -> Progress:
    """Report a case to Nätverk Välfärd through the start form, filled in as its fields want."""
    with county.database.transaction() as session:
        page = start_form(session, actor, "arende", "natverk-valfard")
        submitted = filled(page.form, {**ANMALAN, **changed}, page.variables)
        progress = start_process(
            session, actor, "arende", "natverk-valfard", submitted, now=county.clock()
        )
    county.settle()
    return progress


def filled(
    form: Form, values: Mapping[str, object], variables: Mapping[str, Any]
) -> MultiDict[str, str]:
    """What a browser would send: the given values, else the first option or some text."""
    submitted: MultiDict[str, str] = MultiDict()
    for field in every(form.view(variables)):
        given = values.get(field.key)
        tokens = [option.token for option in field.options]
        if not field.key or field.readonly:
            continue
        if isinstance(given, list):
            submitted.setlist(field.key, [str(item) for item in given])
        elif isinstance(given, str):
            submitted[field.key] = given
        elif field.required and tokens:
            submitted[field.key] = tokens[0]
        elif field.required:
            submitted[field.key] = "2027-02-01" if field.type == "datetime" else "Text"
    return submitted


def every(views: Iterable[FieldView]) -> Iterator[FieldView]:
    """The fields and the fields in them."""
    for view in views:
        yield view
        yield from every(view.children)


def tasks(county: House, actor: Actor, search: str = "") -> list[TaskRow]:
    """A person's list."""
    with county.database.transaction() as session:
        return list(open_tasks(session, actor, now=county.clock(), search=search))


def test_every_party_may_start_a_case_in_the_forums_it_takes_part_in(
    county: House, ockelbo: Actor
) -> None:
    """NV-02."""
    with county.database.transaction() as session:
        forums = {s.forum_id for s in startable(session, ockelbo) if s.process_id == "arende"}

    assert {"natverk-valfard", "styrgrupp-vastra-gastrikland"} <= forums
    assert "styrgrupp-norra-halsingland" not in forums
    assert not any(forum.startswith("halsam") for forum in forums)


def test_nobody_starts_where_they_have_no_place(county: House, secretary: Actor) -> None:
    with pytest.raises(StartNotAllowed), county.database.transaction() as session:
        start_form(session, secretary, "arende", "halsam")


def test_a_case_reaches_the_secretary_and_nobody_else(
    county: House, ockelbo: Actor, secretary: Actor
) -> None:
    """NV-04."""
    progress = report(county, ockelbo, titel="Når sekreteraren")

    mine = tasks(county, secretary, "Når sekreteraren")
    assert [row.case_title for row in mine] == ["Når sekreteraren"]
    assert mine[0].registry_number.startswith("NV 2027-")
    assert tasks(county, ockelbo, "Når sekreteraren") == []
    for stranger in ("registrator-ockelbo", "sekreterare-halsam-politisk"):
        with pytest.raises(TaskUnknown), county.database.transaction() as session:
            task_page(session, county.actor(stranger), mine[0].id, now=county.clock())
    assert progress.next_task_id is None


def test_the_page_says_what_is_asked_and_why_of_me(
    county: House, ockelbo: Actor, secretary: Actor
) -> None:
    report(county, ockelbo, titel="Vad och varför")
    row = tasks(county, secretary, "Vad och varför")[0]

    with county.database.transaction() as session:
        page = task_page(session, secretary, row.id, now=county.clock())

    assert page.form is not None
    assert page.variables["titel"] == "Vad och varför"
    assert page.why[0][0].startswith("Sekreterare")
    assert page.documentation
    assert page.documentation_en
    assert page.case is not None
    assert page.case.standing.stands == "Hos sekreteraren"
    assert page.case.standing.stands_en
    assert "Ockelbo" in page.case.from_party


def test_a_taken_task_is_left_alone_until_it_is_left_back(county: House, ockelbo: Actor) -> None:
    report(county, ockelbo, titel="Tas och lämnas")
    first = county.actor("sekreterare-natverk-valfard")
    row = tasks(county, first, "Tas och lämnas")[0]
    second = Actor("annan-sekreterare", "Annan", first.collaboration_id, first.roles)

    with county.database.transaction() as session:
        claim_task(session, first, row.id, now=county.clock())
    assert tasks(county, second, "Tas och lämnas")[0].claimed_by_title == first.title
    with pytest.raises(TaskTaken, match="Sekreterare"), county.database.transaction() as session:
        claim_task(session, second, row.id, now=county.clock())
    with pytest.raises(TaskTaken), county.database.transaction() as session:
        complete_task(session, second, row.id, MultiDict(), now=county.clock())

    with county.database.transaction() as session:
        release_task(session, second, row.id)
        claim_task(session, second, row.id, now=county.clock())
    assert tasks(county, first, "Tas och lämnas")[0].claimed_by == "annan-sekreterare"


def test_a_draft_is_kept_as_it_was_typed(county: House, ockelbo: Actor, secretary: Actor) -> None:
    report(county, ockelbo, titel="Halvfärdigt")
    row = tasks(county, secretary, "Halvfärdigt")[0]

    with county.database.transaction() as session:
        save_draft(session, secretary, row.id, {"mottagning": "komplett…"}, now=county.clock())

    with county.database.transaction() as session:
        page = task_page(session, secretary, row.id, now=county.clock())
    assert page.draft == {"mottagning": "komplett…"}
    assert page.row.mine


def test_wrong_answers_change_nothing_and_are_given_back(
    county: House, ockelbo: Actor, secretary: Actor
) -> None:
    report(county, ockelbo, titel="Fel svar")
    row = tasks(county, secretary, "Fel svar")[0]

    with pytest.raises(AnswersRejected) as refused, county.database.transaction() as session:
        complete_task(session, secretary, row.id, MultiDict(), now=county.clock())

    assert refused.value.answers.errors
    assert all(problem.sv and problem.en for problem in refused.value.answers.errors.values())
    assert tasks(county, secretary, "Fel svar")[0].id == row.id


def test_a_finished_task_is_gone_for_the_slower(
    county: House, ockelbo: Actor, secretary: Actor
) -> None:
    report(county, ockelbo, titel="Den snabbare")
    row = tasks(county, secretary, "Den snabbare")[0]
    answer(county, secretary, row)

    with pytest.raises(TaskGone), county.database.transaction() as session:
        complete_task(session, secretary, row.id, MultiDict(), now=county.clock())


def test_a_case_tells_what_people_have_done(
    county: House, ockelbo: Actor, secretary: Actor
) -> None:
    report(county, ockelbo, titel="Vad som har hänt")
    row = tasks(county, secretary, "Vad som har hänt")[0]
    answer(county, secretary, row)
    assert row.case_id is not None

    with county.database.transaction() as session:
        (line,) = case_history(session, ockelbo, row.case_id)
    assert (line.what, line.what_en) == ("Ta emot anmälan", "Receive the report")
    assert line.who == secretary.title
    with pytest.raises(CaseUnknown), county.database.transaction() as session:
        case_history(session, county.actor("registrator-timra"), row.case_id)


def test_the_initiator_withdraws_from_the_case_page(
    county: House, ockelbo: Actor, secretary: Actor
) -> None:
    """NV-02: who has the right to raise a case may withdraw it."""
    report(county, ockelbo, titel="Ångrat ärende")
    row = tasks(county, secretary, "Ångrat ärende")[0]
    answer(county, secretary, row)
    assert row.case_id is not None

    with county.database.transaction() as session:
        buttons = case_actions(session, ockelbo, row.case_id, now=county.clock())
        assert [(b.button, b.button_en) for b in buttons] == [
            ("Återkalla ärendet", "Withdraw the case")
        ]
        assert case_actions(session, secretary, row.case_id, now=county.clock()) == []
        with pytest.raises(ActionGone):
            do_case_action(
                session, secretary, row.case_id, buttons[0].element_id, now=county.clock()
            )
        do_case_action(session, ockelbo, row.case_id, buttons[0].element_id, now=county.clock())
    county.settle()

    with county.database.transaction() as session:
        assert case_page(session, ockelbo, row.case_id).row.status == "aterkallat"
        assert case_actions(session, ockelbo, row.case_id, now=county.clock()) == []


def answer(county: House, actor: Actor, row: TaskRow, **values: object) -> Progress:
    """Answer a task as its form wants."""
    with county.database.transaction() as session:
        page = task_page(session, actor, row.id, now=county.clock())
        assert page.form is not None
        progress = complete_task(
            session,
            actor,
            row.id,
            filled(page.form, {**ANMALAN, **values}, page.variables),
            now=county.clock(),
        )
    county.settle()
    return progress
