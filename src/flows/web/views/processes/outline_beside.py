"""What a page of the outline about something beside the flow is about."""

from collections.abc import Callable, Iterable, Mapping

from flows.diagrams import Outline, StepUnknown
from flows.diagrams.beside import Beside, Document, Exchange, Group, Note, Outsider

Thing = Note | Document | Group | Outsider | Exchange

BESIDE_KINDS: Mapping[str, Callable[[Beside], Iterable[Thing]]] = {
    "note": lambda beside: beside.notes,
    "document": lambda beside: beside.documents,
    "group": lambda beside: beside.groups,
    "outsider": lambda beside: beside.outsiders,
    "exchange": lambda beside: [exchange for _who, exchange in beside.exchanges()],
}
"""What `edit` in the address may be, with all that there are of it."""

_MAY_BE_NEW = ("group", "outsider")


def beside_asked(outline: Outline, kind: str, thing_id: str) -> Thing | None:
    """The one that is asked for; None when it is to be a new one. Raises StepUnknown."""
    if not thing_id and kind in _MAY_BE_NEW:
        return None
    for one in BESIDE_KINDS[kind](outline.beside):
        if thing_id and one.id == thing_id:
            return one
    raise StepUnknown
