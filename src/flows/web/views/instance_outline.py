"""One running process in words: every step of its version, and where it stands."""

from uuid import UUID

from flask import Blueprint, render_template

from flows.monitor.instance_outline import instance_outline
from flows.web.access import role
from flows.web.current import actor, database_session, now
from flows.web.navigation import OVERSEERS
from flows.web.views.processes.outline_choices import choices_for
from flows.web.views.processes.outline_words import Words

blueprint = Blueprint(
    "instance_outline", __name__, url_prefix="/running/<uuid:instance_id>/in-words"
)


@blueprint.get("")
@role(*OVERSEERS)
def show(instance_id: UUID) -> str:
    """The process in words, with the steps that it stands at marked. Nothing can be changed."""
    page = instance_outline(database_session(), actor(), instance_id, now=now())
    names = choices_for(page.package, page.outline).names
    return render_template(
        "instance_outline.html",
        instance_id=instance_id,
        outline=page.outline,
        words=Words(page.outline, names),
        standing=page.standing,
    )
