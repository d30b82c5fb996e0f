"""The interface's own words: Swedish in the code, English from the catalogue of translations."""

import flask_babel  # type: ignore[import-untyped]


def gettext(text: str, **values: object) -> str:
    """The text in the page's language, with its values filled in."""
    return str(flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The text for a number of things, in the page's language; `%(num)d` is the number."""
    return str(flask_babel.ngettext(one, many, num, **values))
