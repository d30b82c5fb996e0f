"""A mail to one person: plain text, with an identity that is the same each time it is sent."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses

from flows.kernel import Invalid

_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+>")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LONGEST_ADDRESS = 254
_LONGEST_SUBJECT = 250


class MailRefused(Invalid):
    """A mail can't be sent as it is: an address or a header is wrong."""

    code = "mail-refused"
    sv = "Meddelandet går inte att skicka."
    en = "The message can't be sent."


@dataclass(frozen=True, slots=True)
class Message:
    """A mail. `to` is one address, `text` plain text, `message_id` as `message_id_for` makes it.

    `language` is the language of the text, for those who have it read aloud.
    """

    to: str
    subject: str
    text: str
    message_id: str
    language: str = "sv"


def message_id_for(key: str, sender: str) -> str:
    """The Message-ID of what the key stands for; the same key always gives the same one.

    A mail that is sent twice after a crash is then shown once by most mail programs.
    """
    digest = hashlib.sha256(key.encode()).hexdigest()[:40]
    return f"<{digest}@{address_of(sender).domain}>"


def address_of(text: str) -> Address:
    """The address in `Name <someone@example.org>` or `someone@example.org`.

    Raises MailRefused when there is none, or when it would break out of its header.
    """
    found = getaddresses([_one_line(text, "adressen", "the address")])
    name, address = found[0] if len(found) == 1 else ("", "")
    known = _ADDRESS.fullmatch(address) is not None and len(address) <= _LONGEST_ADDRESS
    if not known or ".." in address:
        raise MailRefused(f"”{text}” är ingen e-postadress.", f"“{text}” isn't an e-mail address.")
    local, _, domain = address.rpartition("@")
    return Address(name, local, domain)


def compose(sender: str, message: Message, now: datetime) -> EmailMessage:
    """The mail as it goes over the wire, dated at an aware instant.

    Raises MailRefused for a faulty address or Message-ID and for a line break in any header.
    """
    subject = _one_line(message.subject, "ämnet", "the subject")
    if len(subject) > _LONGEST_SUBJECT:
        raise MailRefused("Ämnet är för långt.", "The subject is too long.")
    if not _MESSAGE_ID.fullmatch(message.message_id):
        raise MailRefused("Meddelandet saknar giltigt id.", "The message has no valid id.")
    mail = EmailMessage(policy=SMTP)
    mail["From"] = address_of(sender)
    mail["To"] = address_of(message.to)
    mail["Subject"] = subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message.message_id
    # Asks holiday replies to stay away (RFC 3834).
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text.replace("\r\n", "\n"))
    mail["Content-Language"] = _one_line(message.language, "språket", "the language")
    return mail


def _one_line(text: str, sv: str, en: str) -> str:
    if _UNSEEN.search(text):
        raise MailRefused(
            f"Det finns en radbrytning eller ett styrtecken i {sv}.",
            f"There is a line break or a control character in {en}.",
        )
    return text.strip()
