"""Flytta till den nya versionen: see what would happen, then do it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.instances import ReasonMissing
from flows.monitor import mending, repair_page
from flows.monitor.mending import version_steps
from flows.web.access import role
from flows.web.current import actor, database_session, now
from flows.web.language import told
from flows.web.words import gettext as _

blueprint = Blueprint(
    "repair_version", __name__, url_prefix="/running/<uuid:instance_id>/repair/version"
)

PREFIX = "step."
"""What the names of the lists begin with in which a step's successor is chosen."""


@blueprint.get("")
@role("administrator")
def show(instance_id: UUID) -> ResponseReturnValue:
    """What a move would do; nothing changes."""
    return _render(instance_id)


@blueprint.post("")
@role("administrator")
def move(instance_id: UUID) -> ResponseReturnValue:
    """Move, with a reason."""
    try:
        found = mending.to_new_version(
            database_session(),
            actor(),
            instance_id,
            request.form.get("reason", ""),
            _mapping(),
            dry_run=False,
            now=now(),
        )
    except ReasonMissing as missing:
        return _render(instance_id, told(missing.sv, missing.en)), 422
    if found is not None and not found.moves:
        return _render(instance_id), 409
    flash(_("Flödet är flyttat till den nya versionen."))
    return redirect(url_for("instance.show", instance_id=instance_id), 303)


def _mapping() -> dict[str, str]:
    return {
        name.removeprefix(PREFIX): value
        for name, value in request.values.items()
        if name.startswith(PREFIX) and value
    }


def _render(instance_id: UUID, fault: str = "") -> str:
    found = mending.to_new_version(
        database_session(), actor(), instance_id, "", _mapping(), dry_run=True, now=now()
    )
    page = repair_page(database_session(), actor(), instance_id, now=now())
    return render_template(
        "repair_version.html",
        page=page,
        found=found,
        steps=version_steps(database_session(), actor(), instance_id),
        mapping=_mapping(),
        fault=fault,
        reason=request.form.get("reason", ""),
    )
