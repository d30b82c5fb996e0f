"""The page "what is supported", written from the tables that the reader obeys.

`python -m flows.engine.supported` prints it; a test keeps `docs/reference/bpmn.md` up to date.
"""

from collections.abc import Iterable

from flows.engine.corrections.instance import MAX_STEPS
from flows.engine.diagram.vocabulary import (
    GATEWAYS,
    IGNORED,
    REFUSED,
    REFUSED_WAYS,
    SUBPROCESSES,
    TASKS,
    TRIGGERS,
    ZEEBE_WORDS,
    Meaning,
)
from flows.engine.limits import DEFAULT_ROUNDS
from flows.engine.specs.inner import MAX_DEPTH

_KINDS: dict[str, Meaning] = {
    "message": ("meddelande", "message"),
    "timer": ("timer", "timer"),
    "signal": ("signal", "signal"),
    "conditional": ("villkor", "condition"),
    "error": ("fel", "error"),
    "escalation": ("eskalering", "escalation"),
    "terminate": ("avsluta allt", "terminate"),
    "cancel": ("avbryt transaktion", "cancel"),
    "link": ("länk", "link"),
}

_INTRODUCTION = """\
# Diagrams: what is supported

*På svenska:* Det här kan ett diagram innehålla. Allt annat nekas när diagrammet kontrolleras, med
elementets id, namn och rad och en mening om varför. Sidan skrivs av programmet.

*In English:* This is what a diagram may hold. Anything else is refused when the diagram is checked,
with the element's id, name and line and a sentence that says why. The program writes this page.

Diagrams are BPMN 2.0 in the Camunda 8 flavour (the `zeebe` extensions). A text that begins with `=`
is a FEEL expression, any other is itself; conditions, scripts and lists are always FEEL. No other
code in a diagram is ever run.
"""

_RULES = f"""\
## How it runs · Så körs det

- Variables belong to the process. An element with an input mapping, and each round of a
  multi-instance, has variables of its own; what a round sets stays in it. A called process has its
  own variables: by default it gets a copy of all and gives back those it has set.
- Answers and results are merged into the variables by name, or go through the output mapping.
- Several flows out of a task or event run side by side; a flow with a condition is taken when it
  holds, one without always, the default one when no condition holds.
- A multi-instance goes through at most {DEFAULT_ROUNDS:,} items, or as many as the setting
  `FLOWS_MAX_ROUNDS` says. Results stand in the order of the
  items. The completion condition sees `numberOfInstances`, `numberOfCompletedInstances` and
  `numberOfActiveInstances`, and the results so far; `loopCounter` counts from 1.
- A multi-instance may throw events as its rounds are done (`behavior`): `None` for each round,
  `One` for the first, `Complex` when the condition of one of its `complexBehaviorDefinition`s
  holds, which also ends the rounds. They are signals, messages and escalations, carry no variables,
  and tell how far the activity has come: an event on its edge that catches just them leaves it
  going on, however it is drawn.
- A non-interrupting boundary event catches every time. A repeating timer (`R3/P14D`) fires its
  turns; turns that were missed while nothing ran fire once. An intermediate event with one goes on
  at the first turn.
- A process or subprocess without a start event begins with all that no flow leads to. A start event
  with several messages or signals is started by any of them.
- An event subprocess waits for as long as anything goes on in its scope. One that interrupts takes
  everything else in the scope away, also event subprocesses that have begun; what one throws, the
  others of its scope may catch.
- A called process begins at its plain start, however else it may be started.
- Times without an offset are Swedish. Days are 24 hours, months follow the calendar. A timer can
  count Swedish workdays: `=add workdays(date(mote), -5)` is five before the meeting, and
  `=add workdays(today(), 10)` is ten from now, each at the day's first moment.
- An error goes to the nearest activity around it with a boundary event for its code, then to one
  that takes any code. If nobody takes it the instance stops there, and can be tried again. An
  escalation that nobody takes goes on.
- A signal reaches everything in its collaboration that waits for it, starts every process that
  begins with it, and carries only its input mapping. A message reaches one: who waits for its name
  and key, else a process that begins with it. It carries its input mapping, or all variables when
  it has none. What is started is started in the sender's forum. A message that nobody waits for is
  kept for a year, or as long as the property `timeToLive` of what throws it says (`P30D`).
  A key that comes out empty stops at its element: without one it can't be known whom it is for.
- When paths wait for one another in gateways and nothing more is on its way in their process or
  subprocess, the instance is shown as stopped there, whatever else goes on. The check tells of
  gateways where that is bound to happen.
- What can't be computed stops at its element with everything kept, until someone tries again. So
  does a step of more than {MAX_STEPS:,} elements, and processes that call one another more than
  {MAX_DEPTH} levels deep. An instance holds at most 8 MB of data.
"""


def supported_page() -> str:
    """The page as Markdown."""
    parts = [
        _INTRODUCTION,
        _section("Tasks · Uppgifter", "element", TASKS.items()),
        _section("Subprocesses · Delprocesser", "element", SUBPROCESSES.items()),
        _section("Gateways · Grindar", "element", GATEWAYS.items()),
        _events(),
        _section("Zeebe extensions · Zeebe-tillägg", "word", ZEEBE_WORDS.items()),
        _RULES,
        _refused(),
    ]
    return "\n".join(parts)


def _section(title: str, head: str, rows: Iterable[tuple[str, Meaning]]) -> str:
    lines = [f"## {title}", "", f"| {head} | på svenska | in English |", "|---|---|---|"]
    lines += [f"| `{name}` | {sv} | {en} |" for name, (sv, en) in rows]
    return "\n".join([*lines, ""])


def _events() -> str:
    kinds = list(_KINDS)
    lines = ["## Events · Händelser", "", f"| | {' | '.join(kinds)} |"]
    lines.append(f"|---|{'---|' * len(kinds)}")
    for where, allowed in TRIGGERS.items():
        name = "start of an event subprocess" if where == "event subprocess" else f"`{where}`"
        marks = ["ja · yes" if kind in allowed else "" for kind in kinds]
        lines.append(f"| {name} | {' | '.join(marks)} |")
    named = ", ".join(f"{kind} = {sv}" for kind, (sv, _) in _KINDS.items() if kind != sv)
    lines += ["", f"Plain start, end and intermediate throw events too. På svenska: {named}.", ""]
    return "\n".join(lines)


def _refused() -> str:
    lines = ["## Refused · Nekas", ""]
    lines += [f"- {sv} *{en}*" for sv, en in (*REFUSED.values(), *REFUSED_WAYS.values())]
    ignored = ", ".join(f"`{name}`" for name in sorted(IGNORED))
    lines += ["", "## Drawn only, with a warning · Bara ritat, med en varning", "", ignored, ""]
    return "\n".join(lines)


if __name__ == "__main__":
    print(supported_page(), end="")
