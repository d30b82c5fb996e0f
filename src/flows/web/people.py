"""Who did something, as others read it: by function, never by an id where a name is known."""

from flask import Flask

from flows.organisation import collaborations, person_titles
from flows.web.current import actor, database_session


def install(app: Flask) -> None:
    """Give templates the filter `person_name`."""
    app.jinja_env.filters["person_name"] = person_name


def person_name(person_id: str) -> str:
    """What the person is called; what is nobody's id, such as the name of a command, as it is.

    Processes are shared by the collaborations, so it may be someone of another one.
    """
    session, own = database_session(), actor().collaboration_id
    known = person_titles(session, own)
    if person_id in known:
        return known[person_id]
    for collaboration in collaborations(session):
        known = person_titles(session, collaboration.id)
        if person_id in known:
            return known[person_id]
    return person_id
