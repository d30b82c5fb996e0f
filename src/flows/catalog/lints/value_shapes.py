"""What the values are made of that no expression makes: the forum, the party, answers of forms."""

from collections.abc import Mapping

from flows.expressions import ContextShape, ListShape, Shape
from flows.forms import Form
from flows.forms.field import REPEATING, Field, every_field
from flows.forms.file_rules import FILES


def _parts(*names: str) -> ContextShape:
    return ContextShape(dict.fromkeys(names))


_PARTY = _parts("id", "namn", "kortnamn", "slag", "huvudman", "beredande", "beslutande")
_OTHER_FORUM = _parts("id", "namn", "kortnamn", "slag")
_PLAIN = (
    "id",
    "namn",
    "kortnamn",
    "slag",
    "samverkan",
    "samverkan_namn",
    "har_beredning",
    "kallelsedagar",
    "dokumentation",
    "justering",
    "bara_radgivande",
    "beslutsformer",
    "ordforanderegel",
    "min_moten",
    "ersattare",
    "paminnelsedagar",
    "eskaleringsdagar",
    "inlamning",
    "finansiering",
    "staende_punkter",
    "omraden",
)

FORUM_SHAPES: Mapping[str, Shape] = {
    "forum": ContextShape(
        {
            **dict.fromkeys(_PLAIN),
            "beredning": _OTHER_FORUM,
            "rapporterar_till": _OTHER_FORUM,
            "rekommenderar_till": _OTHER_FORUM,
            "nivaer": ListShape(_OTHER_FORUM),
            "parter": ListShape(_PARTY),
            "huvudman": ListShape(_PARTY),
            "associerade": ListShape(_PARTY),
        }
    ),
    "part": _PARTY,
    "instans": _parts("id"),
    "anmalare": _parts("id", "namn", "slag"),
}
"""The variables that Flows itself gives an instance: see `flows.organisation.forum_variables`."""

_FILE = _parts("id", "namn", "typ", "byte")


def form_shapes(form: Form) -> dict[str, Shape]:
    """What the answers of a form are made of, by key."""
    return {field.key: _answer(field) for field in every_field(form.fields) if field.key}


def _answer(field: Field) -> Shape:
    if field.type == FILES:
        return ListShape(_FILE)
    if field.type == REPEATING:
        inside = every_field(field.row)
        return ListShape(ContextShape({one.key: _answer(one) for one in inside if one.key}))
    return None
