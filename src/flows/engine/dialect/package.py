"""What only the whole package can tell: called processes and decisions that are missing."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from flows.engine.diagram.findings import Findings
from flows.engine.diagram.model import Node, Process
from flows.kernel import Problem


def check_package(processes: Sequence[Process], decisions: Collection[str]) -> list[Problem]:
    """Problems of the processes of one package seen together."""
    problems: list[Problem] = []
    ids = Counter(process.id for process in processes)
    only_by_event = {process.id for process in processes if not _has_plain_start(process)}
    for process in processes:
        findings = Findings(process.file)
        if ids[process.id] > 1:
            findings.refuse(
                process.scope,
                "process-twice",
                f"Processen {process.id} finns flera gånger i paketet.",
                f"The process {process.id} is in the package several times.",
            )
        for node in _nodes(process):
            _check_node(node, ids.keys(), decisions, findings)
            if node.settings.calls in only_by_event:
                findings.refuse(
                    node,
                    "no-plain-start",
                    f"Den anropade processen {node.settings.calls} har ingen vanlig start.",
                    f"The called process {node.settings.calls} has no plain start.",
                )
        problems += findings.problems
    return problems


def _has_plain_start(process: Process) -> bool:
    starts = [node for node in process.scope.nodes.values() if node.type == "startEvent"]
    return any(not start.triggers for start in starts)


def _nodes(process: Process) -> Iterator[Node]:
    for scope in process.scope.scopes():
        yield from scope.nodes.values()


def _check_node(
    node: Node, processes: Collection[str], decisions: Collection[str], findings: Findings
) -> None:
    called, decision = node.settings.calls, node.settings.decision
    if called and not called.startswith("=") and called not in processes:
        findings.refuse(
            node,
            "no-such-process",
            f"Den anropade processen {called} finns inte i paketet.",
            f"The called process {called} is not in the package.",
        )
    if decision and decision[0] and decision[0] not in decisions and node.settings.job is None:
        findings.refuse(
            node,
            "no-such-decision",
            f"Beslutet {decision[0]} finns inte i paketet.",
            f"The decision {decision[0]} is not in the package.",
        )
