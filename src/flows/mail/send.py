"""Mails go to an SMTP server or, where there is none, to files."""

import hashlib
import os
import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from flows.kernel import Conflict, Invalid, system_clock
from flows.kernel.log import logger
from flows.mail.message import MailRefused, Message, compose

SECONDS = 20
"""How long a server may be silent before the mail counts as not delivered."""

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_LAST_TRANSIENT = 499


class MailNotDelivered(Conflict):
    """The mail server could not take the mail now; trying again later may help."""

    code = "mail-not-delivered"
    sv = "E-postservern tog inte emot meddelandet. Försök igen senare."
    en = "The mail server did not take the message. Try again later."


class MailServerUnknown(Invalid):
    """The address of the mail server can't be used."""

    code = "mail-server"
    sv = "Adressen till e-postservern ska börja med smtp://, smtp+starttls:// eller smtps://."
    en = "The mail server's address must begin with smtp://, smtp+starttls:// or smtps://."


def send(
    smtp_url: str | None,
    sender: str,
    message: Message,
    *,
    data_dir: Path = Path("var"),
    now: datetime | None = None,
) -> Path | None:
    """Send the mail; without a server write it below `data_dir`/mail, and say so in the log.

    `smtp_url` is `smtp://[user:password@]host[:port]`, with TLS from the start as `smtps://` or
    after a greeting as `smtp+starttls://`, which never falls back to plain text. `now` dates the
    mail. Returns the file, when it became one; the same Message-ID gives the same file.
    Raises MailRefused when sending it again can't help, MailNotDelivered when it may, and
    MailServerUnknown.
    """
    mail = compose(sender, message, now or system_clock())
    if not smtp_url:
        path = _write(mail, message.message_id, data_dir / "mail")
        logger("mail").info("mail written to a file", file=str(path))
        return path
    _hand_over(mail, _server(smtp_url))
    logger("mail").info("mail sent", message_id=message.message_id)
    return None


def _server(smtp_url: str) -> SplitResult:
    try:
        server = urlsplit(smtp_url)
        known = server.scheme in _PORTS and bool(server.hostname) and server.port != 0
    except ValueError:
        known = False
    if not known:
        raise MailServerUnknown
    return server


def _hand_over(mail: EmailMessage, server: SplitResult) -> None:
    try:
        with _connected(server) as connection:
            if server.username:
                connection.login(unquote(server.username), unquote(server.password or ""))
            connection.send_message(mail)
    except smtplib.SMTPRecipientsRefused as fault:
        codes = [code for code, _ in fault.recipients.values()]
        raise _fault(max(codes)) from fault
    except smtplib.SMTPAuthenticationError as fault:
        # Mending a password in the settings makes the same mail go through.
        raise MailNotDelivered from fault
    except smtplib.SMTPResponseException as fault:
        raise _fault(fault.smtp_code) from fault
    except (OSError, smtplib.SMTPException) as fault:
        raise MailNotDelivered from fault


def _connected(server: SplitResult) -> smtplib.SMTP:
    host, port = str(server.hostname), server.port or _PORTS[server.scheme]
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
    connection = smtplib.SMTP(host, port, timeout=SECONDS)
    if server.scheme == "smtp+starttls":
        try:
            connection.starttls(context=ssl.create_default_context())
        except (OSError, smtplib.SMTPException):
            connection.close()
            raise
    return connection


def _fault(code: int) -> MailRefused | MailNotDelivered:
    if code <= _LAST_TRANSIENT:
        return MailNotDelivered()
    return MailRefused(
        f"E-postservern vägrade ta emot meddelandet (svar {code}).",
        f"The mail server refused the message (reply {code}).",
    )


def _write(mail: EmailMessage, message_id: str, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(message_id.encode()).hexdigest()[:40]}.eml"
    # Whole or not at all, even if the power goes.
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    unfinished.write_bytes(mail.as_bytes())
    unfinished.replace(path)
    return path
