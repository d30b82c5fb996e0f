"""Åtgärda: what an administrator can do to one running process, each with a reason."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.instances import ReasonMissing
from flows.kernel import Invalid
from flows.monitor import RepairPage, mending, repair_page
from flows.monitor.mending import NEW_VARIABLE, VariablesRefused
from flows.web.access import role
from flows.web.current import actor, database_session, now
from flows.web.language import told
from flows.web.words import gettext as _

blueprint = Blueprint("repair", __name__, url_prefix="/running/<uuid:instance_id>/repair")

PREFIX = "variable."
"""What the names of the fields with variables begin with."""


@dataclass(slots=True)
class Faults:
    """What is wrong with one of the page's forms, by the id of its field."""

    form: str = ""
    by_field: dict[str, str] = field(default_factory=dict)

    def lines(self) -> list[tuple[str, str]]:
        """(id of the field, what is wrong), for the summary."""
        return list(self.by_field.items())


@blueprint.get("")
@role("administrator")
def show(instance_id: UUID) -> str:
    """Everything that can be done, each folded until it is asked for."""
    return _render(_page(instance_id), Faults())


@blueprint.post("/pause")
@role("administrator")
def pause(instance_id: UUID) -> ResponseReturnValue:
    """Let the process wait."""
    return _mend(
        instance_id,
        "pause",
        _("Flödet är pausat."),
        lambda: mending.pause(database_session(), actor(), instance_id, _reason(), now=now()),
    )


@blueprint.post("/resume")
@role("administrator")
def resume(instance_id: UUID) -> ResponseReturnValue:
    """Let it continue."""
    return _mend(
        instance_id,
        "resume",
        _("Flödet fortsätter."),
        lambda: mending.resume(database_session(), actor(), instance_id, _reason(), now=now()),
    )


@blueprint.post("/cancel")
@role("administrator")
def cancel(instance_id: UUID) -> ResponseReturnValue:
    """End it for good."""
    return _mend(
        instance_id,
        "cancel",
        _("Flödet är avslutat."),
        lambda: mending.cancel(
            database_session(), actor(), instance_id, _reason(), revision=_revision(), now=now()
        ),
    )


@blueprint.post("/variables")
@role("administrator")
def variables(instance_id: UUID) -> ResponseReturnValue:
    """Correct what the process knows."""
    texts = {
        name.removeprefix(PREFIX): text
        for name, text in request.form.items()
        if name.startswith(PREFIX)
    }
    added = (request.form.get("new_name", ""), request.form.get("new_value", ""))

    def act() -> None:
        changed = mending.edit(
            database_session(),
            actor(),
            instance_id,
            texts,
            _reason(),
            revision=_revision(),
            now=now(),
            added=added,
        )
        if not changed:
            raise NothingChanged

    return _mend(instance_id, "variables", _("Uppgifterna är ändrade."), act)


class NothingChanged(Invalid):
    """The form was sent as it was."""

    code = "nothing-changed"
    sv = "Du har inte ändrat något."
    en = "You have not changed anything."


@blueprint.post("/move")
@role("administrator")
def move(instance_id: UUID) -> ResponseReturnValue:
    """Take what stands at one step to another."""
    task_id, _comma, element_id = request.form.get("to", "").partition(" ")
    return _mend(
        instance_id,
        "move",
        _("Flödet är flyttat till det andra steget."),
        lambda: mending.move(
            database_session(),
            actor(),
            instance_id,
            _chosen(task_id),
            element_id,
            _reason(),
            revision=_revision(),
            now=now(),
        ),
    )


@blueprint.post("/give")
@role("administrator")
def give(instance_id: UUID) -> ResponseReturnValue:
    """Give a task to someone."""
    task_id, _comma, person_id = request.form.get("to", "").partition(" ")
    return _mend(
        instance_id,
        "give",
        _("Uppgiften är lämnad över."),
        lambda: mending.give(
            database_session(),
            actor(),
            instance_id,
            _chosen(task_id),
            person_id,
            _reason(),
            now=now(),
        ),
    )


class NothingChosen(Invalid):
    """Nothing is chosen in a list from which something must be."""

    code = "nothing-chosen"
    sv = "Välj i listan."
    en = "Choose from the list."


def _mend(instance_id: UUID, form: str, done: str, act: Callable[[], None]) -> ResponseReturnValue:
    """Do a repair and show what came of it, or ask again with what was typed."""
    try:
        act()
    except Invalid as invalid:
        page = _page(instance_id)
        return _render(page, _faults(form, invalid, page)), 422
    flash(done)
    return redirect(url_for("instance.show", instance_id=instance_id), 303)


def _faults(form: str, invalid: Invalid, page: RepairPage) -> Faults:
    faults = Faults(form)
    if isinstance(invalid, ReasonMissing):
        faults.by_field[f"{form}-reason"] = told(invalid.sv, invalid.en)
    elif isinstance(invalid, VariablesRefused):
        places = {one.name: f"variable-{number}" for number, one in enumerate(page.variables, 1)}
        places[NEW_VARIABLE] = "new-name"
        for problem in invalid.problems:
            place = places.get(problem.element, "variables-reason")
            faults.by_field[place] = told(problem.sv, problem.en)
    else:
        first = {"variables": "new-name", "move": "move-to", "give": "give-to"}
        place = first.get(form, f"{form}-reason")
        faults.by_field[place] = told(invalid.sv, invalid.en)
    return faults


def _chosen(value: str) -> str:
    if not value:
        raise NothingChosen
    return value


def _reason() -> str:
    return request.form.get("reason", "")


def _revision() -> int | None:
    """The step of the process that the page showed; one that can't be read fits no process."""
    text = request.form.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _page(instance_id: UUID) -> RepairPage:
    return repair_page(database_session(), actor(), instance_id, now=now())


def _render(page: RepairPage, faults: Faults) -> str:
    return render_template("repair.html", page=page, faults=faults, typed=request.form)
