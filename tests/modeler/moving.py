"""Small processes that change while they run, for the tests of rehearsal and moves."""

from collections.abc import Mapping
from uuid import UUID

from tests.house import House
from tests.instances.build import diagram, end, flows, process, start, user_task

from flows.catalog import Package, latest_version
from flows.modeler.rehearse import Rehearsal, rehearse

OWNER, OTHER_OWNER = "processagare-gavleborg", "processagare-vasternorrland"
ADMIN, SECRETARY = "administrator-gavleborg", "sekreterare-natverk-valfard"
FORUM_ELSEWHERE = "halsam-lansledning"


def steps(name: str, *ids: str, names: Mapping[str, str] | None = None) -> Package:
    """A package with user tasks in a row; `names` are those that aren't called after their id."""
    tasks = [
        user_task(one).replace(one.capitalize(), (names or {}).get(one, one.capitalize()))
        for one in ids
    ]
    drawn = process(name, start(), *tasks, end(), flows("start", *ids, "slut"))
    return Package(name, {f"{name}.bpmn": diagram(drawn)})


def publish(house: House, package: Package) -> int:
    """Publish, and give the version."""
    house.publish(package.name, package.files)
    with house.database.transaction() as session:
        return latest_version(session, package.name).version_id


def tried(
    house: House,
    package: Package,
    *,
    person: str = OWNER,
    version_id: int | None = None,
    **chosen: str,
) -> Rehearsal:
    """A rehearsal as one of the people would see it."""
    with house.database.transaction() as session:
        return rehearse(
            session,
            package,
            actor=house.actor(person),
            now=house.clock(),
            version_id=version_id,
            chosen=chosen,
        )


def standing(house: House, ids: list[UUID]) -> list[list[str]]:
    """What is open in each."""
    return [house.open(one) for one in ids]
