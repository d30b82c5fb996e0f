"""Each lint finds what it is there for, says how bad it is, and leaves the rest alone."""

from pathlib import Path

import pytest
from tests.catalog.drawing import (
    END,
    NOW,
    ROLES,
    START,
    chain,
    codes,
    flow,
    form,
    found,
    job,
    package,
    script,
    start,
    straight,
    task,
)

from flows.catalog import Package, read_packages
from flows.catalog.check_draft import check_draft
from flows.engine import read_package
from flows.operations import OPERATIONS
from flows.organisation import Organisation

CONTENT = Path(__file__).parent.parent.parent / "processes"


def both(one: str, other: str, kind: str = "parallelGateway", more: str = "") -> str:
    """Two elements, a and b, side by side."""
    return (
        f'{start()}<{kind} id="p" name="Vad?"/><{kind} id="q"/>{one}{other}{more}{END}'
        + flow("s", "p")
        + chain("p", "a", "q", "e")
        + chain("p", "b", "q")
    )


def test_the_content_has_nothing_to_mend() -> None:
    content = read_packages(CONTENT, max_bytes=1 << 20)
    organisations = [Organisation.parse(raw, file) for file, raw in content.organisations.items()]
    roles = {role.id for one in organisations for role in one.roles}
    drawn = {p.name: list(read_package(p.files).processes.values()) for p in content.packages}
    for each in content.packages:
        others = [one for name in drawn if name != each.name for one in drawn[name]]
        problems = check_draft(
            each,
            operations=OPERATIONS,
            roles=roles,
            processes={one.id for one in others},
            neighbours=others,
            now=NOW,
            max_bytes=1 << 20,
        )
        assert problems == []


def test_a_plain_process_has_nothing_to_mend() -> None:
    assert found(package(straight(task("a")))) == []


# ---------------------------------------------------------------- where it ends


def test_a_step_without_a_way_on_is_told() -> None:
    problems = found(package(start() + task("a") + task("b") + chain("s", "a", "b")))

    assert codes(problems) == [("dead-end", "b")]
    assert problems[0].severity == "warning"


def test_also_inside_a_subprocess() -> None:
    inner = f'<startEvent id="is" name="Början"/>{task("i")}{flow("is", "i")}'
    body = straight(f'<subProcess id="a" name="Del">{inner}</subProcess>')

    assert codes(found(package(body))) == [("dead-end", "i")]


def test_a_circle_without_a_way_out_is_told_once() -> None:
    body = start() + '<exclusiveGateway id="m" name="Möts"/>' + task("a") + task("b")
    body += chain("s", "m", "a", "b", "m")

    assert [one.code for one in found(package(body))] == ["never-ends"]


def test_a_circle_that_nothing_leads_into_is_refused() -> None:
    body = straight(task("a")) + task("x") + task("y") + chain("x", "y", "x")

    problems = [one for one in found(package(body)) if one.severity == "error"]

    assert codes(problems) == [("not-reachable", "x"), ("not-reachable", "y")]


def test_a_gateway_without_a_way_out_is_refused() -> None:
    body = start() + '<exclusiveGateway id="g" name="Vad?"/>' + flow("s", "g")

    assert ("leads-nowhere", "g") in codes(found(package(body)))


# ---------------------------------------------------------------- choices


def choice(one: str, other: str) -> str:
    return (
        start()
        + '<exclusiveGateway id="g" name="Vad?"/>'
        + END
        + task("a")
        + flow("s", "g")
        + flow("g", "a", one)
        + flow("g", "e", other)
        + flow("a", "e")
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [('titel = "x"', 'titel = "y"'), ("titel &lt; 3", "titel >= 3"), ('titel = "x"', "true")],
)
def test_conditions_that_may_all_fail_need_a_default(one: str, other: str) -> None:
    problems = found(package(choice(one, other)))

    assert codes(problems) == [("no-default", "g")]


@pytest.mark.parametrize(
    ("one", "other"),
    [('titel = "x"', 'titel != "x"'), ("titel = 1", "not(titel = 1)"), ("not(titel)", "titel")],
)
def test_of_two_opposites_one_holds(one: str, other: str) -> None:
    assert found(package(choice(one, other))) == []


# ---------------------------------------------------------------- names and explanations


def test_what_has_no_name_or_explanation_is_told_as_a_hint() -> None:
    body = (
        '<laneSet id="l"><lane id="bana"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
        + start()
        + '<exclusiveGateway id="g" default="g-e"/>'
        + '<userTask id="a" name="Steg"><extensionElements><zeebe:assignmentDefinition '
        + 'candidateGroups="sekreterare"/></extensionElements></userTask>'
        + '<endEvent id="e"/>'
        + flow("s", "g")
        + flow("g", "a", "titel = null", name="")
        + flow("g", "e")
        + flow("a", "e")
    )
    problems = found(package(body))

    assert {one.severity for one in problems} == {"hint"}
    assert sorted(codes(problems)) == [
        ("no-documentation", "a"),
        ("no-label", "bana"),
        ("no-label", "e"),
        ("no-label", "g"),
        ("no-label", "g-a"),
    ]


def test_a_task_without_a_name_is_a_warning() -> None:
    problems = found(package(straight(task("a").replace(' name="Steg a"', ""))))

    assert [(one.code, one.severity) for one in problems] == [("no-label", "warning")]


# ---------------------------------------------------------------- time


def timer(inside: str) -> str:
    return (
        '<intermediateCatchEvent id="a" name="Vänta"><timerEventDefinition>'
        f"{inside}</timerEventDefinition></intermediateCatchEvent>"
    )


@pytest.mark.parametrize(
    "step",
    [
        timer("<timeDate>2027-01-10</timeDate>"),
        timer('<timeDate>=date and time("2020-01-01T08:00:00Z")</timeDate>'),
        task("a", '<zeebe:taskSchedule dueDate="2026-12-24T12:00:00Z"/>'),
        task("a", '<zeebe:taskSchedule followUpDate="=@&quot;2026-12-24&quot;"/>'),
    ],
)
def test_a_time_that_has_been_is_told(step: str) -> None:
    problems = found(package(straight(step)))

    assert codes(problems) == [("time-passed", "a")]


@pytest.mark.parametrize(
    "step",
    [
        timer("<timeDate>2027-01-11</timeDate>"),
        timer("<timeDate>2029-01-10</timeDate>"),
        timer("<timeDuration>P14D</timeDuration>"),
        timer("<timeDate>=date(titel)</timeDate>"),
        task("a", '<zeebe:taskSchedule dueDate="=now() + duration(&quot;P7D&quot;)"/>'),
    ],
)
def test_a_time_ahead_is_left_alone(step: str) -> None:
    assert found(package(straight(step))) == []


def test_a_start_on_a_fixed_day_is_told() -> None:
    inner = (
        '<startEvent id="is" name="Dags" isInterrupting="false"><timerEventDefinition>'
        "<timeDate>2029-01-10</timeDate></timerEventDefinition></startEvent>"
        '<endEvent id="ie" name="Klart"/>' + flow("is", "ie")
    )
    wakes = f'<subProcess id="w" name="Väck" triggeredByEvent="true">{inner}</subProcess>'

    assert codes(found(package(straight(task("a")) + wakes))) == [("fixed-date", "is")]


# ---------------------------------------------------------------- writing over


def test_branches_that_save_in_the_same_variable_are_told() -> None:
    forms = {**form("fraga", "svar")}
    body = both(task("a", form="fraga"), script("b", "1", "svar"))

    problems = found(package(body, forms=forms))

    assert codes(problems) == [("written-twice", "b")]
    assert "”Steg a” och ”Räkna b”" in problems[0].sv


def test_an_event_on_the_edge_that_does_not_interrupt_is_a_branch() -> None:
    edge = (
        '<boundaryEvent id="k" name="Dags" attachedToRef="a" cancelActivity="false">'
        "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
        "</boundaryEvent>"
    )
    body = straight(task("a", form="fraga")) + edge + script("x", "1", "svar")
    body += '<endEvent id="xe" name="Påmind"/>' + chain("k", "x", "xe")

    problems = found(package(body, forms=form("fraga", "svar")))

    assert codes(problems) == [("written-twice", "x")]


SENT = '<zeebe:output source="=skickat_till" target="antal"/>'


def test_what_operations_hand_out_is_told_only_when_somebody_reads_it() -> None:
    mails = [job(each, "notis.skicka", [("till", "titel")], SENT) for each in ("a", "b")]
    reader = script("c", "antal + 1", "fler") + chain("q", "c", "x")
    reader += '<endEvent id="x" name="Räknat"/>'

    assert found(package(both(*mails))) == []
    assert codes(found(package(both(*mails, more=reader)))) == [("written-twice", "b")]


@pytest.mark.parametrize(
    "body",
    [
        both(script("a", "1", "x"), script("b", "1", "y")),
        both(script("a", "1", "x"), job("b", "notis.skicka", [("till", "titel")])),
        both(
            job("a", "notis.skicka", [("till", "titel")]),
            job("b", "notis.skicka", [("till", "titel")]),
        ),
    ],
)
def test_branches_that_don_t_meet_are_left_alone(body: str) -> None:
    assert found(package(body)) == []


def test_rounds_that_keep_only_the_last_answer_are_told() -> None:
    def rounds(words: str) -> str:
        return task(
            "a",
            form="fraga",
            more="<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics "
            f'inputCollection="=forum.parter" inputElement="rad"{words}/></extensionElements>'
            "</multiInstanceLoopCharacteristics>",
        )

    forms = form("fraga", "svar")
    lost = straight(rounds(""), script("b", "svar", "x"))
    kept = straight(
        rounds(' outputCollection="alla" outputElement="=svar"'), script("b", "count(alla)", "x")
    )

    assert codes(found(package(lost, forms=forms))) == [("rounds-overwrite", "a")]
    assert found(package(kept, forms=forms)) == []


def test_a_mapping_line_that_hides_a_name_is_told() -> None:
    hides = job("a", "arende.lage", [("titel", '"Ny"'), ("lage", "titel")])
    same = job("a", "arende.lage", [("titel", "titel"), ("lage", "titel")])

    assert codes(found(package(straight(hides)))) == [("hidden-name", "a")]
    assert found(package(straight(same))) == []


@pytest.mark.parametrize(
    ("item", "reads", "told"),
    [
        ("part", "part.id", [("item-of-all-turns", "x")]),
        ("part", "forum.id", []),
        ("rad", "part.id", []),
        ("rad", "rad.id", [("unknown-variable", "x")]),
    ],
)
def test_a_reminder_of_all_turns_does_not_know_the_turn(
    item: str, reads: str, told: list[tuple[str, str]]
) -> None:
    asked = task(
        "a",
        form="fraga",
        more="<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics "
        f'inputCollection="=forum.parter" inputElement="{item}" outputCollection="alla" '
        'outputElement="=svar"/></extensionElements></multiInstanceLoopCharacteristics>',
    )
    edge = (
        '<boundaryEvent id="k" name="Dags" attachedToRef="a" cancelActivity="false">'
        "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
        "</boundaryEvent>"
    )
    reminded = job("x", "notis.skicka", [("till", f'"registrator@" + {reads}')])
    counted = script("b", "count(alla)", "antal")
    body = straight(asked, counted) + edge + reminded
    body += '<endEvent id="xe" name="Påmind"/>' + chain("k", "x", "xe")

    assert codes(found(package(body, forms=form("fraga", "svar")))) == told


# ---------------------------------------------------------------- forms and names


def test_a_form_may_not_answer_over_the_forum() -> None:
    problems = found(package(straight(task("a", form="fraga")), forms=form("fraga", "forum")))

    assert [(one.code, one.element, one.severity) for one in problems] == [
        ("form-key-taken", "forum", "error")
    ]


def test_what_nothing_uses_is_told() -> None:
    package = next(
        one for one in read_packages(CONTENT, max_bytes=1 << 20).packages if one.name == "arende"
    )
    files = {**package.files, **START}
    files["mer.dmn"] = files["niva.dmn"].replace(b'"niva"', b'"annan"')
    problems = check_draft(
        Package("arende", files),
        operations=OPERATIONS,
        roles=(),
        processes=None,
        now=NOW,
        max_bytes=1 << 20,
    )
    assert codes(problems) == [("decision-unused", "annan"), ("form-unused", "start")]


def test_names_with_swedish_letters_are_told() -> None:
    problems = found(package(straight(script("a", "1", "ärende"))))

    assert codes(problems) == [("not-ascii", "a")]


# ---------------------------------------------------------------- the schema


def test_what_the_schema_does_not_allow_is_told_in_swedish() -> None:
    body = straight(task("a", hopp="1")) + '<group id="t"><text>Hej</text></group>'
    problems = [one for one in found(package(body)) if one.code == "schema"]

    assert codes(problems) == [("schema", "a"), ("schema", "t")]
    assert problems[0].sv == "<userTask> kan inte ha egenskapen hopp."
    assert problems[1].sv.startswith("<text> får inte stå på den här platsen i filen.")
    assert {one.severity for one in problems} == {"warning"}


def test_errors_come_first() -> None:
    problems = check_draft(
        next(p for p in read_packages(CONTENT, max_bytes=1 << 20).packages if p.name == "projekt"),
        operations={},
        roles=ROLES,
        processes=None,
        now=NOW,
        max_bytes=1 << 20,
    )
    severities = [one.severity for one in problems]

    assert severities[0] == "error"
    assert severities == sorted(severities, key=["error", "warning", "hint"].index)
