"""`flows demo`: an account for everyone in the organisations, all with one password."""

import textwrap
from dataclasses import dataclass
from itertools import groupby

import click
from sqlalchemy import select

from flows.database.server import open_server
from flows.identity import create_demonstration, renew_demonstration
from flows.kernel import Database, Settings, system_clock
from flows.main.demo_password import demo_password
from flows.organisation.tables import PersonRow
from flows.web.demonstration import (
    DemonstrationGroup,
    FirstGuests,
    demonstration_people,
    first_people,
)


@dataclass(frozen=True, slots=True)
class SignIns:
    """Who can sign in, by body, and the password that they share; `first` are to begin with.

    `renewed` accounts had another password until now.
    """

    first: tuple[FirstGuests, ...]
    groups: tuple[DemonstrationGroup, ...]
    password: str
    renewed: int


def make_demo_accounts(settings: Settings, url: str | None = None) -> SignIns:
    """Make the accounts that are missing, in the database at `url` or else that of the settings.

    Those that a demonstration elsewhere has made, as before a restore, get this one's password.
    """
    if url is None:
        with open_server(settings) as server:
            return make_demo_accounts(settings, server.url)
    password = demo_password(settings)
    now = system_clock()
    database = Database(url, pool_size=1)
    try:
        with database.transaction() as session:
            people = session.execute(
                select(PersonRow.id, PersonRow.collaboration_id).where(
                    PersonRow.retired_at.is_(None)
                )
            )
            renewed = renew_demonstration(session, password)
            create_demonstration(
                session, [(row.id, row.collaboration_id) for row in people], password, now=now
            )
            return SignIns(
                tuple(first_people(session, now)),
                tuple(demonstration_people(session, now)),
                password,
                renewed,
            )
    finally:
        database.dispose()


def print_sign_ins(sign_ins: SignIns) -> None:
    """Print the few to begin with, the password, and how to see everyone."""
    _print_password(sign_ins)
    longest = max((len(one.id) for group in sign_ins.first for one in group.guests), default=0)
    for group in sign_ins.first:
        click.echo(f"\n  {click.style(group.collaboration, bold=True)}")
        for guest in group.guests:
            click.echo(f"  {guest.id:<{longest}}  {guest.title}")
    everyone = sum(len(group.people) for group in sign_ins.groups)
    click.echo(f"\n  All {everyone} people are on the sign-in page; flows demo --list prints them.")


def print_all_sign_ins(sign_ins: SignIns) -> None:
    """Print every user name, by collaboration and body, in as few lines as can be read."""
    _print_password(sign_ins)
    for collaboration, groups in groupby(sign_ins.groups, lambda group: group.collaboration):
        click.echo(f"\n  {click.style(collaboration, bold=True)}")
        for group in groups:
            names = ", ".join(person.id for person in group.people)
            text = textwrap.fill(
                f"{group.name}: {names}",
                width=100,
                initial_indent="  ",
                subsequent_indent="      ",
                break_on_hyphens=False,
            )
            click.echo(text)


def _print_password(sign_ins: SignIns) -> None:
    click.echo(f"\nDemonstration sign-ins; the password of everyone is {sign_ins.password}")
    if sign_ins.renewed:
        click.echo("The accounts came from elsewhere with another password; it has been replaced.")
