"""Find the role that a diagram means by `role` or `role@scope`."""

from collections.abc import Callable

from flows.organisation.model import RoleRef


def resolve_reference(
    reference: str,
    *,
    scopes_of: Callable[[str], tuple[str, ...]],
    kind_of: Callable[[str], str | None],
    collaboration_id: str,
    forum_id: str | None,
    party_id: str | None,
) -> RoleRef | None:
    """The role meant by a reference in a diagram, or None when there is none.

    `role@scope` names a party, a forum or the collaboration. A bare `role` is looked up in the
    instance's party when it has one, else its forum, else the collaboration, at the first place
    where that role can be held. `scopes_of` gives the scope kinds of a role id (empty: no such
    role), `kind_of` the scope kind of an id.
    """
    role, at, scope = (part.strip() for part in reference.partition("@"))
    scopes = scopes_of(role)
    if at:
        kind = kind_of(scope)
        return RoleRef(role, kind, scope) if kind in scopes and kind is not None else None
    here = {"party": party_id, "forum": forum_id, "collaboration": collaboration_id}
    for kind in scopes:
        scope_id = here[kind]
        if scope_id is not None:
            return RoleRef(role, kind, scope_id)
    return None
