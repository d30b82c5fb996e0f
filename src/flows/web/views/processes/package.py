"""What every page of a package needs: its files as they are being drawn, and the links between."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from flows.catalog import Package, PackageVersion, latest_version, package_of
from flows.modeler import Draft, DraftFileUnknown, PackageUnknown, find_draft
from flows.modeler.contents import Contents, contents_of
from flows.web.current import actor, database_session
from flows.web.language import language
from flows.web.words import gettext as _


@dataclass(frozen=True, slots=True)
class Tab:
    """A link of the package's own navigation; `here` when the page stands below it."""

    text: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class PackageView:
    """A package as its pages show it: the draft if there is one, else the current version.

    `version` is None for a package that was never published, `draft` None when nobody draws.
    """

    draft: Draft | None
    version: PackageVersion | None
    package: Package
    contents: Contents
    may_edit: bool

    @property
    def name(self) -> str:
        """The package's name, as addresses have it."""
        return self.package.name

    @property
    def title(self) -> str:
        """The process's name in the page's language."""
        english = self.contents.title_en if language() == "en" else ""
        return english or self.contents.title

    @property
    def editable(self) -> bool:
        """Whether the visitor may change the files now: a process owner, and a draft is there."""
        return self.may_edit and self.draft is not None

    @property
    def only_draft(self) -> bool:
        """Whether the process was never published."""
        return self.version is None

    @property
    def what(self) -> str:
        """What is seen, in words: the draft, or the version by number."""
        if self.draft is not None or self.version is None:
            return _("utkast")
        return _("version %(number)s", number=self.version.number)

    def file(self, name: str) -> bytes:
        """A file as it stands. Raises DraftFileUnknown (a NotFound)."""
        try:
            return self.package.files[name]
        except KeyError:
            raise DraftFileUnknown from None

    def etag(self, name: str) -> str | None:
        """What a save of the file is held against; None when nobody draws or it is no file."""
        found = self.draft.files.get(name) if self.draft else None
        return found.etag if found else None

    def has_page(self, endpoint: str) -> bool:
        """Whether there is such a page."""
        return endpoint in current_app.view_functions

    def address_of(self, blueprint: str, **values: str) -> str | None:
        """The address of one of the package's pages; None when there is no such page."""
        endpoint = f"{blueprint}.show"
        return _address(endpoint, self.name, values) if self.has_page(endpoint) else None

    @property
    def tabs(self) -> Sequence[Tab]:
        """The package's own navigation."""
        section = (request.blueprint or "").split(".")[0]
        return [
            Tab(text, address, section == blueprint)
            for text, blueprint, values in self._places()
            if (address := self.address_of(blueprint, **values))
        ]

    @property
    def siblings(self) -> Sequence[Tab]:
        """The other files of the kind that the page shows, itself among them; none when alone."""
        section = (request.blueprint or "").split(".")[0]
        kinds = {
            "process_diagram": self.contents.diagrams,
            "process_form": self.contents.forms,
            "process_decision": self.contents.decisions,
        }
        shown = (request.view_args or {}).get("file")
        found = [
            Tab(
                self.contents.titles[file],
                url_for(f"{section}.show", package=self.name, file=file),
                file == shown,
            )
            for file in kinds.get(section, ())
        ]
        if section == "process_outline":
            shown = (request.view_args or {}).get("process_id")
            found = [
                Tab(
                    drawn.name,
                    url_for("process_outline.show", package=self.name, process_id=drawn.id),
                    drawn.id == shown,
                )
                for drawn in self.contents.processes
            ]
        return found if len(found) > 1 else []

    def _places(self) -> Iterator[tuple[str, str, dict[str, str]]]:
        contents = self.contents
        yield _("Översikt"), "process", {}
        if contents.diagrams:
            yield _("Diagram"), "process_diagram", {"file": contents.diagrams[0]}
        if contents.processes:
            yield _("I ord"), "process_outline", {"process_id": contents.processes[0].id}
        if contents.forms:
            yield _("Formulär"), "process_form", {"file": contents.forms[0]}
        if contents.decisions:
            yield _("Beslut"), "process_decision", {"file": contents.decisions[0]}
        yield _("Kontroll"), "process_check", {}
        yield _("Scenarier"), "process_scenarios", {}
        if self.version is not None:
            yield _("Jämför"), "process_compare", {}
            yield _("Provkör"), "process_rehearse", {}
        yield _("Publicera"), "process_publish", {}
        yield _("Versioner"), "process_versions", {}


def _address(endpoint: str, package: str, more: Mapping[str, str]) -> str:
    values: dict[str, Any] = {"package": package, **more}
    return url_for(endpoint, **values)


def package_view(package: str) -> PackageView:
    """What the pages of a package show. Raises PackageUnknown (a NotFound)."""
    session = database_session()
    draft = find_draft(session, package)
    version = latest_version(session, package, missing_ok=True)
    if draft is not None:
        files = draft.as_package()
    elif version is not None:
        files = package_of(session, version.version_id)
    else:
        raise PackageUnknown
    return PackageView(draft, version, files, contents_of(files), actor().is_owner)
