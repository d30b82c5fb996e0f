"""What a form or a decision may meet when it runs: a forum, people, the answers of scenarios."""

from collections.abc import Mapping
from typing import Any

import yaml
from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.catalog.scenario_file import read_scenario
from flows.organisation import (
    Actor,
    ForumNotFound,
    forum_context,
    forum_names,
    picker_lists,
)


def sample_forums(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """The forums of the actor's collaboration that a preview may be for: id and name."""
    return list(forum_names(session, actor.collaboration_id).items())


def known_variables(session: Session, actor: Actor, forum_id: str) -> dict[str, Any]:
    """What every instance knows or can choose from: the forum, and the lists of pickers."""
    try:
        forum = forum_context(session, forum_id)
    except ForumNotFound:
        forum = {}
    lists = picker_lists(session, actor.collaboration_id)
    person = {"id": actor.person_id, "namn": actor.title}
    return {"forum": forum, "anmalare": person, **lists}


def scenario_values(package: Package) -> dict[str, Any]:
    """The answers and variables of the package's scenarios, the first one found of each name."""
    found: dict[str, Any] = {}
    for name, raw in sorted(package.by_suffix(".yaml").items()):
        for values in _values_of(raw, name):
            for key, value in values.items():
                if found.get(key) is None and not _is_expression(value):
                    found[key] = value
    return found


def _values_of(raw: bytes, file: str) -> list[Mapping[str, Any]]:
    try:
        scenario, _problems = read_scenario(raw, file)
    except (yaml.YAMLError, ValueError, RecursionError):
        return []
    if scenario is None:
        return []
    steps = [step.get("answers", {}) for step in scenario.steps]
    results = [one for one in scenario.operations.values() if isinstance(one, Mapping)]
    return [scenario.variables, scenario.answers, *steps, *map(_without_expressions, results)]


def _without_expressions(values: Mapping[str, Any]) -> dict[str, Any]:
    """A result as an operation gives it, with an example where it is computed."""
    return {
        key: _without_expressions(value)
        if isinstance(value, Mapping)
        else (f"({key})" if _is_expression(value) else value)
        for key, value in values.items()
    }


def _is_expression(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("=")
