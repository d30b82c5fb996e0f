"""Where a process, a subprocess and an event subprocess begin."""

from flows.engine.diagram.findings import Findings
from flows.engine.diagram.model import Node, Scope


def check_starts(scope: Scope, findings: Findings, *, process: bool) -> None:
    """Refuse scopes without a clear beginning."""
    for node in scope.nodes.values():
        if node.on_event and node.scope is not None:
            _check_event_subprocess(node, node.scope, findings)
        elif node.scope is not None:
            _check_plain(node, node.scope, findings)
    if process:
        _check_process(scope, findings)


def _starts(scope: Scope) -> list[Node]:
    return [node for node in scope.nodes.values() if node.type == "startEvent"]


def _check_event_subprocess(node: Node, scope: Scope, findings: Findings) -> None:
    starts = _starts(scope)
    if len(starts) != 1 or not starts[0].triggers:
        findings.refuse(
            node,
            "event-subprocess-start",
            "En händelsedelprocess ska ha en starthändelse som väntar på något.",
            "An event subprocess must have one start event that waits for something.",
        )
    elif any(t.kind == "error" for t in starts[0].triggers) and not starts[0].interrupting:
        findings.refuse(
            starts[0],
            "error-must-interrupt",
            "Ett fel avbryter alltid; rita starthändelsen avbrytande.",
            "An error always interrupts; draw the start event interrupting.",
        )
    if node.loop is not None:
        findings.refuse(
            node,
            "loop-here",
            "En händelsedelprocess kan inte göras flera gånger.",
            "An event subprocess can't be done several times.",
        )


def _check_plain(node: Node, scope: Scope, findings: Findings) -> None:
    starts = _starts(scope)
    if len(starts) != 1 or starts[0].triggers:
        findings.refuse(
            node,
            "subprocess-start",
            "En delprocess ska ha en enda starthändelse, utan villkor.",
            "A subprocess must have exactly one start event, a plain one.",
        )


def _check_process(scope: Scope, findings: Findings) -> None:
    starts = _starts(scope)
    handlers = any(node.on_event for node in scope.nodes.values())
    if not starts:
        findings.refuse(
            scope,
            "process-start",
            "Det framgår inte var processen börjar. Rita en starthändelse.",
            "It isn't said where the process begins. Draw a start event.",
        )
    elif sum(not start.triggers for start in starts) > 1:
        findings.refuse(
            scope,
            "process-start",
            "Processen har flera vanliga starthändelser. Rita en, eller låt de andra vänta på var "
            "sitt meddelande.",
            "The process has several plain start events. Draw one, or let each of the others wait "
            "for a message.",
        )
    elif handlers and len(starts) > 1:
        findings.refuse(
            scope,
            "process-start",
            "En process med händelsedelprocesser ska ha en enda starthändelse.",
            "A process with event subprocesses must have exactly one start event.",
        )
    _check_triggers(scope, starts, findings)


def _check_triggers(scope: Scope, starts: list[Node], findings: Findings) -> None:
    """Each of the things that a start event names starts the process."""
    for start in starts:
        if start.needs_all and len(start.triggers) > 1:
            findings.refuse(
                start,
                "start-needs-all",
                "En starthändelse kan inte vänta in flera saker: processen finns inte förrän en av "
                "dem har hänt. Låt den första starta processen, och vänta in resten efter starten.",
                "A start event can't wait for several things: there is no process before one of "
                "them has happened. Let the first start the process, and wait for the others then.",
            )
    names = [(trigger.kind, trigger.name) for start in starts for trigger in start.triggers]
    if len(names) != len(set(names)):
        findings.refuse(
            scope,
            "message-starts-twice",
            "Samma meddelande eller signal startar processen på två sätt.",
            "The same message or signal starts the process in two ways.",
        )
