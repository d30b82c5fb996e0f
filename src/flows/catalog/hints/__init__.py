"""How to mend what a check finds: a plain sentence or two for each code, for a process owner."""

from collections.abc import Mapping

from flows.catalog.hints.decisions import DECISION_HINTS
from flows.catalog.hints.diagrams import DIAGRAM_HINTS
from flows.catalog.hints.events import EVENT_HINTS
from flows.catalog.hints.forms import FORM_HINTS
from flows.catalog.hints.hint import Hint
from flows.catalog.hints.organisations import ORGANISATION_HINTS
from flows.catalog.hints.references import REFERENCE_HINTS
from flows.catalog.hints.scenarios import SCENARIO_HINTS
from flows.catalog.hints.variables import VARIABLE_HINTS

GENERAL: Hint = (
    "Rätta det som meningen säger på stället som visas, spara och kontrollera igen.",
    "Mend what the sentence says at the place shown, save and check again.",
)
"""For a code that no hint is written for yet; a test keeps that from happening."""

HINTS: Mapping[str, Hint] = {
    **DIAGRAM_HINTS,
    **EVENT_HINTS,
    **REFERENCE_HINTS,
    **VARIABLE_HINTS,
    **FORM_HINTS,
    **DECISION_HINTS,
    **SCENARIO_HINTS,
    **ORGANISATION_HINTS,
}


def hint_for(code: str) -> Hint:
    """How to mend a problem with that code, in Swedish and English."""
    if code.startswith("scenario-"):
        return HINTS.get(code, HINTS["scenario"])
    return HINTS.get(code, GENERAL)
