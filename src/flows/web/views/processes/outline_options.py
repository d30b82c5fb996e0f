"""The lists that the outline's forms are chosen from, as (value, text) pairs for templates."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flows.diagrams import Lane, Step
from flows.diagrams.new_steps import template_values
from flows.web.language import told
from flows.web.views.processes.outline_choices import Choices
from flows.web.views.processes.outline_words import Words

Options = list[tuple[str, str]]
_REMINDER = "notis.skicka"


def options_of(choices: Choices, words: Words) -> dict[str, Callable[..., Any]]:
    """Functions that templates call for their lists, by name."""

    def role_options() -> Options:
        return [(role, told(name.sv, name.en)) for role, name in choices.roles]

    def form_options() -> Options:
        return [(form, form) for form in choices.forms]

    def decision_options() -> Options:
        return [(one["id"], one["name"]) for one in choices.decisions]

    def process_options() -> Options:
        return [(one["id"], one["name"]) for one in choices.processes]

    def step_options(step: Step) -> Options:
        return [(one.id, f"{one.number}. {words.plain(one)}") for one in words.destinations(step)]

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
        "lane_options": _lanes,
        "choice_options": _template_choices,
        "reminder_template": reminder_template,
        "template_values": lambda step, template: template_values(step.facts, template),
    }


def _lanes(lanes: Iterable[Lane]) -> Options:
    return [(lane.id, lane.name or lane.id) for lane in lanes]


def _template_choices(choices: Iterable[Mapping[str, Any]]) -> Options:
    """The choices that an element template lists itself."""
    return [(str(one.get("value", "")), str(one.get("name", ""))) for one in choices]
