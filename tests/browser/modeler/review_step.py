"""The draft that `test_a_change.py` draws: a review before the decision, with form and reminder."""

import json

from tests.browser.live_site import LiveSite

from flows.diagrams import edit_outline
from flows.diagrams.edits import AddReminder, InsertStep, Place, TaskStep
from flows.modeler import discard_draft, find_draft, open_draft, write_file
from flows.operations.element_templates import element_templates

FORM = "arende-granskning"
QUESTION = {
    "type": "textarea",
    "id": "falt_granskning",
    "key": "vad_sager_granskningen",
    "label": "Vad säger granskningen?",
    "validate": {"required": True},
    "properties": {"label_en": "What does the review say?"},
}
NOTICE = next(one for one in element_templates() if one["id"] == "flows.notis.skicka")
SAYS = {
    "till": "sekreterare",
    "amne": "Granska underlaget",
    "text": '="Ärendet väntar: " + titel',
}


def draw_review(live: LiveSite, owner: str) -> None:
    """Begin the owner's draft of `arende` anew, with the review in it."""
    house = live.site.house
    actor, at = house.actor(owner), house.clock()
    with house.database.transaction() as session:
        if find_draft(session, "arende"):
            discard_draft(session, actor, "arende")
        seen = open_draft(session, actor, "arende", now=at).file("arende.bpmn")
        raw = seen.content
        step = TaskStep("Granska underlaget", groups="sekreterare", form=FORM)
        insert = InsertStep(Place("after", "tillatna_beslutsformer"), step)
        edited = edit_outline(raw, "arende", insert)
        remind = AddReminder(edited.focus, "Två veckor", "14", NOTICE, SAYS)
        edited = edit_outline(edited.content, "arende", remind)
        form = {"id": FORM, "type": "default", "schemaVersion": 18, "components": [QUESTION]}
        for name, content, etag in (
            (f"{FORM}.form", json.dumps(form).encode(), None),
            (seen.name, edited.content, seen.etag),
        ):
            write_file(
                session,
                actor,
                "arende",
                name,
                content,
                expected=etag,
                max_bytes=2_000_000,
                now=at,
            )
