"""I ord: a process as text, readable by everyone, changed step by step by plain forms."""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from flows.diagrams import (
    EditRefused,
    Outline,
    ProcessUnknown,
    StepUnknown,
    edit_outline,
    read_outline,
)
from flows.diagrams.diagram_file import id_text
from flows.diagrams.errors import refuse
from flows.kernel import Invalid, Problem
from flows.modeler import DraftFileChanged
from flows.modeler.change_files import change_files, last_act, undo_act
from flows.modeler.form_rows import new_form
from flows.web.access import role
from flows.web.current import actor, database_session, now, settings
from flows.web.dates import moment
from flows.web.language import said
from flows.web.navigation import OVERSEERS
from flows.web.people import person_name
from flows.web.views.processes.outline_acts import BRANCHES, NEW_FORM, Form, edit_of
from flows.web.views.processes.outline_beside import BESIDE_KINDS, beside_asked
from flows.web.views.processes.outline_choices import Choices, choices_for
from flows.web.views.processes.outline_options import BESIDE, LANES, options_of
from flows.web.views.processes.outline_said import said_of
from flows.web.views.processes.outline_words import KINDS, Words
from flows.web.views.processes.package import PackageView, package_view
from flows.web.words import gettext as _

blueprint = Blueprint(
    "process_outline", __name__, url_prefix="/processes/<package>/outline/<process_id>"
)

_DONE = "outline_done"
_ADDRESS = ("step", "way", "add", "kind", "template", "lane", "edit", "beside")


@dataclass(slots=True)
class _Page:
    """A process's outline with what its pages need."""

    view: PackageView
    file: str
    outline: Outline
    choices: Choices
    words: Words
    faults: dict[str, str] = field(default_factory=dict)
    typed: Form = field(default_factory=Form)

    @property
    def etag(self) -> str | None:
        """What a save is held against."""
        return self.view.etag(self.file)


@blueprint.get("")
@role(*OVERSEERS)
def show(package: str, process_id: str) -> ResponseReturnValue:
    """The outline; a step, a way or a new step when the address asks for one."""
    page = _page(package, process_id)
    there = request.args.get("jump", "")
    if there in (LANES, BESIDE) or there in page.outline.by_id():
        address = url_for(".show", package=package, process_id=process_id)
        return redirect(f"{address}{there if there.startswith('#') else f'#step-{there}'}", 303)
    return _shown(page, request.args)


@blueprint.post("")
@role("processagare")
def act(package: str, process_id: str) -> ResponseReturnValue:
    """Do what a form asks, save it against what was seen, and go back to the step."""
    page = _page(package, process_id)
    form = request.form.copy()
    if "act" in form:
        # A button in the outline itself says both what is done and to which step.
        form["do"], _colon, form["step"] = form["act"].partition(":")
    if form.get("do") == "undo":
        return _undo(page)
    try:
        return _changed(page, process_id, form)
    except (EditRefused, StepUnknown) as refused:
        problems = refused.problems if isinstance(refused, Invalid) else ()
        problems = problems or (Problem(refused.code, refused.sv, refused.en),)
        page.faults = {problem.element: said(problem.sv, problem.en) for problem in problems}
        status = 422
    except DraftFileChanged as changed:
        page.faults = {"": _meanwhile(changed)}
        status = 409
    except Invalid as refused:
        page.faults = {"": said(refused.sv, refused.en)}
        status = 422
    page.typed = form
    return _shown(page, form), status


def _changed(page: _Page, process_id: str, form: Form) -> ResponseReturnValue:
    files: dict[str, tuple[bytes, str | None]] = {}
    if form.get("form") == NEW_FORM:
        name, content = _begun_form(page, form.get("new_form", ""))
        files[f"{name}.form"] = (content, None)
        form["form"] = name
    edit = edit_of(form, page.choices.templates)
    edited = edit_outline(page.view.file(page.file), process_id, edit)
    done = said_of(edit, page.outline, edited)
    # The diagram comes first: when somebody was faster nothing else is written either.
    diagram = {page.file: (edited.content, form.get("etag"))}
    change_files(
        database_session(),
        actor(),
        page.view.name,
        diagram | files,
        focus=edited.focus,
        sv=done.sv,
        en=done.en,
        max_bytes=settings().max_file_bytes,
        now=now(),
    )
    return _back(page, edited.focus, done.sv, done.en)


def _undo(page: _Page) -> ResponseReturnValue:
    undone = undo_act(
        database_session(),
        actor(),
        page.view.name,
        page.file,
        max_bytes=settings().max_file_bytes,
        now=now(),
    )
    return _back(page, undone.focus, f"Ångrat: {undone.sv}", f"Undone: {undone.en}")


def _back(page: _Page, focus: str, sv: str, en: str) -> ResponseReturnValue:
    """The outline again, at the step that was changed, with what was done."""
    process_id = page.outline.process_id
    session[_DONE] = [page.view.name, process_id, focus, sv, en]
    address = url_for(".show", package=page.view.name, process_id=process_id)
    outline = read_outline(_file_now(page), process_id)
    there = focus in outline.by_id()
    return redirect(f"{address}#{f'step-{focus}' if there else 'done'}", 303)


def _file_now(page: _Page) -> bytes:
    return package_view(page.view.name).file(page.file)


def _begun_form(page: _Page, wish: str) -> tuple[str, bytes]:
    """The id and the content of a form that is begun for a step."""
    if not wish.strip():
        raise refuse("new_form", "Skriv vad formuläret ska heta.", "Write a name for the form.")
    stem = f"{page.view.name}-{id_text(wish)}".replace("_", "-")[:60].rstrip("-")
    taken = {name.removesuffix(".form") for name in page.view.package.files}
    name, number = stem, 2
    while name in taken or name in page.choices.forms:
        name, number = f"{stem}-{number}", number + 1
    return name, new_form(name)


def _meanwhile(changed: DraftFileChanged) -> str:
    if changed.by is None or changed.at is None:
        return said(changed.sv, changed.en)
    return _(
        "%(who)s ändrade diagrammet %(when)s, medan du skrev. Läs hur det ser ut nu och skicka "
        "igen om det fortfarande stämmer.",
        who=person_name(changed.by),
        when=moment(changed.at),
    )


def _page(package: str, process_id: str) -> _Page:
    view = package_view(package)
    for drawn in view.contents.processes:
        if drawn.id == process_id:
            outline = read_outline(view.file(drawn.file), process_id)
            choices = choices_for(view.package, outline)
            return _Page(view, drawn.file, outline, choices, Words(outline, choices.names))
    raise ProcessUnknown


def _shown(page: _Page, asked: Any) -> str:
    """The page that the address or the sent form is about."""
    place = {name: asked.get(name, "") for name in _ADDRESS}
    steps = page.outline.by_id()
    context: dict[str, Any] = {
        "title": _("I ord"),
        "view": page.view,
        "page": page,
        "outline": page.outline,
        "words": page.words,
        "choices": page.choices,
        "faults": page.faults,
        "typed": page.typed,
        "place": place,
        "printing": "print" in request.args,
        **options_of(page.choices, page.words),
    }
    if page.view.editable or page.faults:
        if place["way"]:
            ways = {way.flow: (source, way) for source, way in page.outline.ways()}
            if place["way"] not in ways:
                raise StepUnknown
            source, way = ways[place["way"]]
            return render_template("processes/outline_way.html", **context, source=source, way=way)
        if place["add"]:
            return render_template(
                "processes/outline_add.html", **context, **_adding(page, place), kinds=KINDS
            )
        if place["edit"] in BESIDE_KINDS:
            one = beside_asked(page.outline, place["edit"], place["beside"])
            return render_template("processes/outline_beside.html", **context, one=one)
        if place["step"] and _edits_step(asked):
            if place["step"] not in steps:
                raise StepUnknown
            step = steps[place["step"]]
            return render_template(
                "processes/outline_step.html", **context, step=step, template=_template(page, step)
            )
        if place["edit"] == "process":
            return render_template("processes/outline_process.html", **context)
        if place["edit"] == "lane":
            lane = next((one for one in page.outline.lanes if one.id == place["lane"]), None)
            if place["lane"] and lane is None:
                raise StepUnknown
            return render_template("processes/outline_lane.html", **context, lane=lane)
    return render_template("processes/outline.html", **context, done=_done(page), last=_last(page))


def _edits_step(asked: Any) -> bool:
    """Moving and removing are asked for in the outline itself, and refused there."""
    return bool(asked.get("from") != "outline")


def _adding(page: _Page, place: dict[str, str]) -> dict[str, Any]:
    where, _colon, element = place["add"].partition(":")
    steps = page.outline.by_id()
    ways = {way.flow: (source, way) for source, way in page.outline.ways()}
    if where == "on" and element in ways:
        source, way = ways[element]
        near, target = source, steps.get(way.target)
    elif where in ("after", "before") and element in steps:
        near, way, target = steps[element], None, None
    else:
        raise StepUnknown
    templates = {str(one.get("id")): one for one in page.choices.templates}
    return {
        "where": where,
        "near": near,
        "way": way,
        "target": target,
        "template": templates.get(place["template"], {}),
        "branches": BRANCHES,
    }


def _template(page: _Page, step: Any) -> Any:
    found = [one for one in page.choices.templates if one.get("id") == step.facts.template]
    return found[0] if found else {}


def _done(page: _Page) -> dict[str, str] | None:
    """What was just done, told once."""
    package, process_id, focus, sv, en = session.pop(_DONE, None) or [""] * 5
    if (package, process_id) != (page.view.name, page.outline.process_id):
        return None
    return {"focus": focus if focus in page.outline.by_id() else "", "text": said(sv, en)}


def _last(page: _Page) -> Any:
    if not page.view.editable:
        return None
    return last_act(database_session(), page.view.name, page.file)
