"""What someone was writing when their session ended: it goes along through the signing in.

It is stored nowhere: the pages hand it to each other, in a field of their forms.
"""

import json
from dataclasses import dataclass

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException

from flows.web.addresses import inside

FIELD = "_unfinished"

_TAKEN_UP_BY = {
    "task.complete": "task.draft",
    "task.draft": "task.draft",
    "task.again": "task.draft",
    "start.begin": "start.again",
    "start.again": "start.again",
}
"""Which view takes up what was sent to another; none of them does anything with it but keep it."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A form that was being written: where it is taken up, and its fields as they were sent."""

    address: str
    fields: tuple[tuple[str, str], ...]

    @property
    def field(self) -> str:
        """The name of the field that it is packed in."""
        return FIELD

    def packed(self) -> str:
        """As it stands in a form's field."""
        return json.dumps({"address": self.address, "fields": self.fields})


def sent_too_late() -> Unfinished | None:
    """What this request has brought from someone who is signed out; None when it is no such form.

    Files are not among it: a browser has to choose them again.
    """
    endpoint = _TAKEN_UP_BY.get(request.endpoint or "")
    if request.method != "POST" or endpoint is None:
        return None
    fields = tuple(
        (name, text)
        for name, text in request.form.items(multi=True)
        if name not in {"csrf_token", FIELD}
    )
    return Unfinished(url_for(endpoint, **(request.view_args or {})), fields)


def brought_along() -> Unfinished | None:
    """What the signing in has brought along; None when there is nothing, or nothing of ours."""
    try:
        held = json.loads(request.form.get(FIELD, ""))
        address, fields = held["address"], tuple((name, text) for name, text in held["fields"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    texts = [address, *(text for pair in fields for text in pair)]
    if not all(isinstance(text, str) for text in texts) or not _takes_up(address):
        return None
    return Unfinished(address, fields)


def _takes_up(address: str) -> bool:
    try:
        endpoint, _ = current_app.url_map.bind("").match(inside(address, ""), method="POST")
    except HTTPException:
        return False
    return endpoint in _TAKEN_UP_BY.values()
