"""The stage that a package's scenarios play on: its definition, and the organisations loaded."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from flows.catalog import Package, latest_version, package_of
from flows.catalog.scenario_stage import People, Stage
from flows.catalog.versions import definition_in, forms_in
from flows.engine import Definition
from flows.forms import Form
from flows.kernel import Invalid
from flows.modeler.recording_errors import NotRunnable
from flows.organisation import (
    RoleRef,
    collaborations,
    forum_context,
    forum_names,
    party_context,
    picker_lists,
    resolve_role,
)

_MOST_KEPT = 16
_lock = Lock()
_read: OrderedDict[str, tuple[Definition, Mapping[str, Form]]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class StoredPeople:
    """A collaboration as it is loaded; answers as an organisation file does."""

    session: Session
    collaboration_id: str

    def forum_context(self, forum_id: str, /) -> Mapping[str, Any]:
        """The variable `forum`. Raises ForumNotFound."""
        return forum_context(self.session, forum_id)

    def party_context(self, party_id: str, /) -> Mapping[str, Any]:
        """The variable `part`. Raises PartyNotFound."""
        return party_context(self.session, party_id)

    def picker_lists(self) -> Mapping[str, Any]:
        """What the pickers of a form choose from."""
        return picker_lists(self.session, self.collaboration_id)

    def resolve_role(
        self, reference: str, forum_id: str | None, party_id: str | None, /
    ) -> RoleRef | None:
        """The role that a diagram means by a reference."""
        return resolve_role(self.session, self.collaboration_id, reference, forum_id, party_id)


def stage_of(session: Session, package: Package) -> Stage:
    """Where the package's scenarios play. Raises NotRunnable with what stands in the way."""
    definition, forms = _runnable(package)
    people: dict[str, People] = {
        forum_id: StoredPeople(session, collaboration.id)
        for collaboration in collaborations(session)
        for forum_id in forum_names(session, collaboration.id)
    }
    return Stage(definition, forms, people)


def published_stage(session: Session, package: str) -> Stage | None:
    """Where the scenarios of the version in force play; None when there is none that can run."""
    version = latest_version(session, package, missing_ok=True)
    if version is None:
        return None
    try:
        return stage_of(session, package_of(session, version.version_id))
    except NotRunnable:
        return None


def _runnable(package: Package) -> tuple[Definition, Mapping[str, Form]]:
    """The package read, and kept for the next time: a recording asks at every click."""
    digest = package.sha256
    with _lock:
        kept = _read.get(digest)
        if kept is not None:
            _read.move_to_end(digest)
            return kept
    try:
        read = (definition_in(package), forms_in(package))
    except Invalid as fault:
        raise NotRunnable(problems=fault.problems) from None
    with _lock:
        _read[digest] = read
        while len(_read) > _MOST_KEPT:
            _read.popitem(last=False)
    return read
