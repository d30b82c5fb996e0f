"""A person at a browser without JavaScript, who tries again when the program is away."""

import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from http import HTTPStatus

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_AWAY = (OSError, urllib.error.URLError, http.client.HTTPException)
_AWAY_OR_DONE = {
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
}
_PATIENCE_SECONDS = 180


class Person:
    """Someone with an account; each request is sent once, and `get` tries again."""

    def __init__(self, address: str, user: str, password: str) -> None:
        self.address = address
        self._user = user
        self._password = password
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def sign_in(self) -> None:
        """Sign in, as often as it takes."""
        while not self._sent("/sign-in", user=self._user, password=self._password):
            pass

    def get(self, path: str) -> str:
        """The page at an address, as soon as the program gives it."""
        limit = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                with self._opener.open(f"{self.address}{path}", timeout=120) as answer:
                    return str(answer.read(), "utf-8")
            except urllib.error.HTTPError as error:
                with error:
                    if error.code < HTTPStatus.INTERNAL_SERVER_ERROR:
                        raise
            except _AWAY:
                pass
            if time.monotonic() > limit:
                raise TimeoutError(path)
            time.sleep(0.1)

    def send(self, path: str, *, to: str = "", **fields: str) -> bool:
        """Fill in the form on a page and send it (`to` another address) once.

        True when the program said that it was done; False when nobody can tell, or when it said
        that someone has done it already.
        """
        return self._sent(path, to=to, **fields)

    def _sent(self, path: str, *, to: str = "", **fields: str) -> bool:
        try:
            found = _TOKEN.search(self.get(path))
        except urllib.error.HTTPError as error:
            error.close()
            return False  # the page is gone: the task has been done
        assert found, f"{path} has no form"
        filled_in = urllib.parse.urlencode({**fields, "csrf_token": found[1]}).encode()
        try:
            with self._opener.open(f"{self.address}{to or path}", filled_in, timeout=120):
                return True
        except urllib.error.HTTPError as error:
            with error:
                if error.code not in _AWAY_OR_DONE:
                    raise
            return False
        except _AWAY:
            return False
