"""Which step takes over from one that is gone: as Provkör asks, and Publicera carries it on."""

from collections.abc import Iterable, Mapping

from flask import request

from flows.modeler.successors import Successor

STEP = "step."
"""What the names of the lists begin with in which a step's successor is chosen."""

NOBODY = "-"
"""The choice that no step takes over."""


def chosen_steps() -> dict[str, str]:
    """Which step takes over from which, as the page says; empty: none does."""
    return {
        name.removeprefix(STEP): "" if value == NOBODY else value
        for name, value in request.values.items()
        if name.startswith(STEP) and value
    }


def fields_of_steps(chosen: Mapping[str, str]) -> dict[str, str]:
    """The same choices as the fields of a form, or what an address asks for."""
    return {f"{STEP}{old}": new or NOBODY for old, new in chosen.items()}


def fields_of_successors(successors: Iterable[Successor]) -> dict[str, str]:
    """What a page shows as chosen, as fields that carry it on."""
    return fields_of_steps({one.element_id: one.chosen for one in successors})
