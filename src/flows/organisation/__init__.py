"""Who takes part: collaborations with their parties, forums, roles, people and memberships."""

from flows.organisation.actor import Actor
from flows.organisation.errors import ForumNotFound, PartyNotFound, PersonNotFound
from flows.organisation.forum_queries import (
    collaboration_of,
    forum_context,
    forum_of,
    forums_open_to,
    party_context,
    registry_prefix,
)
from flows.organisation.load_organisation import LoadResult, load_organisation
from flows.organisation.marked_yaml import OrganisationError
from flows.organisation.model import (
    Body,
    Collaboration,
    Contradiction,
    FirstPerson,
    Forum,
    Membership,
    Party,
    Person,
    Role,
    RoleRef,
)
from flows.organisation.organisation import Organisation, check_organisation
from flows.organisation.queries import (
    collaborations,
    contradictions_of,
    forum_names,
    name_of_person,
    party_names,
    people_of,
    person_titles,
    picker_lists,
    roles_of,
)
from flows.organisation.remembered import organisation_version
from flows.organisation.role_queries import (
    actor_of,
    memberships_of,
    people_with,
    resolve_role,
    resolve_roles,
    role_titles,
)
from flows.organisation.swedish_order import swedish_sort_key

__all__ = [
    "Actor",
    "Body",
    "Collaboration",
    "Contradiction",
    "FirstPerson",
    "Forum",
    "ForumNotFound",
    "LoadResult",
    "Membership",
    "Organisation",
    "OrganisationError",
    "Party",
    "PartyNotFound",
    "Person",
    "PersonNotFound",
    "Role",
    "RoleRef",
    "actor_of",
    "check_organisation",
    "collaboration_of",
    "collaborations",
    "contradictions_of",
    "forum_context",
    "forum_names",
    "forum_of",
    "forums_open_to",
    "load_organisation",
    "memberships_of",
    "name_of_person",
    "organisation_version",
    "party_context",
    "party_names",
    "people_of",
    "people_with",
    "person_titles",
    "picker_lists",
    "registry_prefix",
    "resolve_role",
    "resolve_roles",
    "role_titles",
    "roles_of",
    "swedish_sort_key",
]
