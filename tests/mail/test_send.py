"""Against a real SMTP server on the loopback address."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from flows.mail import (
    MailNotDelivered,
    MailRefused,
    MailServerUnknown,
    Message,
    message_id_for,
    send,
)

NOW = datetime(2027, 3, 5, 8, 0, tzinfo=UTC)
SENDER = "Flöden <floden@example.org>"
ID = message_id_for("paminnelse-17", SENDER)


class Inbox:
    """What the server took, and how it answers: `reply` to each recipient."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.reply = "250 OK"
        self.users: list[bytes] = []

    async def handle_RCPT(  # noqa: N802 (the library's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.reply

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.taken.append(message_from_bytes(content, policy=policy.default))
        return "250 OK"

    def __call__(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password == b"hemligt/ord"
        if right and isinstance(data, LoginPassword):
            self.users.append(data.login)
        return AuthResult(success=right, handled=right)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def server(inbox: Inbox) -> Iterator[str]:
    controller = Controller(
        inbox,
        hostname="127.0.0.1",
        port=_free_port(),
        authenticator=inbox,
        auth_require_tls=False,
    )
    controller.start()
    yield f"127.0.0.1:{controller.port}"
    controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def message(**changed: str) -> Message:
    return Message(
        **{
            "to": "registrator@example.org",
            "subject": "Påminnelse: svara på rekommendationen",
            "text": "Hej!\n\nSvaret ska vara inne senast fre 12 mars 2027.\n.\nÅÄÖ\n",
            "message_id": ID,
            **changed,
        }
    )


def test_a_mail_arrives_as_it_was_written(server, inbox):
    assert send(f"smtp://{server}", SENDER, message(), now=NOW) is None
    (mail,) = inbox.taken
    assert mail["Subject"] == "Påminnelse: svara på rekommendationen"
    assert mail["From"] == SENDER
    assert mail["To"] == "registrator@example.org"
    assert mail["Date"].datetime == NOW
    assert mail["Message-ID"] == ID
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "sv"
    assert mail.get_content().replace("\r\n", "\n") == message().text


def test_the_message_id_is_the_same_for_the_same_key_only():
    assert message_id_for("a", SENDER) == message_id_for("a", SENDER)
    assert message_id_for("a", SENDER) != message_id_for("b", SENDER)
    assert message_id_for("a", SENDER).endswith("@example.org>")


def test_a_user_signs_in_with_the_password_of_the_address(server, inbox):
    send(f"smtp://floden:hemligt%2Ford@{server}", SENDER, message(), now=NOW)
    assert inbox.users == [b"floden"]
    with pytest.raises(MailNotDelivered):
        send(f"smtp://floden:fel@{server}", SENDER, message(), now=NOW)
    assert len(inbox.taken) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("to", "a@example.org\r\nBcc: b@example.org"),
        ("to", "a@example.org, b@example.org"),
        ("to", "a@example.org\x00"),
        ("to", ""),
        ("to", "utan snabel-a"),
        ("to", "a..b@example.org"),
        ("to", "å@example.org"),
        ("to", "a" * 250 + "@example.org"),
        ("subject", "Hej\nBcc: b@example.org"),
        ("subject", "Hej\u2028Bcc: b@example.org"),
        ("subject", "x" * 251),
        ("message_id", "<a@b>\r\nBcc: c@example.org"),
        ("message_id", "a"),
        ("language", "sv\nX: y"),
    ],
)
def test_a_header_can_not_be_broken_out_of(server, inbox, field, value):
    with pytest.raises(MailRefused):
        send(f"smtp://{server}", SENDER, message(**{field: value}), now=NOW)
    assert inbox.taken == []


def test_a_sender_can_not_break_out_either(tmp_path):
    with pytest.raises(MailRefused):
        send(None, "A <a@example.org>\nBcc: b@example.org", message(), data_dir=tmp_path, now=NOW)


def test_a_recipient_that_does_not_exist_is_not_tried_again(server, inbox):
    inbox.reply = "550 No such user"
    with pytest.raises(MailRefused) as refused:
        send(f"smtp://{server}", SENDER, message(), now=NOW)
    assert "550" in refused.value.en


def test_a_server_that_is_busy_is_tried_again(server, inbox):
    inbox.reply = "451 Try later"
    with pytest.raises(MailNotDelivered):
        send(f"smtp://{server}", SENDER, message(), now=NOW)


def test_a_server_that_is_away_is_tried_again():
    with pytest.raises(MailNotDelivered):
        send(f"smtp://127.0.0.1:{_free_port()}", SENDER, message(), now=NOW)


def test_encryption_never_falls_back_to_plain_text(server, inbox):
    with pytest.raises(MailNotDelivered):
        send(f"smtp+starttls://{server}", SENDER, message(), now=NOW)
    with pytest.raises(MailNotDelivered):
        send(f"smtps://{server}", SENDER, message(), now=NOW)
    assert inbox.taken == []


@pytest.mark.parametrize("url", ["http://example.org", "smtp://", "localhost:25", "smtp://a:b:c"])
def test_an_address_of_another_kind_is_refused(url):
    with pytest.raises(MailServerUnknown):
        send(url, SENDER, message(), now=NOW)


def test_without_a_server_the_mail_becomes_a_file(tmp_path: Path, capsys):
    first = send(None, SENDER, message(), data_dir=tmp_path, now=NOW)
    second = send("", SENDER, message(), data_dir=tmp_path, now=NOW)
    assert first is not None
    assert first == second
    assert list((tmp_path / "mail").iterdir()) == [first]
    assert first.suffix == ".eml"
    mail = message_from_bytes(first.read_bytes(), policy=policy.default)
    assert mail["Subject"] == message().subject
    assert mail.get_content().replace("\r\n", "\n") == message().text
    said = "".join(capsys.readouterr())
    assert str(first) in said
    assert "registrator@example.org" not in said
