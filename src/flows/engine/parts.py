"""What the parts of an element are called in a problem or an incident, in both languages."""

from typing import NamedTuple


class Part(NamedTuple):
    """The name of a part, as it opens a sentence."""

    sv: str
    en: str


ASSIGNEE = Part("Den som ska göra uppgiften", "The assignee")
CANDIDATES = Part("Rollerna", "The roles")
COLLECTION = Part("Listan", "The collection")
CONDITION = Part("Villkoret", "The condition")
COUNT = Part("Antalet varv", "The number of turns")
CORRELATION_KEY = Part("Meddelandets nyckel", "The correlation key")
DECISION_RESULT = Part("Beslutets resultat", "The result of the decision")
DUE_DATE = Part("Förfallodagen", "The due date")
END_CONDITION = Part("Slutvillkoret", "The completion condition")
FOLLOW_UP_DATE = Part("Bevakningsdagen", "The follow-up date")
JOB_TYPE = Part("Operationen", "The operation")
LOOP_CONDITION = Part("Slingans villkor", "The loop condition")
MAPPING = Part("Variabelmappningen", "The variable mapping")
MULTI_INSTANCE = Part("Flerinstansen", "The multi-instance")
PRIORITY = Part("Prioriteten", "The priority")
RETRIES = Part("Antalet försök", "The number of retries")
ROUND_RESULT = Part("Varvets resultat", "The result of the round")
SCRIPT = Part("Skriptet", "The script")
SCRIPT_RESULT = Part("Skriptets resultat", "The result of the script")
TIME = Part("Tiden", "The time")


def variable(name: str) -> Part:
    """A variable that a mapping sets."""
    return Part(f"Variabeln {name}", f"The variable {name}")
