"""The patterns of «Ny process»: sound packages, tried in full, that become another's own."""

from datetime import UTC, datetime

import pytest
from tests.house import House

from flows.catalog import latest_version
from flows.catalog.versions import definition_in
from flows.engine import process_ids
from flows.forms import parse_form
from flows.modeler import draft_of
from flows.modeler.check import problems_of
from flows.modeler.contents import contents_of
from flows.modeler.new_process import (
    NameRefused,
    NameTaken,
    Pattern,
    PatternUnknown,
    named,
    new_process,
    patterns,
)
from flows.modeler.publish_draft import publish_draft
from flows.modeler.run_scenarios import run_scenarios
from flows.organisation import Actor

LIMIT = 1 << 20
NAME = 'Årets "remiss" & <svar>'


@pytest.fixture
def owner(county: House) -> Actor:
    return county.actor("processagare-gavleborg")


@pytest.fixture(params=patterns(), ids=lambda pattern: pattern.id)
def pattern(request: pytest.FixtureRequest) -> Pattern:
    found: Pattern = request.param
    return found


def test_there_are_four_kinds_of_work_and_an_empty_one() -> None:
    assert [pattern.name for pattern in patterns()] == [
        "Ärende",
        "Möte",
        "Runda till alla parter",
        "Projekt",
        "Tom process",
    ]


def test_what_is_started_is_called_after_what_it_is_about(pattern: Pattern) -> None:
    definition = definition_in(pattern.package)
    outline = definition.processes["monster_id"]
    form_id = outline.elements[outline.start_id or ""].form_id
    form = parse_form(pattern.package.files[f"{form_id}.form"], f"{form_id}.form")
    assert "titel" in {field.key for field in form.fields}


def test_a_pattern_is_sound_and_its_scenarios_pass_all_of_it(
    county: House, owner: Actor, pattern: Pattern
) -> None:
    with county.database.transaction() as session:
        draft = new_process(session, owner, pattern.id, pattern.name + " två", now=county.clock())
        assert problems_of(session, draft, now=county.clock(), max_bytes=LIMIT) == []
        report = run_scenarios(session, draft.as_package())
        assert report.right
        assert not report.problems
        assert [covered.left for covered in report.coverage] == [()]
        session.rollback()


def test_every_name_is_made_of_the_chosen_one(pattern: Pattern) -> None:
    made = named(pattern.package, "arets_remiss", NAME)
    contents = contents_of(made)
    assert contents.title == NAME
    assert process_ids(made.files["arets_remiss.bpmn"]) == ["arets_remiss"]
    for file, raw in made.by_suffix(".form").items():
        assert file.startswith("arets-remiss-")
        assert parse_form(raw, file).id == file.removesuffix(".form")
    assert not any("onster" in f"{file}{raw!r}" for file, raw in made.files.items())
    assert list(definition_in(made).processes) == ["arets_remiss"]


def test_everything_is_also_in_english(pattern: Pattern) -> None:
    assert pattern.name_en
    assert pattern.about_en
    assert len(pattern.steps) == len(pattern.steps_en)
    diagram = pattern.package.files["monster_id.bpmn"].decode()
    steps = diagram.count("<bpmn:userTask ") + diagram.count("<bpmn:serviceTask ")
    steps += diagram.count("Event id=")
    assert diagram.count('"name_en"') >= steps


def test_two_of_one_pattern_dont_collide(county: House, owner: Actor) -> None:
    with county.database.transaction() as session:
        first = new_process(session, owner, "runda", "Gemensam remiss", now=county.clock())
        second = new_process(session, owner, "runda", "Gemensam – remiss!", now=county.clock())
        assert (first.package, second.package) == ("gemensam_remiss", "gemensam_remiss_2")
        for draft in (first, second):
            publish_draft(
                session,
                owner,
                draft.package,
                revision=draft.revision,
                reason="Ny",
                now=county.clock(),
                max_bytes=LIMIT,
            )
        assert latest_version(session, "gemensam_remiss_2").number == 1
        session.rollback()


def test_a_name_that_is_there_already_is_refused(county: House, owner: Actor) -> None:
    with county.database.transaction() as session:
        for name in ("Ärende", "  ärende "):
            with pytest.raises(NameTaken):
                new_process(session, owner, "arende", name, now=county.clock())
        assert new_process(session, owner, "arende", "Arende", now=county.clock()).package == (
            "arende_2"
        )
        session.rollback()


@pytest.mark.parametrize("name", ["", "  ", "123", "…", "x" * 61, "漢字"])
def test_a_name_without_letters_or_too_long_is_refused(
    county: House, owner: Actor, name: str
) -> None:
    with county.database.transaction() as session, pytest.raises(NameRefused):
        new_process(session, owner, "arende", name, now=county.clock())


def test_words_that_addresses_need_are_never_a_name(county: House, owner: Actor) -> None:
    with county.database.transaction() as session:
        draft = new_process(session, owner, "mote", "New", now=county.clock())
        assert draft.package == "new_2"
        assert draft_of(session, "new_2").base_version_id is None
        session.rollback()


def test_a_pattern_that_is_not_there_is_said(county: House, owner: Actor) -> None:
    with county.database.transaction() as session, pytest.raises(PatternUnknown):
        new_process(session, owner, "../arende", "Ett namn", now=datetime(2027, 1, 1, tzinfo=UTC))
