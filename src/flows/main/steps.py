"""What the program says while it starts: each step, what it did and how long it took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import click


class Step:
    """One step under way; `did` is what it says when it is done."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.did = "done"


@contextmanager
def step(name: str) -> Iterator[Step]:
    """Say what a step did and how long it took, or that it failed."""
    began = time.monotonic()
    under_way = Step(name)
    try:
        yield under_way
    except BaseException:
        say(name, "failed", time.monotonic() - began)
        raise
    say(name, under_way.did, time.monotonic() - began)


def say(name: str, text: str, seconds: float | None = None) -> None:
    """One line of the report, at once, even into a pipe."""
    took = "" if seconds is None else click.style(f"  {seconds:.1f} s", dim=True)
    click.echo(f"  {click.style(f'{name:<9}', bold=True)} {text}{took}")
