"""A person's browser as far as the server can tell: one connection, cookies, forms."""

import http.client
import re
import time
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass

from throwaway import PASSWORD

_KEPT_OPEN_SECONDS = 1.0
"""The server closes a connection that has been quiet for longer."""

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered; `leads_to` is where a redirect goes, else ""."""

    status: int
    text: str
    leads_to: str


class Browser:
    """A signed-in person. What the server flashes is not kept, as if each page had been seen."""

    def __init__(self, port: int, person_id: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._used = time.monotonic()
        self._cookies: dict[str, str] = {}
        self._token = ""
        self._token = self._token_of(self.get("/sign-in", keep=True))
        answer = self.post("/sign-in", {"user": person_id, "password": PASSWORD}, keep=True)
        if answer.status != http.HTTPStatus.SEE_OTHER:
            raise RuntimeError(f"{person_id} could not sign in: {answer.status}")
        self._token = self._token_of(self.get("/accessibility", keep=True))

    def get(self, address: str, *, keep: bool = False) -> Answer:
        """Open a page; with `keep` its cookies are kept."""
        return self._ask("GET", address, None, keep=keep)

    def post(self, address: str, fields: Mapping[str, str], *, keep: bool = False) -> Answer:
        """Send a form."""
        body = urllib.parse.urlencode({"csrf_token": self._token, **fields})
        return self._ask("POST", address, body, keep=keep)

    def close(self) -> None:
        """Leave."""
        self._connection.close()

    def _ask(self, method: str, address: str, body: str | None, *, keep: bool) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.monotonic() - self._used > _KEPT_OPEN_SECONDS:
            self._connection.close()
        self._connection.request(method, address, body, headers)
        response = self._connection.getresponse()
        text = response.read().decode()
        self._used = time.monotonic()
        if keep:
            for cookie in response.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self._cookies[name] = value
        return Answer(response.status, text, response.headers.get("Location", ""))

    def _token_of(self, answer: Answer) -> str:
        found = _TOKEN.search(answer.text)
        if found is None:
            raise RuntimeError("a page without a form")
        return found[1]
