"""Publishing: what was seen, checked and tried; one of two wins; what was published stays."""

import threading
from collections.abc import Callable

import pytest
from tests.house import House

from flows.catalog import (
    PackageVersion,
    current_process,
    latest_version,
    package_of,
    version_of,
)
from flows.kernel import FlowsError
from flows.modeler import (
    BaseMoved,
    DraftChanged,
    DraftGone,
    DraftHasErrors,
    NothingToPublish,
    NotProcessOwner,
    PackageExists,
    ReasonNeeded,
    ScenariosRed,
    VersionMoved,
    accept_base,
    discard_draft,
    find_draft,
    new_draft,
    open_draft,
    write_file,
)
from flows.modeler.publish_draft import publish_draft, restore_version
from flows.organisation import Actor

LIMIT = 1 << 20
PACKAGE = "rekommendation"
DIAGRAM = "rekommendation.bpmn"


@pytest.fixture
def owner(county: House) -> Actor:
    return county.actor("processagare-gavleborg")


@pytest.fixture
def other(county: House) -> Actor:
    return county.actor("processagare-vasternorrland")


@pytest.fixture(autouse=True)
def _no_draft(county: House, owner: Actor) -> None:
    with county.database.transaction() as session:
        if find_draft(session, PACKAGE):
            discard_draft(session, owner, PACKAGE)


def current(county: House) -> PackageVersion:
    with county.database.transaction() as session:
        return latest_version(session, PACKAGE)


def edit(county: House, owner: Actor, change: Callable[[bytes], bytes], file: str = DIAGRAM) -> int:
    """Change a file of the draft; returns the draft's revision."""
    with county.database.transaction() as session:
        draft = open_draft(session, owner, PACKAGE, now=county.clock())
        seen = draft.file(file)
        write_file(
            session,
            owner,
            PACKAGE,
            file,
            change(seen.content),
            expected=seen.etag,
            max_bytes=LIMIT,
            now=county.clock(),
        )
        return open_draft(session, owner, PACKAGE, now=county.clock()).revision


def rename(county: House, owner: Actor) -> int:
    """A harmless change, another one each time."""
    number = current(county).number
    return edit(county, owner, lambda raw: raw + f"<!-- {number} -->\n".encode())


def publish(
    county: House, owner: Actor, revision: int, reason: str = "Provat", red: str | None = None
) -> PackageVersion:
    with county.database.transaction() as session:
        return publish_draft(
            session,
            owner,
            PACKAGE,
            revision=revision,
            reason=reason,
            red_scenarios_reason=red,
            now=county.clock(),
            max_bytes=LIMIT,
        )


def restore(
    county: House, owner: Actor, number: int, seen: int, reason: str = "Fel version"
) -> PackageVersion:
    with county.database.transaction() as session:
        return restore_version(
            session,
            owner,
            PACKAGE,
            number,
            seen_version_id=seen,
            reason=reason,
            now=county.clock(),
            max_bytes=LIMIT,
        )


def test_a_published_draft_is_a_version_with_who_and_why(county: House, owner: Actor) -> None:
    before = current(county)
    revision = rename(county, owner)
    made = publish(county, owner, revision, reason="  Tydligare namn  ")
    assert made.number == before.number + 1
    assert (made.author, made.reason, made.origin) == (owner.person_id, "Tydligare namn", "browser")
    assert made.red_scenarios_reason is None
    with county.database.transaction() as session:
        assert package_of(session, made.version_id).sha256 == made.sha256
        assert current_process(session, "rekommendation").version_id == made.version_id
        assert find_draft(session, PACKAGE) is None
        assert version_of(session, PACKAGE, before.number) == before


def test_only_process_owners_publish_and_only_with_a_reason(county: House, owner: Actor) -> None:
    revision = rename(county, owner)
    with pytest.raises(NotProcessOwner):
        publish(county, county.actor("sekreterare-natverk-valfard"), revision)
    with pytest.raises(ReasonNeeded):
        publish(county, owner, revision, reason=" ")


def test_nothing_is_published_that_was_not_seen(county: House, owner: Actor, other: Actor) -> None:
    seen = rename(county, owner)
    edit(county, other, lambda raw: raw + b"<!-- mer -->")
    with pytest.raises(DraftChanged) as told:
        publish(county, owner, seen)
    assert told.value.by == other.person_id


def test_a_draft_with_errors_is_not_published(county: House, owner: Actor) -> None:
    revision = edit(county, owner, lambda raw: raw.replace(b'formId="', b'formId="saknas-', 1))
    with pytest.raises(DraftHasErrors) as told:
        publish(county, owner, revision)
    assert {problem.code for problem in told.value.problems} & {
        "form-missing",
        "start-form-missing",
    }


def test_what_is_the_same_is_not_published_again(county: House, owner: Actor) -> None:
    with county.database.transaction() as session:
        revision = open_draft(session, owner, PACKAGE, now=county.clock()).revision
    with pytest.raises(NothingToPublish):
        publish(county, owner, revision)


def test_a_red_scenario_takes_a_reason_and_the_version_keeps_it(
    county: House, owner: Actor
) -> None:
    with county.database.transaction() as session:
        draft = open_draft(session, owner, PACKAGE, now=county.clock())
        scenario = next(name for name in draft.files if name.startswith("scenarier/"))
    revision = edit(
        county, owner, lambda raw: raw.replace(b"ends: [", b"ends: [saknas, "), scenario
    )
    with pytest.raises(ScenariosRed) as told:
        publish(county, owner, revision)
    assert told.value.problems
    with pytest.raises(ScenariosRed):
        publish(county, owner, revision, red="  ")
    made = publish(county, owner, revision, red="Scenariot rättas i morgon")
    assert made.red_scenarios_reason == "Scenariot rättas i morgon"
    again = restore(county, owner, made.number - 1, made.version_id)
    assert again.red_scenarios_reason is None


def test_a_version_published_meanwhile_is_told_and_can_be_accepted(
    county: House, owner: Actor
) -> None:
    revision = rename(county, owner)
    with county.database.transaction() as session:
        base = latest_version(session, PACKAGE)
        files = dict(package_of(session, base.version_id).files)
    county.publish(PACKAGE, {**files, DIAGRAM: files[DIAGRAM] + b"<!-- ur mappen -->"})
    with pytest.raises(BaseMoved) as told:
        publish(county, owner, revision)
    assert told.value.sv.startswith(f"test publicerade version {base.number + 1} medan du ritade.")
    seen = current(county)
    with county.database.transaction() as session:
        with pytest.raises(BaseMoved):
            accept_base(session, owner, PACKAGE, version_id=base.version_id, now=county.clock())
        accept_base(session, owner, PACKAGE, version_id=seen.version_id, now=county.clock())
        draft = find_draft(session, PACKAGE)
        assert draft is not None
    assert publish(county, owner, draft.revision).number == seen.number + 1


def test_of_two_who_publish_at_once_one_wins_and_the_other_is_told(
    county: House, owner: Actor, other: Actor
) -> None:
    before = current(county).number
    revision = rename(county, owner)
    told: list[FlowsError] = []
    together = threading.Barrier(2)

    def try_to_publish(actor: Actor) -> None:
        together.wait()
        try:
            publish(county, actor, revision, reason=f"Av {actor.person_id}")
        except FlowsError as error:
            told.append(error)

    threads = [threading.Thread(target=try_to_publish, args=(one,)) for one in (owner, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = current(county)
    assert after.number == before + 1
    (error,) = told
    assert isinstance(error, DraftGone)
    winner = {owner.person_id: owner.title, other.person_id: other.title}[after.author]
    assert f"Nu gäller version {after.number}, som {winner} publicerade." in error.sv


def test_an_earlier_version_comes_back_as_a_new_one(county: House, owner: Actor) -> None:
    good = current(county)
    worse = publish(county, owner, rename(county, owner))
    back = restore(county, owner, good.number, worse.version_id)
    assert back.number == worse.number + 1
    assert back.sha256 == good.sha256
    assert back.reason == f"Återgång till version {good.number}: Fel version"
    with pytest.raises(NothingToPublish):
        restore(county, owner, good.number, back.version_id)


def test_nobody_goes_back_over_a_version_that_was_not_seen(county: House, owner: Actor) -> None:
    first = current(county)
    second = publish(county, owner, rename(county, owner))
    third = publish(county, owner, rename(county, owner))
    with pytest.raises(VersionMoved) as told:
        restore(county, owner, first.number, second.version_id)
    assert told.value.number == third.number
    assert owner.title in told.value.sv


def test_a_process_of_another_package_is_never_taken_over(county: House, owner: Actor) -> None:
    with county.database.transaction() as session:
        files = dict(package_of(session, latest_version(session, "projekt").version_id).files)
        with pytest.raises(PackageExists):
            new_draft(session, owner, "projekt", files, now=county.clock())
        draft = new_draft(session, owner, "mitt_projekt", files, now=county.clock())
        with pytest.raises(DraftHasErrors) as told:
            publish_draft(
                session,
                owner,
                "mitt_projekt",
                revision=draft.revision,
                reason="Mitt eget",
                now=county.clock(),
                max_bytes=LIMIT,
            )
        assert "process-taken" in {problem.code for problem in told.value.problems}
        assert current_process(session, "projekt").package == "projekt"
        session.rollback()
