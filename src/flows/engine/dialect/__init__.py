"""The passes that make a drawn diagram one that runs as it is drawn, or say why it can't.

Each pass is a function of (scope, findings) that changes the scope in place.
"""

from flows.engine.diagram.findings import Findings
from flows.engine.diagram.model import Process
from flows.engine.dialect.connections import check_connections
from flows.engine.dialect.event_subprocesses import unfold_event_subprocesses
from flows.engine.dialect.links import links_as_flows
from flows.engine.dialect.nodes import check_nodes
from flows.engine.dialect.splits import draw_implied_gateways
from flows.engine.dialect.starts import check_starts


def normalise(process: Process, findings: Findings) -> None:
    """Check a process and rewrite it into the plainer diagram that means the same.

    When `findings` hold an error afterwards, the process must not be run.
    """
    for scope in list(process.scope.scopes()):
        check_connections(scope, findings)
        check_nodes(scope, findings)
        check_starts(scope, findings, process=scope is process.scope)
    for scope in list(process.scope.scopes()):
        links_as_flows(scope, findings)
        draw_implied_gateways(scope)
    for scope in reversed(list(process.scope.scopes())):
        unfold_event_subprocesses(scope)
