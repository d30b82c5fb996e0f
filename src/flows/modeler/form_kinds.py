"""The kinds of question and text that a form can hold, as a process owner chooses among them."""

import json
import re
import secrets
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldKind:
    """One kind: what it is called, and what a component of that kind has in its file.

    `asks` says that it has a key and an answer, `chooses` that its author writes the choices.
    """

    id: str
    sv: str
    en: str
    type: str
    more: Mapping[str, Any] = field(default_factory=dict)
    asks: bool = True
    chooses: bool = False


_CHOICE = {"values": [{"label": "Ja", "value": "ja"}, {"label": "Nej", "value": "nej"}]}

FIELD_KINDS: Mapping[str, FieldKind] = {
    kind.id: kind
    for kind in (
        FieldKind("text-line", "Kort text", "Short text", "textfield"),
        FieldKind("text-lines", "Lång text", "Long text", "textarea"),
        FieldKind("number", "Tal", "Number", "number"),
        FieldKind("tick", "En ruta att kryssa i", "A box to tick", "checkbox"),
        FieldKind("one-of", "Ett val, alla syns", "One choice, all shown", "radio", _CHOICE),
        FieldKind("one-in-list", "Ett val i en lista", "One choice in a list", "select", _CHOICE),
        FieldKind("several-of", "Flera val", "Several choices", "checklist", _CHOICE),
        FieldKind("tags", "Flera val som etiketter", "Several choices as tags", "taglist", _CHOICE),
        FieldKind("date", "Datum", "Date", "datetime", {"subtype": "date"}),
        FieldKind(
            "workday",
            "Datum, bara arbetsdagar",
            "Date, workdays only",
            "datetime",
            {"subtype": "date", "properties": {"workday": "true"}},
        ),
        FieldKind("time", "Klockslag", "Time of day", "datetime", {"subtype": "time"}),
        FieldKind(
            "date-time", "Datum och klockslag", "Date and time", "datetime", {"subtype": "datetime"}
        ),
        FieldKind("files", "Filer", "Files", "filepicker", {"multiple": True}),
        FieldKind(
            "organisation",
            "Välj en organisation",
            "Choose an organisation",
            "select",
            {"properties": {"source": "organisation"}},
        ),
        FieldKind(
            "huvudman",
            "Välj en huvudman",
            "Choose a principal",
            "select",
            {"properties": {"source": "huvudman"}},
        ),
        FieldKind(
            "person",
            "Välj en person",
            "Choose a person",
            "select",
            {"properties": {"source": "person"}},
        ),
        FieldKind("reading", "Text att läsa", "Text to read", "text", asks=False),
        FieldKind("html", "Text att läsa, som HTML", "Text to read, as HTML", "html", asks=False),
        FieldKind("line", "Linje", "Line", "separator", asks=False),
        FieldKind("space", "Mellanrum", "Space", "spacer", asks=False),
        FieldKind("group", "Grupp", "Group", "group", {"components": []}, asks=False),
        FieldKind("rows", "Grupp som upprepas", "Repeating group", "dynamiclist"),
        FieldKind("button", "Knapp (visas inte)", "Button (not shown)", "button", asks=False),
    )
}
"""By id, in the order that they are offered."""

TEXTS: Mapping[str, str] = {"text": "text", "html": "content"}
"""Components that are texts to read, and what holds the text."""

CHOOSING = frozenset({"radio", "select", "checklist", "taglist"})


def kind_of(component: Mapping[str, Any]) -> FieldKind | None:
    """Which of the kinds a component is; None for one that Flows doesn't have."""
    type_ = str(component.get("type") or "")
    properties = component.get("properties")
    given = properties if isinstance(properties, Mapping) else {}
    source = str(given.get("source") or "")
    if type_ in CHOOSING and source in FIELD_KINDS:
        return FIELD_KINDS[source]
    if type_ == "datetime":
        subtype = component.get("subtype") or "date"
        workday = str(given.get("workday", "")).lower() == "true"
        names = {"date": "workday" if workday else "date", "time": "time", "datetime": "date-time"}
        return FIELD_KINDS.get(names.get(str(subtype), ""))
    plain = (kind for kind in FIELD_KINDS.values() if kind.type == type_)
    return next((kind for kind in plain if kind.id not in {"organisation", "huvudman"}), None)


def new_component(
    kind: FieldKind, label: str, label_en: str, taken: Collection[str]
) -> dict[str, Any]:
    """A component of a kind with a key made of its label that isn't `taken`."""
    number = secrets.token_hex(3)
    made: dict[str, Any] = {"id": f"falt_{number}", "type": kind.type}
    made["layout"] = {"row": f"rad_{number}", "columns": None}
    made.update(json.loads(json.dumps(dict(kind.more))))
    properties = made.pop("properties", {})
    if kind.type in TEXTS:
        name = TEXTS[kind.type]
        made[name] = f"<p>{escape(label)}</p>" if kind.type == "html" else label
        properties |= {f"{name}_en": label_en} if label_en else {}
    elif kind.type not in {"separator", "spacer"}:
        made["dateLabel" if kind.id in {"date", "workday", "date-time"} else "label"] = label
        if kind.id == "time":
            made["timeLabel"] = made.pop("label")
        properties |= {"label_en": label_en} if label_en else {}
    if kind.asks:
        made["path" if kind.type == "dynamiclist" else "key"] = _free_key(label, taken)
    if kind.type == "dynamiclist":
        made["components"] = []
    if properties:
        made["properties"] = properties
    return made


def _free_key(label: str, taken: Collection[str]) -> str:
    plain = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "svar"
    stem = f"svar_{stem}" if stem[0].isdigit() else stem
    names = (stem if number == 1 else f"{stem}_{number}" for number in range(1, 10_000))
    return next(name for name in names if name not in taken)
