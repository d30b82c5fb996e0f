"""The person behind a request, with the roles they hold that day."""

from dataclasses import dataclass

from flows.organisation.model import RoleRef

ADMINISTRATOR = "administrator"
PROCESS_OWNER = "processagare"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who acts; `roles` are those in force on the day the actor was made."""

    person_id: str
    title: str
    collaboration_id: str
    roles: frozenset[RoleRef]

    @property
    def is_admin(self) -> bool:
        """Whether the person may see and mend everything that runs in the collaboration."""
        return any(role.role == ADMINISTRATOR for role in self.roles)

    @property
    def is_owner(self) -> bool:
        """Whether the person may draw and publish the collaboration's processes."""
        return any(role.role == PROCESS_OWNER for role in self.roles)
