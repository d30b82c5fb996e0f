"""The links at the top: only those that the visitor may follow."""

from dataclasses import dataclass

from flask import Flask, g, request, url_for

from flows.inbox import startable
from flows.organisation import Actor
from flows.web.current import database_session, visitor
from flows.web.words import gettext as _

OVERSEERS = ("administrator", "processagare")
"""The roles that may look at every running process."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the navigation; `here` when the page stands below it."""

    text: str
    address: str
    here: bool


def install(app: Flask) -> None:
    """Give templates `navigation()` and `visitor()`."""
    app.jinja_env.globals.update(navigation=navigation, visitor=visitor)


def navigation() -> list[Link]:
    """The visitor's links, the most used first."""
    actor = visitor()
    if actor is None:
        return []
    wanted = [
        (_("Mina uppgifter"), "inbox.show"),
        (_("Ärenden"), "cases.show"),
    ]
    if may_start(actor):
        wanted.append((_("Starta ärende"), "start.choose"))
    if oversees(actor):
        wanted.append((_("Pågående"), "running.show"))
        wanted.append((_("Processer"), "processes.show"))
    section = (request.blueprint or "").split(".")[0]
    if section.startswith("process_"):
        section = "process"
    below = {"task": "inbox", "case": "cases", "instance": "running", "process": "processes"}
    below |= dict.fromkeys(("repair", "repair_version", "messages"), "running")
    return [
        Link(text, url_for(endpoint), below.get(section, section) == endpoint.split(".")[0])
        for text, endpoint in wanted
    ]


def may_start(actor: Actor) -> bool:
    """Whether there is anything that the person may start; asked once in a request."""
    if "may_start" not in g:
        g.may_start = bool(startable(database_session(), actor))
    return bool(g.may_start)


def first_page(actor: Actor) -> str:
    """Where a person arrives after signing in."""
    return url_for("running.show" if actor.is_admin else "inbox.show")


def oversees(actor: Actor) -> bool:
    """Whether the person may look at every running process."""
    return any(held.role in OVERSEERS for held in actor.roles)
