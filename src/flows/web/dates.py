"""Instants as people say them, in Europe/Stockholm: "fre 12 mars 2027", "om 3 dagar"."""

import re
from datetime import date, datetime

from babel.dates import format_date
from flask import Flask

from flows.kernel import STOCKHOLM
from flows.web.current import now
from flows.web.language import language
from flows.web.words import gettext as _
from flows.web.words import ngettext

_DAY = "EEE d MMMM y"
_ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def install(app: Flask) -> None:
    """Give templates the filters `day`, `moment`, `clock` …, and the test `late`."""
    app.jinja_env.filters.update(
        day=day, moment=moment, clock=clock, due=due, machine=machine, days_in_words=days_in_words
    )
    app.jinja_env.tests["late"] = late


def day(at: date | datetime) -> str:
    """The day: "fre 12 mars 2027"."""
    return format_date(_local_day(at), _DAY, locale=language())


def days_in_words(text: str, locale: str = "sv") -> str:
    """A text of a process, in `locale`, with its dates (2027-03-12) as people say them."""

    def said(found: re.Match[str]) -> str:
        try:
            return format_date(date.fromisoformat(found[0]), _DAY, locale=locale)
        except ValueError:
            return found[0]

    return _ISO_DATE.sub(said, text)


def clock(at: datetime) -> str:
    """The time of day: "kl. 13.00"."""
    local = at.astimezone(STOCKHOLM)
    return f"kl. {local:%H.%M}" if language() == "sv" else f"{local:%H:%M}"


def moment(at: datetime) -> str:
    """The day and the time: "fre 12 mars 2027 kl. 13.00"."""
    return f"{day(at)} {clock(at)}"


def machine(at: date | datetime) -> str:
    """The same for the `datetime` attribute of a time element, in ISO 8601."""
    if isinstance(at, datetime):
        return at.astimezone(STOCKHOLM).isoformat(timespec="minutes")
    return at.isoformat()


def late(at: date | datetime) -> bool:
    """Whether the instant, or the whole of the day, has passed."""
    if isinstance(at, datetime):
        return at < now()
    return at < _local_day(now())


def due(at: date | datetime) -> str:
    """How far off a deadline is: "om 3 dagar", "i morgon", "2 dagar försenad"."""
    days = (_local_day(at) - _local_day(now())).days
    if days < 0:
        return ngettext("%(num)d dag försenad", "%(num)d dagar försenad", -days)
    if days == 0:
        return _("försenad sedan i dag") if late(at) else _("i dag")
    if days == 1:
        return _("i morgon")
    return ngettext("om %(num)d dag", "om %(num)d dagar", days)


def _local_day(at: date | datetime) -> date:
    return at.astimezone(STOCKHOLM).date() if isinstance(at, datetime) else at
