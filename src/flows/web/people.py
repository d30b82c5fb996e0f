"""Who did something, as others read it: by function, never by an id where a name is known."""

from flask import Flask
from markupsafe import Markup

from flows.catalog import PackageVersion
from flows.modeler.version_words import author_words, reason_words
from flows.organisation import name_of_person
from flows.web.current import actor, database_session
from flows.web.language import said


def install(app: Flask) -> None:
    """Give templates the filters `person_name`, `version_author` and `version_reason`."""
    app.jinja_env.filters.update(
        person_name=person_name, version_author=version_author, version_reason=version_reason
    )


def person_name(person_id: str) -> str:
    """What the person is called; what is nobody's id, such as the name of a command, as it is."""
    return name_of_person(database_session(), person_id, own=actor().collaboration_id)


def version_author(version: PackageVersion) -> Markup:
    """Who published a version, in the page's language."""
    return said(*author_words(database_session(), actor(), version))


def version_reason(version: PackageVersion) -> Markup:
    """Why a version was published, in the page's language where it is ours to say."""
    return said(*reason_words(version))
