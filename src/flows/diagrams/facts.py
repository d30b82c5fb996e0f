"""What a step says about itself, as it is written in the file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signal:
    """What an event waits for or throws.

    `kind` is message, timer, signal, error, escalation, conditional, terminate, cancel, link or
    compensate. `name` is the message's, signal's or link's name, `code` that of an error or an
    escalation. `timer` is date, duration or cycle, and `text` the time or the condition.
    """

    kind: str
    name: str = ""
    key: str = ""
    code: str = ""
    timer: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Loop:
    """An activity done several times: for each item of a list, so many times, or again and again.

    `kind` is each or again. For each: `items` is the list (or `count` the number), `item` the name
    of one, `results` and `result` what is gathered, `until` when it stops early. Again: `until`
    is the condition for another turn and `count` the highest number of turns.
    """

    kind: str
    in_turn: bool = False
    items: str = ""
    item: str = ""
    results: str = ""
    result: str = ""
    count: str = ""
    until: str = ""
    test_first: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a step says beside its name and its flows; "" is what it doesn't say."""

    name_en: str = ""
    help: str = ""
    help_en: str = ""
    lane: str = ""
    groups: str = ""
    assignee: str = ""
    form: str = ""
    due: str = ""
    follow_up: str = ""
    priority: str = ""
    template: str = ""
    operation: str = ""
    retries: str = ""
    script: str = ""
    decision: str = ""
    calls: str = ""
    result: str = ""
    inputs: tuple[tuple[str, str], ...] = ()
    outputs: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    signals: tuple[Signal, ...] = ()
    loop: Loop | None = None
    interrupting: bool = True
    by_event: bool = False
