"""Every error becomes an answer here, and only here: calm pages, and an id for what is a bug."""

import secrets
import traceback
from urllib.parse import urlsplit

from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError  # type: ignore[import-untyped]
from markupsafe import escape
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from flows.forms import size_in_words
from flows.inbox import TaskDone
from flows.instances import InstanceEnded, InstanceStopped, InstanceSuspended
from flows.kernel import Conflict, FlowsError, Invalid, NotAllowed, NotFound
from flows.kernel.log import logger
from flows.web.access import SignInNeeded, declared_access
from flows.web.addresses import inside
from flows.web.current import is_fragment_request, session_cookie_name
from flows.web.language import language, told
from flows.web.typed import typed_fields
from flows.web.unfinished import sent_too_late
from flows.web.views.sign_in import sign_in_page
from flows.web.words import gettext as _

_FAMILIES: tuple[tuple[type[FlowsError], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (Conflict, 409),
    (Invalid, 422),
)


def install(app: Flask) -> None:
    """Answer every error."""
    app.register_error_handler(SignInNeeded, _ask_to_sign_in)
    app.register_error_handler(FlowsError, _answer_flows_error)
    app.register_error_handler(CSRFError, _answer_stale_form)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(OperationalError, _answer_lost_database)
    app.register_error_handler(DataError, _answer_odd_value)
    app.register_error_handler(Exception, _answer_bug)


def status_of(error: FlowsError) -> int:
    """The HTTP status of an error's family; 500 for one outside the four."""
    return next((status for family, status in _FAMILIES if isinstance(error, family)), 500)


def _ask_to_sign_in(error: SignInNeeded) -> ResponseReturnValue:
    if is_fragment_request():
        return str(escape(told(error.sv, error.en))), 401
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    if request.method == "GET":
        return redirect(url_for("sign_in.show", next=back), 303)
    return _signed_out(401)


def _signed_out(status: int) -> ResponseReturnValue:
    unfinished = sent_too_late()
    if unfinished is not None:
        g.setdefault("visitor", None)
        return sign_in_page("", "", unfinished=unfinished), status
    title = _("Du har loggats ut")
    text = _("Du har varit borta en stund. Logga in igen; det du skrev finns kvar här nedanför.")
    way_back = _way_back()
    there = url_for("sign_in.show", next=way_back[1] if way_back else None)
    return _page(status, title, text, link=(_("Logga in"), there))


def _answer_flows_error(error: FlowsError) -> ResponseReturnValue:
    status = status_of(error)
    if status == 500:
        return _answer_bug(error)
    titles = {
        404: _("Sidan finns inte"),
        403: _("Du har inte behörighet"),
        409: _("Någon annan hann före"),
        422: _("Uppgifterna går inte att använda"),
    }
    title = titles[status]
    if isinstance(error, TaskDone):
        title = _("Det är redan gjort")
    if isinstance(error, InstanceSuspended | InstanceStopped | InstanceEnded):
        title = _("Det går inte just nu")
    problems = error.problems if isinstance(error, Invalid) else ()
    lines = [told(problem.sv, problem.en) for problem in problems]
    return _page(status, title, told(error.sv, error.en), lines=lines, link=_way_back())


def _way_back() -> tuple[str, str] | None:
    """Back to the page that the form was sent from, as it is now; None when it isn't known."""
    parts = urlsplit(request.referrer or "")
    if request.method != "POST" or parts.netloc != request.host:
        return None
    address = inside(f"{parts.path}?{parts.query}" if parts.query else parts.path, "")
    return (_("Tillbaka till sidan"), address) if address else None


def _answer_stale_form(error: CSRFError) -> ResponseReturnValue:
    view = current_app.view_functions.get(request.endpoint or "")
    access = declared_access(view)
    if access and not access.open_to_all and session_cookie_name() not in request.cookies:
        return _signed_out(400)
    text = _(
        "Sidan har varit öppen för länge eller i ett annat fönster. Gå tillbaka, "
        "ladda om sidan och skicka igen."
    )
    return _page(400, _("Formuläret går inte att ta emot"), text)


def _answer_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    if isinstance(error, RequestEntityTooLarge):
        return _page(413, _("Det är för stort"), _too_large())
    if error.code == 404:
        text = _("Adressen leder ingenstans. Kanske har sidan flyttats, eller så är den inte din.")
        return _page(404, _("Sidan finns inte"), text)
    if error.code == 405:
        return _page(405, _("Sidan går inte att öppna så"), _("Börja från en annan sida."))
    return _not_understood(error.code)


def _answer_odd_value(error: DataError) -> ResponseReturnValue:
    """What no row can hold, such as the character NUL or a number of thirty figures.

    Nothing that our pages offer leads here; it is logged, so that a fault of ours is found.
    """
    _log(error)
    return _not_understood(400)


def _not_understood(status: int) -> tuple[str, int]:
    return _page(status, _("Det gick inte"), _("Begäran går inte att förstå."))


def _too_large() -> str:
    return _(
        "Det du skickade är större än vad som tas emot. Filer får vara högst %(size)s tillsammans. "
        "Gå tillbaka i webbläsaren: det du skrev brukar finnas kvar där.",
        size=size_in_words(current_app.config["MAX_UPLOAD_BYTES"], language()),
    )


def _answer_lost_database(error: OperationalError) -> ResponseReturnValue:
    number = _log(error, stack=not _says_it_all(error))
    text = _("Vänta en liten stund och försök igen. Inget av det som redan var sparat är borta.")
    page, status = _page(503, _("Flows svarar inte just nu"), text, number=number)
    return page, status, {"Retry-After": "5"}


def _says_it_all(error: OperationalError) -> bool:
    """Whether what the database said is the cause: it is away (08, 57), or its disk is full (53).

    Where in the program that was noticed is then of no use to anyone.
    """
    state = getattr(error.orig, "sqlstate", None)
    return state is None or state[:2] in {"08", "53", "57"}


def _answer_bug(error: Exception) -> ResponseReturnValue:
    text = _(
        "Felet är vårt, inte ditt. Försök igen. Händer det igen: berätta för den som sköter "
        "Flows, och ange numret här nedanför."
    )
    return _page(500, _("Något gick fel"), text, number=_log(error))


def _log(error: Exception, *, stack: bool = True) -> str:
    """Write the surprise to the log under a number that the person sees.

    Where it happened, never with what: no local values and no parameters of a statement, which
    may be someone's answers.
    """
    number = secrets.token_hex(4)
    said = getattr(error, "orig", None) or error
    logger("web").error(
        "surprise",
        number=number,
        method=request.method,
        endpoint=request.endpoint,
        error=f"{type(error).__name__}: {' '.join(str(said).split())}",
        **({"stack": "".join(traceback.format_tb(error.__traceback__))} if stack else {}),
    )
    return number


def _page(
    status: int,
    title: str,
    text: str,
    *,
    lines: list[str] | None = None,
    link: tuple[str, str] | None = None,
    number: str | None = None,
) -> tuple[str, int]:
    g.setdefault("visitor", None)
    g.setdefault("may_start", True)  # the request's transaction is over: it can't be asked
    if is_fragment_request():  # the page that asked shows the sentence, or nothing
        return str(escape(text)), status
    page = render_template(
        "error.html",
        status=status,
        title=title,
        text=text,
        lines=lines or [],
        link=link,
        number=number,
        typed=typed_fields() if status != 413 else [],
    )
    return page, status
