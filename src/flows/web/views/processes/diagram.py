"""The diagram: drawn in the browser when there is a draft, else shown; as SVG and PDF from here."""

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from lxml import etree

from flows.documents import diagram_pdf, diagram_svg
from flows.kernel import Problem
from flows.kernel.hostile_xml import parse_hostile_xml
from flows.modeler.catalogue import catalogue_of
from flows.modeler.check import problems_of
from flows.web.access import role
from flows.web.current import actor, database_session, now, settings
from flows.web.dates import day
from flows.web.language import language
from flows.web.navigation import OVERSEERS
from flows.web.views.processes.package import PackageView, package_view
from flows.web.views.processes.problems import problem_json
from flows.web.words import gettext as _

blueprint = Blueprint("process_diagram", __name__, url_prefix="/processes/<package>/diagram")


@blueprint.get("/<file>")
@role(*OVERSEERS)
def show(package: str, file: str) -> str:
    """The drawing page; without JavaScript the picture, and the way to the words."""
    view = package_view(package)
    return render_template(
        "processes/diagram.html",
        title=_("Diagram"),
        view=view,
        file=file,
        source=_text_of(view.file(file)),
        etag=view.etag(file) or "",
        person=actor().person_id,
        element=request.args.get("element", ""),
        outline=_outline(view, file),
    )


@blueprint.get("/<file>/catalogue.json")
@role(*OVERSEERS)
def catalogue(package: str, file: str) -> Response:
    """What the pickers of the page choose from."""
    view = package_view(package)
    return jsonify(catalogue_of(database_session(), view.package, language()))


@blueprint.get("/<file>/problems.json")
@role(*OVERSEERS)
def problems(package: str, file: str) -> Response:
    """What the check finds in the draft as it is saved; nothing when there is no draft."""
    view = package_view(package)
    found: list[Problem] = []
    if view.draft is not None:
        found = problems_of(
            database_session(), view.draft, now=now(), max_bytes=settings().max_file_bytes
        )
    return jsonify(problems=[problem_json(problem) for problem in found])


@blueprint.get("/<file>.svg")
@role(*OVERSEERS)
def svg(package: str, file: str) -> ResponseReturnValue:
    """The diagram as a picture, drawn here from the saved file."""
    view = package_view(package)
    drawn = diagram_svg(view.file(file), title=_name(view, file))
    return _download(drawn.encode(), "image/svg+xml", file, ".svg")


@blueprint.get("/<file>.pdf")
@role(*OVERSEERS)
def pdf(package: str, file: str) -> ResponseReturnValue:
    """The diagram as a document, drawn here from the saved file."""
    view = package_view(package)
    drawn = diagram_pdf(
        view.file(file),
        title=_name(view, file),
        note=f"{view.what[:1].upper()}{view.what[1:]} · {day(now())}",
        language=language(),
    )
    return _download(drawn, "application/pdf", file, ".pdf")


def _download(content: bytes, kind: str, file: str, suffix: str) -> Response:
    response = Response(content, content_type=kind)
    name = file.removesuffix(".bpmn") + suffix
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _name(view: PackageView, file: str) -> str:
    return view.contents.titles.get(file, file)


def _outline(view: PackageView, file: str) -> str:
    """Where the first process of the file is told in words; "" when it draws none."""
    drawn = next((each.id for each in view.contents.processes if each.file == file), None)
    if drawn is None:
        return ""
    return url_for("process_outline.show", package=view.name, process_id=drawn)


def _text_of(raw: bytes) -> str:
    """The file as text, by the encoding that it names; "" when it isn't XML that can be read."""
    try:
        root = parse_hostile_xml(raw)
    except (etree.XMLSyntaxError, ValueError):
        return ""
    if root.getroottree().docinfo.internalDTD is not None:
        return ""
    encoding = root.getroottree().docinfo.encoding or "utf-8"
    text = raw.decode(encoding, errors="replace").lstrip("\ufeff")
    if text.startswith("<?xml"):
        text = text[text.index("?>") + 2 :].lstrip()
    return text
