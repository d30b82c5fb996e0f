"""Swedish first, English by choice; what exists only in Swedish is marked as such."""

from urllib.parse import urlsplit

from flask import Flask, current_app, g, request
from flask_babel import Babel, get_locale, refresh  # type: ignore[import-untyped]
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from flows.diagrams.spoken import pieces, plain

LANGUAGES = {"sv": "Svenska", "en": "English"}
COOKIE = "flows_language"
FIELD = "language"
"""The name of the buttons that choose a language."""

_YEAR = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Let the cookie choose the language; give templates what they say it with."""
    Babel(app, default_locale="sv", locale_selector=_chosen)
    app.jinja_env.globals.update(
        language=language, languages=LANGUAGES, said=said, told=told, this_page=this_page
    )


def language() -> str:
    """The language of the page: "sv" or "en"."""
    locale = get_locale()
    return str(locale.language) if locale else "sv"


def change_language() -> None:
    """Answer this request in the language that its form chooses."""
    if request.form.get(FIELD) in LANGUAGES:
        g.chosen_language = request.form[FIELD]
        refresh()


def remember_language(response: Response) -> None:
    """Let the browser keep the language that this request's form chooses, for a year."""
    chosen = request.form.get(FIELD, "")
    if chosen in LANGUAGES:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=_YEAR,
            secure=current_app.config["HTTPS"],
            httponly=True,
            samesite="Lax",
        )


def said(sv: str | None, en: str | None = None) -> Markup:
    """Content in the page's language; Swedish text on an English page is marked as Swedish.

    So are the pieces of the English text that are said to be Swedish.
    """
    if language() == "sv" or not sv:
        return escape(plain(sv or en or ""))
    if not en:
        return _SWEDISH.format(plain(sv))
    return Markup("").join(
        _SWEDISH.format(text) if swedish else escape(text) for text, swedish in pieces(en)
    )


def told(sv: str, en: str) -> str:
    """The one of two texts that is in the page's language."""
    return plain(sv if language() == "sv" else en)


_SWEDISH = Markup('<span lang="sv">{}</span>')


def this_page() -> str:
    """The address that shows the present page again, also when it is the answer to a form."""
    if request.method in {"GET", "HEAD"}:
        return request.full_path.rstrip("?")
    came_from = urlsplit(request.referrer or "")
    return came_from.path if came_from.netloc == request.host else "/"


def _chosen() -> str:
    wanted = g.get("chosen_language") or request.cookies.get(COOKIE, "sv")
    return wanted if wanted in LANGUAGES else "sv"
