"""The words, colours and icons of every status that a page shows."""

from typing import NamedTuple

from flask import Flask

from flows.records import PartyRow
from flows.web.words import gettext as _


class Status(NamedTuple):
    """A word, the colour that repeats it and the icon beside it."""

    text: str
    color: str
    symbol: str


def install(app: Flask) -> None:
    """Give templates the statuses of cases, parties' answers and running processes."""
    app.jinja_env.globals.update(
        case_status=case_status,
        party_status=party_status,
        instance_status=instance_status,
        decision_form=decision_form,
        chain_step=chain_step,
    )


def case_status(code: str) -> Status:
    """Where a case is: open, or what it was closed with."""
    known = {
        "open": Status(_("Pågår"), "info", "clock"),
        "avslutat": Status(_("Avslutat"), "success", "check"),
        "avvisat": Status(_("Avvisat"), "neutral", "cross"),
        "aterkallat": Status(_("Återkallat"), "neutral", "dash"),
        "overlamnat": Status(_("Överlämnat"), "neutral", "right"),
    }
    return known.get(code, Status(code, "neutral", "dash"))


def party_status(row: PartyRow) -> Status:
    """Where a recommendation is at a party. Only the party's own decision is an answer."""
    outcomes = {
        "antagen": Status(_("Antagen"), "success", "check"),
        "antagen_med_andring": Status(_("Antagen med ändring"), "info", "edit"),
        "avslagen": Status(_("Avslagen"), "danger", "cross"),
    }
    if row.status == "decided" and row.outcome in outcomes:
        return outcomes[row.outcome]
    waiting = {
        "sent": Status(_("Skickad, inte kvitterad"), "neutral", "mail"),
        "received": Status(_("Mottagen"), "neutral", "clock"),
        "proposed": Status(_("Beredd, beslut återstår"), "neutral", "clock"),
    }
    return waiting.get(row.status, Status(row.status, "neutral", "clock"))


def instance_status(code: str) -> Status:
    """How a running process is doing."""
    known = {
        "pagar": Status(_("Pågår"), "info", "clock"),
        "stopp": Status(_("Stopp"), "danger", "stop"),
        "pausad": Status(_("Pausat"), "warning", "pause"),
        "klar": Status(_("Klar"), "success", "check"),
    }
    return known.get(code, Status(code, "neutral", "dash"))


def chain_step(code: str) -> str:
    """What a body inside a party proposes."""
    known = {
        "anta": _("föreslår att den antas"),
        "anta_med_andring": _("föreslår att den antas med ändring"),
        "avsla": _("föreslår att den avslås"),
    }
    return known.get(code, code)


def decision_form(code: str) -> str:
    """The name of a form of decision."""
    known = {
        "rekommendation": _("Rekommendation"),
        "overenskommelse": _("Överenskommelse"),
        "projekt": _("Projekt"),
        "uppdrag": _("Uppdrag"),
        "information": _("Information"),
        "aterremiss": _("Återremiss"),
        "bordlaggning": _("Bordläggning"),
        "avslag": _("Avslag"),
    }
    return known.get(code, code)
