"""A hostile package, and what must become of it."""

from dataclasses import dataclass

from tests.engine.drawing import END, SHARED, START, chain, diagram, user

LINE = START + user("u") + END + chain("s", "u", "e")


@dataclass(frozen=True)
class Hostile:
    """The files of one package, and the codes that must come of it.

    `refused` when it is read, `stopped` when it is run; neither means that it runs, however odd.
    """

    files: dict[str, bytes]
    refused: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()


def raw(content: bytes, *refused: str) -> Hostile:
    """A file as it is."""
    return Hostile({"p.bpmn": content}, refused)


def drawn(body: str, *stopped: str) -> Hostile:
    """A process that is read, with this in it."""
    return Hostile({"p.bpmn": diagram(body, extra=SHARED)}, stopped=stopped)


def alone(xml: str, element: str) -> str:
    """One element between start and end."""
    return START + xml + END + chain("s", element, "e")
