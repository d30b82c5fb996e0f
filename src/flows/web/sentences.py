"""What a running process waits for, and what has happened in it, in whole sentences."""

from collections.abc import Callable, Mapping

from flask import Flask
from markupsafe import Markup

from flows.monitor import TokenView
from flows.monitor.instance_page import HistoryEntry
from flows.web.dates import due, moment
from flows.web.language import said
from flows.web.words import gettext as _


def install(app: Flask) -> None:
    """Give templates `token_sentence`, `history_word` and `is_told`."""
    app.jinja_env.globals.update(
        token_sentence=token_sentence, history_word=history_word, is_told=is_told
    )


def token_sentence(token: TokenView) -> Markup:
    """What one place waits for, and until when."""
    if token.kind == "person":
        return _person(token)
    if token.kind == "timer":
        if token.until is None:
            return Markup("{}").format(_("Väntar på en tid."))
        return Markup(_("Väntar till %(when)s (%(far)s).")) % {
            "when": moment(token.until),
            "far": due(token.until),
        }
    if token.kind == "job":
        return _job(token)
    if token.kind in {"message", "signal"}:
        about = f" ({token.key})" if token.key else ""
        return Markup(_("Väntar på meddelandet ”%(name)s”%(about)s.")) % {
            "name": token.message,
            "about": about,
        }
    plain = {
        "child": _("Väntar på ett flöde som det själv har startat."),
        "join": _("Väntar på att de andra grenarna blir klara."),
        "incident": _("Har stannat. Orsaken står ovanför."),
    }
    return Markup("{}").format(plain.get(token.kind, _("Väntar.")))


def is_told(entry: HistoryEntry) -> bool:
    """Whether the history tells it: what people and operations did, not where the paths parted."""
    if entry.type == "repair":
        return True
    return bool(entry.name) and not entry.type.endswith("Gateway")


def history_word(entry: HistoryEntry) -> str:
    """What happened to an element, or what an administrator did, in a word or two."""
    word = _HISTORY_WORDS.get(entry.what)
    return word() if word else entry.what


_HISTORY_WORDS: Mapping[str, Callable[[], str]] = {
    "retry": lambda: _("nytt försök"),
    "edit_variables": lambda: _("uppgifter ändrade"),
    "move_token": lambda: _("flyttat till ett annat steg"),
    "cancel": lambda: _("flödet avslutat"),
    "suspend": lambda: _("flödet pausat"),
    "resume": lambda: _("flödet fortsätter"),
    "reassign": lambda: _("lämnat över till någon"),
    "migrate": lambda: _("flödet flyttat till en ny version"),
    "started": lambda: _("påbörjat"),
    "completed": lambda: _("klart"),
    "cancelled": lambda: _("avbrutet"),
}


def _person(token: TokenView) -> Markup:
    roles = Markup(", ").join(said(sv, en) for sv, en in token.roles)
    if token.claimed_by:
        text = Markup(_("%(who)s har tagit uppgiften.")) % {"who": said(token.claimed_by)}
    elif roles:
        text = Markup(_("Väntar på någon med rollen %(roles)s.")) % {"roles": roles}
    else:
        text = Markup("{}").format(_("Väntar på en person, men ingen har rollen."))
    if token.due_at is None:
        return text
    return (
        text
        + Markup(" ")
        + (
            Markup(_("Senast %(when)s (%(far)s)."))
            % {"when": moment(token.due_at), "far": due(token.due_at)}
        )
    )


def _job(token: TokenView) -> Markup:
    if not token.fault:
        return Markup("{}").format(_("Flows gör detta av sig självt, strax."))
    return Markup(
        _("Flows försöker igen av sig självt. Försök %(number)d misslyckades: %(fault)s")
    ) % {
        "number": token.attempts,
        "fault": token.fault,
    }
