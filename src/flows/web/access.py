"""Who may use a view. A view that says nothing is refused.

@blueprint.get("/running")
@role("administrator", "processagare")
def running() -> str: ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask

from flows.kernel import NotAllowed
from flows.organisation import Actor

View = TypeVar("View", bound=Callable[..., Any])

_MARK = "flows_access"


class SignInNeeded(NotAllowed):
    """Only someone who is signed in may see this."""

    code = "sign-in-needed"
    sv = "Du behöver logga in."
    en = "You need to sign in."


@dataclass(frozen=True, slots=True)
class Access:
    """A view's declaration. `roles` None: any signed-in person; `open_to_all`: no sign-in."""

    open_to_all: bool = False
    roles: frozenset[str] | None = None
    by_itself: bool = False

    def check(self, actor: Actor | None) -> None:
        """Raises SignInNeeded or NotAllowed when the actor may not use the view."""
        if self.open_to_all:
            return
        if actor is None:
            raise SignInNeeded
        if self.roles is not None and not any(held.role in self.roles for held in actor.roles):
            raise NotAllowed


def public(view: View) -> View:
    """Anyone may use the view, signed in or not."""
    return _declare(view, Access(open_to_all=True))


def signed_in(view: View) -> View:
    """Anyone who is signed in may use the view; the rooms below decide what they see."""
    return _declare(view, Access())


def signed_in_by_itself(view: View) -> View:
    """As `signed_in`, for what a page asks for by itself: it does not keep a session alive."""
    return _declare(view, Access(by_itself=True))


def role(*names: str, by_itself: bool = False) -> Callable[[View], View]:
    """Anyone who holds one of the roles, in whatever scope, may use the view.

    `by_itself` as for `signed_in_by_itself`.
    """
    return lambda view: _declare(view, Access(roles=frozenset(names), by_itself=by_itself))


def declared_access(view: Callable[..., Any] | None) -> Access | None:
    """What a view declares, or None when it says nothing."""
    return getattr(view, _MARK, None)


def require_declared_access(app: Flask) -> None:
    """Raises RuntimeError naming every view that does not say who may use it."""
    public(app.view_functions["static"])
    silent = [name for name, view in app.view_functions.items() if declared_access(view) is None]
    if silent:
        raise RuntimeError(f"views that don't declare who may use them: {', '.join(silent)}")


def _declare(view: View, access: Access) -> View:
    setattr(view, _MARK, access)
    return view
