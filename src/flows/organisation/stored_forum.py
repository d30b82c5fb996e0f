"""Pack a forum's settings into JSON for its row, and unpack them."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from flows.organisation.model import CompositionRule, Forum, PlannedMeetings, Seat
from flows.organisation.tables import ForumRow

_COLUMNS = {"id", "name", "short", "kind", "party_ids"}
_SETTINGS = {field.name for field in fields(Forum)} - _COLUMNS
_PARTS: Mapping[str, type] = {
    "meetings": PlannedMeetings,
    "seats": Seat,
    "composition_rules": CompositionRule,
}


def packed_settings(forum: Forum) -> dict[str, Any]:
    """All of a forum but its id, names, kind and parties, as JSON data."""
    packed: dict[str, Any] = _plain(
        {key: value for key, value in asdict(forum).items() if key not in _COLUMNS}
    )
    return packed


def unpacked_forum(row: ForumRow, party_ids: tuple[str, ...]) -> Forum:
    """The forum of a row; a setting newer than the row has its default."""
    settings = {
        key: _tuples(value)
        for key, value in row.settings.items()
        if key in _SETTINGS and key not in _PARTS
    }
    for key, part in _PARTS.items():
        settings[key] = tuple(
            part(**{name: _tuples(value) for name, value in each.items()})
            for each in row.settings.get(key, ())
        )
    return Forum(
        id=row.id, name=row.name, short=row.short, kind=row.kind, party_ids=party_ids, **settings
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _tuples(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _tuples(each) for key, each in value.items()}
    return tuple(value) if isinstance(value, list) else value
