"""An event subprocess is a boundary event on everything else in its scope.

    scope C {start, rest, event subprocess E}
    becomes C {start -> [body]{rest} -> [end],  E's trigger on the edge of [body] -> E}

which is the same for every trigger, interrupting or not. What is known of E's start event
is known of that edge; E itself begins with a plain start. The edge waits for as long as anything
goes on in C, also when only another event subprocess does.
"""

from flows.engine.diagram.model import Flow, Node, Scope, Settings


def unfold_event_subprocesses(scope: Scope) -> None:
    """Rewrite a scope that holds event subprocesses.

    One without a start, its own or theirs, is left as it is: that has been refused.
    """
    handlers = [node for node in scope.nodes.values() if node.on_event]
    start = _start(scope)
    if not handlers or start is None or not all(_start(node.scope) for node in handlers):
        return
    body = _body(scope, start, handlers)
    end = Node(f"{scope.id} [end]", "endEvent", scope.name, scope.line)
    scope.nodes = {start.id: start, body.id: body, end.id: end}
    scope.flows = [
        Flow(f"{scope.id} [to body]", start.id, body.id),
        Flow(f"{scope.id} [from body]", body.id, end.id),
    ]
    for handler in handlers:
        _on_the_edge(scope, body, handler)


def _start(scope: Scope | None) -> Node | None:
    nodes = () if scope is None else scope.nodes.values()
    return next((node for node in nodes if node.type == "startEvent"), None)


def _body(scope: Scope, start: Node, handlers: list[Node]) -> Node:
    inner = Scope(f"{scope.id} [body]", scope.name, scope.line, made=True)
    aside = {start.id, *(handler.id for handler in handlers)}
    inner.nodes = {node.id: node for node in scope.nodes.values() if node.id not in aside}
    entry = Node(f"{scope.id} [in]", "startEvent", scope.name, scope.line)
    inner.nodes[entry.id] = entry
    inner.flows = scope.flows
    for flow in inner.flows:
        if flow.source == start.id:
            flow.source = entry.id
    return Node(inner.id, "subProcess", scope.name, scope.line, scope=inner)


def _on_the_edge(scope: Scope, body: Node, handler: Node) -> None:
    begin = _start(handler.scope)
    if begin is None:
        return
    edge = Node(
        f"{handler.id} [on]",
        "boundaryEvent",
        begin.name,
        begin.line,
        triggers=begin.triggers,
        needs_all=begin.needs_all,
        interrupting=begin.interrupting,
        attached_to=body.id,
        settings=begin.settings,
        drawn=begin.id,
        guards=body.id,
    )
    end = Node(f"{handler.id} [end]", "endEvent", handler.name, handler.line)
    begin.triggers, begin.settings, begin.drawn = (), Settings(), None
    handler.on_event, handler.guards = False, body.id
    for node in (edge, handler, end):
        scope.nodes[node.id] = node
    scope.flows.append(Flow(f"{handler.id} [begin]", edge.id, handler.id))
    scope.flows.append(Flow(f"{handler.id} [done]", handler.id, end.id))
