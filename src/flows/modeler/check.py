"""Check a draft against everything that is known here: operations, roles, published processes."""

from datetime import datetime

from sqlalchemy.orm import Session

from flows.catalog import Package, definition_of, published_processes
from flows.catalog.check_draft import check_draft
from flows.kernel import Problem
from flows.modeler.drafts import Draft
from flows.modeler.taken_processes import taken_processes
from flows.operations import OPERATIONS
from flows.organisation import collaborations, forum_names, party_names, roles_of


def problems_of(session: Session, draft: Draft, *, now: datetime, max_bytes: int) -> list[Problem]:
    """Everything that can be found wrong in a draft without running it, errors first.

    `file` is the file's name within the package; `flows.catalog.hints.hint_for` says how to mend
    what has a code. Reads the database, changes nothing.
    """
    return package_problems(session, draft.as_package(), now=now, max_bytes=max_bytes)


def package_problems(
    session: Session, package: Package, *, now: datetime, max_bytes: int
) -> list[Problem]:
    """The same for files that need not be a draft's, such as an earlier version's."""
    roles: set[str] = set()
    scopes: set[str] = set()
    for collaboration in collaborations(session):
        roles |= {role.id for role in roles_of(session, collaboration.id)}
        scopes |= {
            collaboration.id,
            *forum_names(session, collaboration.id),
            *party_names(session, collaboration.id),
        }
    others = [one for one in published_processes(session) if one.package != package.name]
    problems = check_draft(
        package,
        operations=OPERATIONS,
        roles=roles,
        scopes=scopes,
        processes={one.process_id for one in others},
        neighbours=[
            definition_of(session, one.version_id).processes[one.process_id] for one in others
        ],
        now=now,
        max_bytes=max_bytes,
    )
    return taken_processes(session, package) + problems
