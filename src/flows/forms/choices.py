"""The options of a field at this moment: its own, or those that the variables hold."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flows.expressions import ExpressionError
from flows.forms.failed import note_failure
from flows.forms.field import SOURCES, Field, Option
from flows.forms.file_rules import FILES, KNOWN_FILES
from flows.forms.read_component import as_option
from flows.forms.template import value_of


def options_of(field: Field, variables: Mapping[str, Any]) -> tuple[Option, ...]:
    """The options that can be chosen; a list that can't be found gives none.

    Of files, those that the answer holds already and those that are sent but not yet used.
    """
    if field.type == FILES:
        return _files(field, variables)
    if not field.options_en:
        return _swedish(field, variables)
    return tuple(
        replace(option, label_en=field.options_en.get(option.token, option.label_en))
        for option in _swedish(field, variables)
    )


def _swedish(field: Field, variables: Mapping[str, Any]) -> tuple[Option, ...]:
    if field.source:
        return _as_options(_from_source(field.source, variables))
    if field.options_from is None:
        return field.options
    try:
        return _as_options(value_of(field.options_from, variables))
    except ExpressionError as error:
        note_failure(field.options_from, error)
        return ()


def _files(field: Field, variables: Mapping[str, Any]) -> tuple[Option, ...]:
    held = variables.get(field.key)
    known = {
        one["id"]: one
        for one in (
            *(held if isinstance(held, list) else ()),
            *variables.get(KNOWN_FILES, {}).values(),
        )
        if isinstance(one, Mapping) and isinstance(one.get("id"), str)
    }
    return tuple(Option(one, str(one.get("namn"))) for one in known.values())


def _from_source(source: str, variables: Mapping[str, Any]) -> Any:
    for path in SOURCES[source]:
        found: Any = variables
        for name in path.split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
        if found:
            return found
    return ()


def _as_options(found: Any) -> tuple[Option, ...]:
    options = (as_option(one) for one in found) if isinstance(found, list | tuple) else ()
    unique = {option.token: option for option in options if option is not None}
    return tuple(unique.values())
