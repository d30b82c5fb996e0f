"""From the XML of a model to the nodes of its graph, with every problem on the way."""

from collections.abc import Iterator, Mapping

from flows.expressions.boxed import BoxedReader
from flows.expressions.decision_graph import (
    DecisionNode,
    GraphNode,
    InputNode,
    KnowledgeNode,
    Requirement,
    ServiceNode,
)
from flows.expressions.dmn_xml import (
    Element,
    boxed_child,
    child,
    children,
    local_name,
    name_of,
    type_of,
)
from flows.expressions.model_reader import ModelReader

_NODES = ("inputData", "decision", "businessKnowledgeModel", "decisionService")
_NAMED = frozenset(
    [
        "inputData",
        "decision",
        "businessKnowledgeModel",
        "decisionService",
        "variable",
        "itemComponent",
        "parameter",
        "formalParameter",
        "informationItem",
        "column",
        "output",
        "import",
    ]
)


class ImportedModel:
    """What reading needs of a model that another one imports."""

    def __init__(self, alias: str, nodes: Mapping[str, GraphNode]) -> None:
        self.alias = alias
        self.nodes = nodes


def names_in(root: Element) -> Iterator[str]:
    """Every name that an expression of the model may use."""
    for element in root.iter():
        if isinstance(element.tag, str):
            if local_name(element) in _NAMED and name_of(element):
                yield name_of(element)
            iterator = element.get("iteratorVariable")
            if iterator:
                yield " ".join(iterator.split())


def read_nodes(
    root: Element, reader: ModelReader, imported: Mapping[str, ImportedModel]
) -> dict[str, GraphNode]:
    """The nodes by id. `imported` are the imported models by namespace."""
    elements: dict[str, Element] = {}
    for element in children(root, *_NODES):
        key = element.get("id") or name_of(element)
        if key in elements:
            reader.problem(
                element,
                "id-twice",
                f"Två delar av modellen har id:t {key}.",
                f"Two parts of the model have the id {key}.",
            )
        elements[key] = element
    nodes: dict[str, GraphNode] = {
        key: _empty_node(key, element, reader) for key, element in elements.items()
    }
    reading = _GraphReader(reader, nodes, imported)
    for key, element in elements.items():
        reading.fill(nodes[key], element)
    _refuse_cycles(nodes, elements, reader)
    return nodes


def _empty_node(key: str, element: Element, reader: ModelReader) -> GraphNode:
    kind, name = local_name(element), name_of(element)
    declared = reader.type_named(type_of(child(element, "variable")))
    if kind == "inputData":
        return InputNode(key, name, declared)
    if kind == "decision":
        return DecisionNode(key, name, declared)
    if kind == "decisionService":
        return ServiceNode(key, name, declared)
    return KnowledgeNode(key, name)


class _GraphReader:
    """Fills the nodes in, when all of them exist."""

    def __init__(
        self,
        reader: ModelReader,
        nodes: Mapping[str, GraphNode],
        imported: Mapping[str, ImportedModel],
    ) -> None:
        self.reader = reader
        self.nodes = nodes
        self.imported = imported

    def fill(self, node: GraphNode, element: Element) -> None:
        if isinstance(node, DecisionNode):
            node.requirements = list(self._requirements(element))
            expression = boxed_child(element)
            if expression is not None:
                before = self.reader.weight
                node.body = BoxedReader(self.reader, node.id).run(expression)
                node.weight = self.reader.weight - before
        elif isinstance(node, KnowledgeNode):
            node.requirements = list(self._requirements(element))
            logic = child(element, "encapsulatedLogic")
            if logic is not None:
                node.function = BoxedReader(self.reader, node.id).function(logic)
        elif isinstance(node, ServiceNode):
            self._fill_service(node, element)

    def _fill_service(self, node: ServiceNode, element: Element) -> None:
        for part in children(element, "inputData", "inputDecision", "outputDecision"):
            found = self._required(part)
            target = found.node if found is not None else None
            if isinstance(target, InputNode):
                node.inputs.append(target)
            elif isinstance(target, DecisionNode):
                inside = local_name(part) == "inputDecision"
                (node.decisions if inside else node.outputs).append(target)

    def _requirements(self, element: Element) -> Iterator[Requirement]:
        for holder in children(element, "informationRequirement", "knowledgeRequirement"):
            for reference in children(
                holder, "requiredInput", "requiredDecision", "requiredKnowledge"
            ):
                found = self._required(reference)
                if found is not None:
                    yield found

    def _required(self, reference: Element) -> Requirement | None:
        namespace, _, key = (reference.get("href") or "").rpartition("#")
        other = self.imported.get(namespace) if namespace else None
        node = other.nodes.get(key) if other is not None else self.nodes.get(key)
        if node is None:
            self.reader.problem(
                reference,
                "missing-requirement",
                f"Modellen hänvisar till {key or 'ingenting'}, som inte finns.",
                f"The model refers to {key or 'nothing'}, which does not exist.",
            )
            return None
        return Requirement(node, other.alias if other is not None else None)


def required_by(node: GraphNode) -> list[GraphNode]:
    """The nodes that a node requires directly."""
    if isinstance(node, (DecisionNode, KnowledgeNode)):
        return [requirement.node for requirement in node.requirements]
    return list(node.outputs) if isinstance(node, ServiceNode) else []


def _refuse_cycles(
    nodes: Mapping[str, GraphNode], elements: Mapping[str, Element], reader: ModelReader
) -> None:
    """Note each decision that requires itself, and cut what it requires."""
    done: set[int] = set()
    for start in nodes.values():
        if id(start) in done:
            continue
        path: list[tuple[GraphNode, list[GraphNode]]] = [(start, required_by(start))]
        on_path = {id(start)}
        while path:
            node, waiting = path[-1]
            if not waiting:
                path.pop()
                on_path.discard(id(node))
                done.add(id(node))
                continue
            following = waiting.pop()
            if id(following) in on_path:
                _cut(node, following)
                if node is not following or isinstance(node, DecisionNode):
                    reader.problem(
                        elements[node.id],
                        "requirement-cycle",
                        f"{node.name} och {following.name} kräver varandra.",
                        f"{node.name} and {following.name} require one another.",
                    )
            elif id(following) not in done:
                path.append((following, required_by(following)))
                on_path.add(id(following))


def _cut(node: GraphNode, following: GraphNode) -> None:
    if isinstance(node, (DecisionNode, KnowledgeNode)):
        node.requirements = [
            requirement for requirement in node.requirements if requirement.node is not following
        ]
    elif isinstance(node, ServiceNode):
        node.outputs = [output for output in node.outputs if output is not following]
