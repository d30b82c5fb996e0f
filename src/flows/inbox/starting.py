"""Start a process: which ones a person may start, in which forum, and the form that starts it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from flows.catalog import definition_of, form_of, published_processes
from flows.files import use_files
from flows.forms import NO_UPLOADS, Form, Uploads
from flows.forms.reading import Submitted
from flows.inbox.complete_task import AnswersRejected, Progress, progress_of
from flows.inbox.sent_again import says_the_same
from flows.inbox.uploads import file_ids, file_variables, read_submission
from flows.instances import earlier_start, standing_of, start_instance
from flows.kernel import Conflict, NotAllowed
from flows.organisation import (
    Actor,
    RoleRef,
    forum_context,
    forums_open_to,
    party_context,
    picker_lists,
)

_LONGEST_PAGE_KEY = 64


@dataclass(frozen=True, slots=True)
class Startable:
    """A process that a person may start in a forum, on behalf of a party or a forum."""

    process_id: str
    name: str
    name_en: str
    documentation: str
    documentation_en: str
    button: str
    button_en: str
    forum_id: str
    forum_name: str
    role: RoleRef
    form_id: str
    version_id: int


@dataclass(frozen=True, slots=True)
class StartPage:
    """The form that starts a process."""

    process: Startable
    form: Form
    variables: Mapping[str, Any]


class StartNotAllowed(NotAllowed):
    """The person may not start that process in that forum."""

    code = "start-not-allowed"
    sv = "Du kan inte starta den processen i det forumet."
    en = "You can't start that process in that forum."


class StartedAlready(Conflict):
    """The page was sent before, and started the instance with other answers than those sent now."""

    code = "started-already"
    sv = "Du har redan skickat formuläret, och det du skickade då gäller."
    en = "You have sent the form already, and what you sent then stands."

    def __init__(self, at: datetime, case_id: int | None, answers: Mapping[str, Any]) -> None:
        super().__init__()
        self.at = at
        self.case_id = case_id
        self.answers = answers


def startable(session: Session, actor: Actor) -> Sequence[Startable]:
    """What a person may start: processes with a start form, for holders of the start's role.

    A role at a party opens the forums the party takes part in (NV-02); a role in a forum opens
    that forum and the one it reports to (NV-03).
    """
    found: dict[tuple[str, str], Startable] = {}
    for process in published_processes(session):
        outline = definition_of(session, process.version_id).processes[process.process_id]
        begins = outline.elements.get(outline.start_id) if outline.start_id else None
        if begins is None or begins.form_id is None:
            continue
        for role in sorted(actor.roles, key=str):
            if role.role not in outline.start_roles:
                continue
            for forum_id, forum_name in forums_open_to(session, role):
                found.setdefault(
                    (process.process_id, forum_id),
                    Startable(
                        process_id=process.process_id,
                        name=process.name,
                        name_en=process.name_en,
                        documentation=begins.documentation,
                        documentation_en=begins.properties.get("documentation_en", ""),
                        button=begins.properties.get("button", ""),
                        button_en=begins.properties.get("button_en", ""),
                        forum_id=forum_id,
                        forum_name=forum_name,
                        role=role,
                        form_id=begins.form_id,
                        version_id=process.version_id,
                    ),
                )
    return list(found.values())


def start_form(session: Session, actor: Actor, process_id: str, forum_id: str) -> StartPage:
    """The form that starts a process in a forum. Raises StartNotAllowed."""
    process = _allowed(session, actor, process_id, forum_id)
    form = form_of(session, process.version_id, process.form_id)
    variables = _variables(session, actor, process)
    return StartPage(process, form, {**variables, **file_variables(session, actor, form)})


def start_process(
    session: Session,
    actor: Actor,
    process_id: str,
    forum_id: str,
    submitted: Submitted,
    *,
    now: datetime,
    uploads: Uploads = NO_UPLOADS,
    page_key: str = "",
) -> Progress:
    """Start a process with a submitted form.

    A page that is sent twice, as by a double click, starts it once: `page_key` tells one page that
    was shown from another. Raises StartNotAllowed, AnswersRejected, and StartedAlready when it says
    something else the second time. The caller owns the transaction.
    """
    page = start_form(session, actor, process_id, forum_id)
    start_key = _start_key(actor, page.process, page_key)
    earlier = earlier_start(session, start_key) if start_key else None
    if earlier is not None:
        known = standing_of(session, earlier, now=now).variables
        before = {key: known[key] for key in page.form.keys if key in known}
        if not says_the_same(session, actor, page.form, before, submitted, uploads):
            raise StartedAlready(earlier.started_at, earlier.case_id, before)
        return progress_of(session, actor, earlier.id, earlier.case_id)
    answers = read_submission(
        session, actor, page.form, submitted, uploads, page.variables, now=now
    )
    if not answers.accepted:
        raise AnswersRejected(answers)
    instance = start_instance(
        session,
        process_id,
        now=now,
        forum_id=forum_id,
        variables={**answers.values, "anmalare": page.variables["anmalare"]},
        started_by=actor.person_id,
        start_key=start_key,
    )
    use_files(session, file_ids(page.form, answers.values), instance.id)
    return progress_of(session, actor, instance.id, instance.case_id)


def _start_key(actor: Actor, process: Startable, page_key: str) -> str | None:
    if not page_key or len(page_key) > _LONGEST_PAGE_KEY or "\0" in page_key:
        return None
    return f"form:{actor.person_id}:{process.process_id}:{process.forum_id}:{page_key}"


def _allowed(session: Session, actor: Actor, process_id: str, forum_id: str) -> Startable:
    for process in startable(session, actor):
        if (process.process_id, process.forum_id) == (process_id, forum_id):
            return process
    raise StartNotAllowed


def _variables(session: Session, actor: Actor, process: Startable) -> dict[str, Any]:
    role = process.role
    if role.scope_kind == "party":
        who = {**_short(party_context(session, role.scope_id)), "slag": "part"}
    else:
        who = {**_short(forum_context(session, role.scope_id)), "slag": "forum"}
    return {
        **picker_lists(session, actor.collaboration_id),
        "forum": forum_context(session, process.forum_id),
        "anmalare": who,
    }


def _short(context: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": context["id"], "namn": context["namn"]}
