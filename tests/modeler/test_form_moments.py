"""Where scenarios show a form: with the values that a process has there, as far as they come."""

import json

import pytest
from tests.house import CONTENT, House

from flows.catalog import Package, read_packages
from flows.modeler import form_moments as moments_module
from flows.modeler.form_moments import FormMoment, form_moments
from flows.modeler.preview_form import preview_form

DECIDED = "arende-beslut.form"
LIMIT = 1 << 20


@pytest.fixture
def arende() -> Package:
    packages = read_packages(CONTENT, max_bytes=LIMIT).packages
    return next(package for package in packages if package.name == "arende")


def moments(county: House, package: Package, file: str = DECIDED) -> list[FormMoment]:
    actor = county.actor("processagare-gavleborg")
    with county.database.transaction() as session:
        return list(form_moments(session, actor, package, file))


def test_the_choices_are_those_that_the_decision_gave(county: House, arende: Package) -> None:
    moment = moments(county, arende)[0]
    assert (moment.step, moment.forum) == ("Registrera mötets beslut", "natverk-valfard")
    shown = preview_form(
        arende.files[DECIDED],
        DECIDED,
        known={},
        examples={},
        moment=moment.variables,
        written_values={},
        max_bytes=LIMIT,
    )
    assert shown.form is not None
    field = next(
        field
        for field in shown.form.view(shown.variables, now=county.clock())
        if field.key == "beslutsform"
    )
    assert "Rekommendation" in {option.label for option in field.options}


def test_what_is_written_is_put_in_among_what_is_known(county: House, arende: Package) -> None:
    moment = moments(county, arende)[0]
    shown = preview_form(
        arende.files[DECIDED],
        DECIDED,
        known={},
        examples={},
        moment=moment.variables,
        written_values={"_v.arende.diarienummer": "NV 2030-9", "_v.titel": ""},
        max_bytes=LIMIT,
    )
    assert shown.variables["arende"]["diarienummer"] == "NV 2030-9"
    assert shown.variables["arende"]["id"] == moment.variables["arende"]["id"]
    assert shown.variables["titel"] is None
    assert shown.variables["tillatna_former"] is moment.variables["tillatna_former"]


def test_a_start_form_knows_what_is_known_before_it(county: House, arende: Package) -> None:
    found = moments(county, arende, "arende-anmalan.form")
    assert found
    assert all("titel" not in moment.variables for moment in found)
    assert all(moment.variables["forum"]["id"] == moment.forum for moment in found)


def test_each_step_of_a_scenario_is_a_moment_once(county: House, arende: Package) -> None:
    found = moments(county, arende, "arende-mottagning.form")
    assert len({moment.id for moment in found}) == len(found)
    assert len(found) > 1


def test_a_form_that_scenarios_come_to_but_cant_answer_is_shown(
    county: House, arende: Package
) -> None:
    """The step is new, or its form asks for more: every scenario stops at it, and knows enough."""
    schema = json.loads(arende.files[DECIDED])
    schema["components"].append(
        {
            "type": "textfield",
            "id": "falt_ny",
            "key": "ny_fraga",
            "label": "Ny?",
            "validate": {"required": True},
        }
    )
    files = {**arende.files, DECIDED: json.dumps(schema).encode()}
    assert moments(county, Package("arende", files))[0].variables["tillatna_former"]


def test_another_collaboration_s_scenarios_are_left_out(county: House, arende: Package) -> None:
    theirs = county.actor("processagare-vasternorrland")
    with county.database.transaction() as session:
        found = form_moments(session, theirs, arende, DECIDED)
    ours = moments(county, arende)
    assert {moment.forum for moment in found}.isdisjoint({moment.forum for moment in ours})


@pytest.mark.parametrize(
    "file", ["finns-inte.form", "arende.bpmn", "scenarier/01_valfardsstrategi.yaml"]
)
def test_what_is_no_form_has_no_moment(county: House, arende: Package, file: str) -> None:
    assert moments(county, arende, file) == []


def test_a_package_that_cant_run_has_none(county: House, arende: Package) -> None:
    broken = Package("arende", {**arende.files, "arende.bpmn": b"<a/>"})
    assert moments(county, broken) == []


def test_scenarios_that_take_too_long_are_not_waited_for(
    county: House, arende: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments_module, "MAX_SECONDS", 0.0)
    later = Package("arende", {**arende.files, "scenarier/tom.yaml": b"namn: Tom"})
    assert moments(county, later) == []


def test_a_scenario_that_can_t_be_read_is_passed_over(county: House, arende: Package) -> None:
    odd = Package("arende", {**arende.files, "scenarier/00_fel.yaml": b": [ ::"})
    assert moments(county, odd) != []
