"""Mail: plain-text notices to people, over SMTP or into files."""

from flows.mail.message import MailRefused, Message, message_id_for
from flows.mail.send import MailNotDelivered, MailServerUnknown, send

__all__ = [
    "MailNotDelivered",
    "MailRefused",
    "MailServerUnknown",
    "Message",
    "message_id_for",
    "send",
]
