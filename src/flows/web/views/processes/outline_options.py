"""The lists that the outline's forms are chosen from: (value, text, "sv" if it's only Swedish)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flows.diagrams import Lane, Step
from flows.diagrams.beside_words import beside_name
from flows.diagrams.edit_mappings import mapping_lines
from flows.diagrams.new_steps import template_values
from flows.diagrams.spoken import Spoken, named, pieces, same
from flows.diagrams.step_words import lane_name, step_name
from flows.web.language import language, told
from flows.web.views.processes.outline_choices import Choices
from flows.web.views.processes.outline_words import Words

Options = list[tuple[str, str, str]]
_REMINDER = "notis.skicka"

LANES, BESIDE = "#lanes", "#beside"
"""What is chosen in the list of where to jump for what comes after the steps."""


def options_of(choices: Choices, words: Words) -> dict[str, Callable[..., Any]]:
    """Functions that templates call for their lists, by name."""

    def role_options() -> Options:
        return [option(role, name) for role, name in choices.roles]

    def form_options() -> Options:
        return [option(form, same(form)) for form in choices.forms]

    def decision_options() -> Options:
        return [option(one["id"], named(one["name"])) for one in choices.decisions]

    def process_options() -> Options:
        names = choices.names.processes
        return [option(one["id"], names[one["id"]]) for one in choices.processes]

    def step_options(step: Step) -> Options:
        return [
            option(one.id, same(f"{one.number}. ") + step_name(one))
            for one in words.destinations(step)
        ]

    def jump_options(has_lanes: object, has_beside: object) -> Options:
        """Every step, its name first: who types the beginning of it comes to it; and the rest."""
        found = []
        for one in words.steps.values():
            number = Spoken(f", steg {one.number}", f", step {one.number}")
            found.append(option(one.id, step_name(one) + number))
        if has_lanes:
            found.append(option(LANES, Spoken("Banor", "Lanes")))
        if has_beside:
            found.append(option(BESIDE, Spoken("Ritat vid sidan av", "Drawn beside the flow")))
        return found

    def document_options() -> Options:
        return [option(one.id, beside_name(one)) for one in words.outline.beside.documents]

    def outsider_options() -> Options:
        return [option(one.id, beside_name(one)) for one in words.outline.beside.outsiders]

    def lane_roles() -> Options:
        """The roles as what a lane may be called after: `id|title`."""
        return [option(f"{role}|{name.sv}", name) for role, name in choices.roles]

    def reminder_template() -> Mapping[str, Any]:
        """The template of the operation that sends a notice, if the house has it."""
        wanted = [one for one in choices.templates if str(one.get("id", "")).endswith(_REMINDER)]
        return wanted[0] if wanted else {}

    return {
        "role_options": role_options,
        "form_options": form_options,
        "decision_options": decision_options,
        "process_options": process_options,
        "step_options": step_options,
        "jump_options": jump_options,
        "document_options": document_options,
        "outsider_options": outsider_options,
        "lane_options": _lanes,
        "lane_roles": lane_roles,
        "choice_options": _template_choices,
        "mapping_lines": mapping_lines,
        "reminder_template": reminder_template,
        "template_values": lambda step, template: template_values(step.facts, template),
    }


def _lanes(lanes: Iterable[Lane]) -> Options:
    return [option(lane.id, lane_name(lane)) for lane in lanes]


def _template_choices(choices: Iterable[Mapping[str, Any]]) -> Options:
    """The choices that an element template lists itself."""
    return [option(str(one.get("value", "")), named(str(one.get("name", "")))) for one in choices]


def option(value: str, name: Spoken) -> tuple[str, str, str]:
    """Something to choose, in the page's language if it has a name in it."""
    is_swedish = language() != "sv" and any(marked for _text, marked in pieces(name.en))
    return value, told(name.sv, name.en), "sv" if is_swedish else ""
