"""A form or a decision as a file of the draft: a new one, another name, away with it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.kernel import Invalid
from flows.modeler import draft_of, remove_file
from flows.modeler.file_uses import add_file, rename_file, uses_of
from flows.web.access import role
from flows.web.current import actor, database_session, now, settings
from flows.web.language import told
from flows.web.views.processes.package import PackageView, package_view
from flows.web.words import gettext as _


def file_pages(suffix: str) -> Blueprint:
    """The pages for files of one kind, to be hung below the pages of that kind."""
    blueprint = Blueprint("file", __name__)
    home = "process_form" if suffix == ".form" else "process_decision"

    def page(view: PackageView, file: str, error: str = "") -> str:
        return render_template(
            "processes/file.html",
            title=_title(view, file, suffix),
            view=view,
            file=file,
            suffix=suffix,
            home=home,
            uses=uses_of(view.package, file) if file else [],
            error=error,
            stem=request.form.get("stem", file.removesuffix(suffix)),
            name=request.form.get("title", view.contents.titles.get(file, "")),
        )

    @blueprint.get("/new")
    @role("processagare")
    def ask_new(package: str) -> str:
        """Ask what the new one is to be called."""
        return page(package_view(package), "")

    @blueprint.post("/new")
    @role("processagare")
    def new(package: str) -> ResponseReturnValue:
        """Begin a new one in the draft, and open it."""
        try:
            file = add_file(
                database_session(),
                actor(),
                package,
                request.form.get("stem", "").strip() or request.form.get("title", "").strip(),
                suffix,
                request.form.get("title", "").strip(),
                max_bytes=settings().max_file_bytes,
                now=now(),
            )
        except Invalid as refused:
            return page(package_view(package), "", told(refused.sv, refused.en)), 422
        return redirect(url_for(f"{home}.show", package=package, file=file), 303)

    @blueprint.get("/<file>/file")
    @role("processagare")
    def ask(package: str, file: str) -> str:
        """What can be done with the file, and who would notice."""
        view = package_view(package)
        view.file(file)
        return page(view, file)

    @blueprint.post("/<file>/file")
    @role("processagare")
    def rename(package: str, file: str) -> ResponseReturnValue:
        """Give it another name, also where it is used."""
        try:
            renamed = rename_file(
                database_session(),
                actor(),
                package,
                file,
                request.form.get("stem", "").strip(),
                request.form.get("title", "").strip(),
                expected=request.form.get("etag", ""),
                max_bytes=settings().max_file_bytes,
                now=now(),
            )
        except Invalid as refused:
            return page(package_view(package), file, told(refused.sv, refused.en)), 422
        flash(_("Namnet är ändrat i utkastet."))
        return redirect(url_for(f"{home}.show", package=package, file=renamed), 303)

    @blueprint.post("/<file>/file/remove")
    @role("processagare")
    def remove(package: str, file: str) -> ResponseReturnValue:
        """Take it out of the draft."""
        etag = request.form.get("etag") or draft_of(database_session(), package).file(file).etag
        remove_file(database_session(), actor(), package, file, expected=etag, now=now())
        flash(_("%(file)s är borttagen ur utkastet.", file=file))
        return redirect(url_for("process.show", package=package), 303)

    return blueprint


def _title(view: PackageView, file: str, suffix: str) -> str:
    if file:
        return _("Byt namn eller ta bort: %(name)s", name=view.contents.titles.get(file, file))
    return _("Nytt formulär") if suffix == ".form" else _("Nytt beslut")
