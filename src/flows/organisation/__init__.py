"""Who takes part: collaborations with their parties, forums, roles, people and memberships."""

from flows.organisation.marked_yaml import OrganisationError
from flows.organisation.model import (
    Body,
    Collaboration,
    Contradiction,
    Forum,
    Membership,
    Party,
    Person,
    Role,
    RoleRef,
)
from flows.organisation.organisation import (
    ForumNotFound,
    Organisation,
    PartyNotFound,
    check_organisation,
)

__all__ = [
    "Body",
    "Collaboration",
    "Contradiction",
    "Forum",
    "ForumNotFound",
    "Membership",
    "Organisation",
    "OrganisationError",
    "Party",
    "PartyNotFound",
    "Person",
    "Role",
    "RoleRef",
    "check_organisation",
]
