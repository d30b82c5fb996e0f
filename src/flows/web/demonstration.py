"""The people of a demonstration, by the body or party that they belong to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class DemonstrationPerson:
    """Someone whom a visitor may be."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class DemonstrationGroup:
    """The people of one body."""

    name: str
    people: tuple[DemonstrationPerson, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Their user names."""
        return frozenset(person.id for person in self.people)


def demonstration_people(session: Session, now: datetime) -> list[DemonstrationGroup]:
    """Everyone who may sign in, in groups, both in the Swedish order."""
    return []
