"""What looks odd in a package and can be told without running it: one lint a file.

A lint says nothing when it isn't sure. What can't run rightly is an error, what is probably a
mistake a warning, and what would only be better a hint.
"""

from collections.abc import Callable, Iterable

from flows.catalog.lints.all_turns import all_turns
from flows.catalog.lints.choices import choices
from flows.catalog.lints.endings import endings
from flows.catalog.lints.facts import Facts, facts_of
from flows.catalog.lints.form_keys import form_keys
from flows.catalog.lints.hidden_names import hidden_names
from flows.catalog.lints.labels import labels
from flows.catalog.lints.meetings import meetings
from flows.catalog.lints.messages import unheard_messages
from flows.catalog.lints.misspelt import misspelt_variables
from flows.catalog.lints.overwrites import overwrites
from flows.catalog.lints.parts import missing_parts
from flows.catalog.lints.references import missing_references
from flows.catalog.lints.subject import FormFile, Subject, Surroundings
from flows.catalog.lints.times import times
from flows.catalog.lints.who import who
from flows.kernel import Problem

__all__ = ["FormFile", "Subject", "Surroundings", "lint"]

_LINTS: tuple[Callable[[Subject], Iterable[Problem]], ...] = (
    missing_references,
    who,
    endings,
    choices,
    meetings,
    labels,
    times,
    form_keys,
)
_OF_VARIABLES: tuple[Callable[[Facts], Iterable[Problem]], ...] = (
    misspelt_variables,
    missing_parts,
    overwrites,
    hidden_names,
    all_turns,
    unheard_messages,
)


def lint(subject: Subject) -> list[Problem]:
    """Everything that the lints find in a package, each thing once."""
    found = [problem for look in _LINTS for problem in look(subject)]
    facts = facts_of(subject)
    found += [problem for look in _OF_VARIABLES for problem in look(facts)]
    return list(dict.fromkeys(found))
