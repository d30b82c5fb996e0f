"""How to mend what a check finds: a plain sentence or two for each code, for a process owner."""

from collections.abc import Mapping

Hint = tuple[str, str]
"""How to mend it, in Swedish and English."""

_GENERAL: Hint = (
    "Rätta det som meningen säger på stället som visas, spara och kontrollera igen.",
    "Mend what the sentence says at the place shown, save and check again.",
)

_HINTS: Mapping[str, Hint] = {}


def hint_for(code: str) -> Hint:
    """How to mend a problem with that code, in Swedish and English."""
    return _HINTS.get(code, _GENERAL)
