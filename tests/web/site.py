"""The web application over a house with the real processes in it, and accounts for everyone."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from flask.testing import FlaskClient
from tests.house import House
from werkzeug.test import TestResponse

from flows.catalog import Package, read_packages
from flows.identity import create_demonstration
from flows.kernel import Database, Settings
from flows.organisation import collaborations, people_of
from flows.web import create_app

PROCESSES = Path(__file__).parents[2] / "processes"
PASSWORD = "demonstration"


class Site:
    """A house, the application that serves it, and who may sign in."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.house = House(database, settings)
        self.clock = self.house.clock
        for package in _packages():
            self.house.publish(package.name, package.files)
        with database.transaction() as session:
            for each in collaborations(session):
                people = [(person.id, each.id) for person in people_of(session, each.id)]
                create_demonstration(session, people, PASSWORD, now=self.clock())
        self.app = create_app(settings, database, self.clock)

    def visitor(self) -> "Visitor":
        """Someone who has not signed in."""
        return Visitor(self.app.test_client())

    def person(self, person_id: str) -> "Visitor":
        """Someone who has signed in."""
        visitor = self.visitor()
        answer = visitor.sign_in(person_id)
        assert answer.status_code == 303, answer.text
        return visitor


class Visitor:
    """A browser without JavaScript: it sends the forms of the page that it has open."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str, **arguments: str) -> TestResponse:
        return self.client.get(address, query_string=arguments or None, buffered=True)

    def post(self, address: str, page: str = "/accessibility", **fields: object) -> TestResponse:
        """Send a form, with the token of a page that has one."""
        data = {"csrf_token": self.token(page), **fields}
        return self.client.post(address, data=data, buffered=True)

    def token(self, page: str = "/accessibility") -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(page).text)
        assert found is not None
        return found[1]

    def sign_in(self, person_id: str, password: str = PASSWORD, **more: str) -> TestResponse:
        return self.post("/sign-in", user=person_id, password=password, **more)


@cache
def _packages() -> Sequence[Package]:
    return read_packages(PROCESSES, max_bytes=1 << 20).packages
