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
    plain = [start for start in starts if not start.triggers]
    handlers = any(node.on_event for node in scope.nodes.values())
    if not starts or len(plain) > 1 or any(len(start.triggers) > 1 for start in starts):
        findings.refuse(
            scope,
            "process-start",
            "Processen ska ha en vanlig starthändelse, starthändelser med meddelande, eller båda.",
            "The process must have one plain start event, message start events, or both.",
        )
    elif handlers and len(starts) > 1:
        findings.refuse(
            scope,
            "process-start",
            "En process med händelsedelprocesser ska ha en enda starthändelse.",
            "A process with event subprocesses must have exactly one start event.",
        )
    names = [start.triggers[0].name for start in starts if start.triggers]
    if len(names) != len(set(names)):
        findings.refuse(
            scope,
            "message-starts-twice",
            "Två starthändelser väntar på samma meddelande.",
            "Two start events wait for the same message.",
        )
