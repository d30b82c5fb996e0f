"""What a new version would do to all that runs, told before it is done."""

from pathlib import Path

import pytest
from sqlalchemy import text
from tests.house import House
from tests.instances.build import diagram, end, flows, process, start, user_task
from tests.modeler.moving import (
    FORUM_ELSEWHERE,
    OTHER_OWNER,
    OWNER,
    publish,
    standing,
    steps,
    tried,
)

from flows.catalog import Package
from flows.engine import DialectError
from flows.instances import Instance
from flows.kernel import Database, Settings
from flows.modeler.rehearse import rehearse


@pytest.fixture(scope="module")
def house(database: Database, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> House:
    data_dir: Path = tmp_path_factory.mktemp("data")
    return House(database, Settings(database_url=database_url, data_dir=data_dir))


def test_what_goes_on_what_is_mapped_and_what_stays(house: House) -> None:
    publish(house, steps("tre", "a", "b", "c"))
    ids = [house.start("tre") for _ in range(4)]
    for one in ids[1:]:
        house.answer(one, "a")
    house.answer(ids[3], "b")
    before = standing(house, ids)

    found = tried(house, steps("tre", "a", "ny", "c", names={"ny": "B"}))
    told = {one.instance_id: one for one in found.own}
    assert [told[one].verdict for one in ids] == [
        "goes_on",
        "with_mapping",
        "with_mapping",
        "goes_on",
    ]
    assert found.mapping == {"b": "ny"}
    (step,) = found.successors
    assert (step.name, step.chosen, step.proposed, step.instances) == ("B", "ny", True, 2)
    assert step.choices == [("a", "A"), ("ny", "B"), ("c", "C")]
    assert "fortsätter som ”B”" in told[ids[1]].notes[0].sv

    found = tried(house, steps("tre", "a", "ny", "c", names={"ny": "B"}), b="")
    assert found.count("stays") == 2
    told = {one.instance_id: one for one in found.own}
    assert told[ids[1]].reasons[0].element == "b"
    assert (found.successors[0].chosen, found.successors[0].proposed) == ("", False)
    found = tried(house, steps("tre", "a", "ny", "c"), b="c")
    assert (found.movable, found.mapping, found.successors[0].instances) == (4, {"b": "c"}, 2)
    assert tried(house, steps("tre", "a", "c"), b="saknas").count("stays") == 2
    assert standing(house, ids) == before


@pytest.mark.parametrize(
    ("new", "proposed"),
    [
        (("a", "d"), "d"),
        (("a", "d", "e"), ""),
        (("a",), ""),
        (("d",), ""),
    ],
)
def test_a_successor_is_proposed_only_when_it_is_clear(
    house: House, new: tuple[str, ...], proposed: str
) -> None:
    name = f"klart{len(new)}{new[0]}"
    publish(house, steps(name, "a", "b"))
    one = house.start(name)
    house.answer(one, "a")
    (step,) = tried(house, steps(name, *new)).successors
    assert step.chosen == proposed
    assert step.proposed == bool(proposed)


def test_a_rehearsal_changes_nothing(house: House) -> None:
    publish(house, steps("orord", "a", "b"))
    one = house.start("orord")
    draft = steps("orord", "ny", "b")
    with house.database.transaction() as session:
        session.execute(text("set transaction read only"))  # refuses locks, too
        found = rehearse(session, draft, actor=house.actor(OWNER), now=house.clock())
    assert found.own[0].verdict == "with_mapping"
    assert house.instance(one).revision == 1


def test_instances_elsewhere_are_counted_and_never_named(house: House) -> None:
    publish(house, steps("delad", "a", "b"))
    house.start("delad")
    house.start("delad", forum=FORUM_ELSEWHERE)
    found = tried(house, steps("delad", "b"))
    assert (found.count("stays"), found.count("stays", own=False)) == (1, 1)
    assert [one.title for one in found.others] == [""]
    assert found.own[0].title
    other = tried(house, steps("delad", "b"), person=OTHER_OWNER)
    assert other.own[0].instance_id == found.others[0].instance_id


def test_called_processes_and_those_that_are_gone(house: House) -> None:
    def drawn(*inner: str) -> bytes:
        called = (
            '<bpmn:callActivity id="anrop" name="Anrop"><bpmn:extensionElements>'
            '<zeebe:calledElement processId="inre"/></bpmn:extensionElements></bpmn:callActivity>'
        )
        outer = process("yttre", start(), called, end(), flows("start", "anrop", "slut"))
        tasks = "".join(map(user_task, inner))
        first, last = start("i_start"), end("i_slut")
        return diagram(
            outer, process("inre", first, tasks, last, flows("i_start", *inner, "i_slut"))
        )

    publish(house, Package("anropen", {"a.bpmn": drawn("x", "y")}))
    house.start("yttre")
    assert tried(house, Package("anropen", {"a.bpmn": drawn("x", "z")})).count("goes_on") == 1
    (stays,) = tried(house, Package("anropen", {"a.bpmn": drawn("z", "y", "w")})).own
    assert [problem.element for problem in stays.reasons] == ["x"]
    gone = tried(house, Package("anropen", steps("helt_annan", "a").files))
    assert [problem.element for problem in gone.own[0].reasons] == ["yttre"]


def test_where_the_answer_hangs_on_what_is_known_each_is_tried_by_itself(house: House) -> None:
    publish(house, steps("eget", "a"))
    good = house.start("eget", dag="2027-05-01")
    bad = house.start("eget", dag="ingen dag")
    late = (
        '<bpmn:boundaryEvent id="sent" name="Sent" attachedToRef="a"><bpmn:timerEventDefinition>'
        "<bpmn:timeDate>=dag</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    )
    drawn = process(
        "eget",
        start(),
        user_task("a"),
        late,
        end(),
        flows("start", "a", "slut"),
        flows("sent", "slut"),
    )
    found = tried(house, Package("eget", {"e.bpmn": diagram(drawn)}))
    verdicts = {one.instance_id: one for one in found.own}
    assert verdicts[good].verdict == "goes_on"
    assert [note.code for note in verdicts[good].notes] == ["event-new"]
    assert verdicts[bad].verdict == "stays"
    assert verdicts[bad].reasons[0].element == "sent"
    assert "ingen dag" in verdicts[bad].reasons[0].sv


def test_a_published_version_leaves_out_what_runs_in_it(house: House) -> None:
    publish(house, steps("nu", "a", "b"))
    house.start("nu")
    package = steps("nu", "a", "c")
    version = publish(house, package)
    house.start("nu")
    found = tried(house, package, version_id=version)
    assert (len(found.own), found.already) == (1, 1)


def test_a_package_that_cannot_run_is_refused(house: House) -> None:
    publish(house, steps("trasig", "a"))
    with pytest.raises(DialectError):
        tried(house, Package("trasig", {"t.bpmn": b"<nej/>"}))


def test_an_instance_that_cannot_be_read_is_told_of_and_stops_nobody_else(house: House) -> None:
    publish(house, steps("olaslig", "a"))
    one, two = house.start("olaslig"), house.start("olaslig")
    with house.database.transaction() as session:
        session.get_one(Instance, one).state = b"nej"
    found = {each.instance_id: each for each in tried(house, steps("olaslig", "a", "b")).own}
    assert (found[one].verdict, found[two].verdict) == ("stays", "goes_on")
    assert found[one].reasons[0].code == "bad-state"
