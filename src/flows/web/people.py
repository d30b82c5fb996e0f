"""Who did something, as others read it: by function, never by an id where a name is known."""

from flask import Flask

from flows.organisation import name_of_person
from flows.web.current import actor, database_session


def install(app: Flask) -> None:
    """Give templates the filter `person_name`."""
    app.jinja_env.filters["person_name"] = person_name


def person_name(person_id: str) -> str:
    """What the person is called; what is nobody's id, such as the name of a command, as it is."""
    return name_of_person(database_session(), person_id, own=actor().collaboration_id)
