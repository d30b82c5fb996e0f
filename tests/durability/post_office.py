"""A real SMTP server that keeps what it has taken, and may have its sender killed in the midst."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from types import TracebackType

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from tests.program import free_port

RECIPIENT = "recipient"
TAKEN = "taken"


@dataclass(frozen=True)
class Letter:
    """A mail as it arrived."""

    to: str
    subject: str
    text: str
    message_id: str


class PostOffice:
    """The server, for as long as the block runs. `letters` are all that it has answered for."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.cut_off: list[str] = []
        """The Message-IDs of the mails whose sender was killed before it heard they were taken."""
        self._plan: tuple[str, Callable[[], None]] | None = None
        self._done = threading.Event()
        self._server = Controller(self, hostname="127.0.0.1", port=free_port())

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._server.port}"

    def plan(self, where: str, kill: Callable[[], None]) -> threading.Event:
        """Kill whoever sends the next mail when it gets that far; the event tells when it is done.

        At RECIPIENT the server has not seen the mail; at TAKEN it has, but has not said so.
        """
        self._done.clear()
        self._plan = (where, kill)
        return self._done

    async def handle_RCPT(  # noqa: N802 (the library's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._kill_at(RECIPIENT)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        letter = Letter(
            to=str(mail["To"]),
            subject=str(mail["Subject"]),
            text="\n".join(mail.get_content().strip().splitlines()),
            message_id=str(mail["Message-ID"]),
        )
        self.letters.append(letter)
        if self._kill_at(TAKEN):
            self.cut_off.append(letter.message_id)
        return "250 OK"

    def _kill_at(self, where: str) -> bool:
        if self._plan is None or self._plan[0] != where:
            return False
        _, kill = self._plan
        self._plan = None
        kill()
        self._done.set()
        return True

    def __enter__(self) -> "PostOffice":
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.stop()
