"""Decision models: read once from DMN XML, evaluated any number of times."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flows.expressions.budget import opened_account
from flows.expressions.decision_graph import DecisionNode, GraphNode, InputNode, Session, invoked
from flows.expressions.decision_table import RuleHit, hits
from flows.expressions.dmn_xml import Element, children, name_of, read_definitions
from flows.expressions.errors import DecisionError
from flows.expressions.item_types import ItemTypes
from flows.expressions.model_reader import ModelReader
from flows.expressions.plain import to_plain
from flows.expressions.read_graph import ImportedModel, names_in, read_nodes, required_by
from flows.expressions.values import Value, from_plain
from flows.kernel import Clock, NotFound, Problem


class UnknownDecision(NotFound):
    """The model has no decision with that id."""

    code = "unknown-decision"
    sv = "Beslutet finns inte i modellen."
    en = "The model has no such decision."


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """What a decision came to.

    `value` is JSON data and `feel_value` the same before it was made so; `hits` are the rules that
    matched, in the order they were evaluated, those of required decisions included.
    """

    value: Any
    feel_value: Value
    hits: tuple[RuleHit, ...]
    warnings: tuple[Problem, ...]


class DecisionModel:
    """One DMN file; read-only, and safe to share between threads."""

    def __init__(
        self,
        root: Element,
        file: str,
        imports: Iterable["DecisionModel"],
        conforming: bool,
    ) -> None:
        self.names: frozenset[str]
        self.reads: frozenset[str]
        self.namespace = root.get("namespace") or ""
        self.name = name_of(root)
        self.file = file
        self._conforming = conforming
        models = _imported(root, imports)
        own_names = set(names_in(root))
        self.names = frozenset(own_names.union(*(model.names for _, model in models)))
        types = {alias: model.types for alias, model in models}
        definitions = {name_of(item): item for item in children(root, "itemDefinition")}
        reader = ModelReader(file, self.names, definitions, types)
        self.types: ItemTypes = reader.types
        self.nodes: Mapping[str, GraphNode] = read_nodes(
            root,
            reader,
            {model.namespace: ImportedModel(alias, model.nodes) for alias, model in models},
        )
        self.problems = tuple(reader.problems)
        self.reads = frozenset(reader.reads).union(*(model.reads for _, model in models))
        self._input_names = frozenset(
            node.name for node in self.nodes.values() if isinstance(node, InputNode)
        )
        self._aliases = frozenset(alias for alias, _ in models)

    @classmethod
    def from_xml(
        cls,
        raw: bytes,
        file: str = "",
        *,
        imports: Iterable["DecisionModel"] = (),
        conforming: bool = False,
    ) -> "DecisionModel":
        """Read a model from DMN 1.2–1.5 XML; `imports` are the models that it may import.

        Every expression sees all the variables, as in a process engine, besides what its decision
        requires. With `conforming` it is exactly as the specification has it: a decision sees only
        what it requires, and an expression that can't be read is null instead of refused.
        Raises DecisionError with every problem.
        """
        model = cls(read_definitions(raw, file), file, imports, conforming)
        if model.problems and not conforming:
            raise DecisionError(model.problems)
        return model

    @property
    def decisions(self) -> Mapping[str, str]:
        """The decisions' names by id."""
        return {
            key: node.name for key, node in self.nodes.items() if isinstance(node, DecisionNode)
        }

    def inputs_of(self, decision_id: str) -> frozenset[str]:
        """The input data that a decision and those it requires ask for.

        For a model that declares no input data, as simple tables seldom do, the names that its
        expressions read and no decision has. Raises UnknownDecision.
        """
        inputs: set[str] = set()
        waiting, seen = [self._node(decision_id)], set()
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, InputNode):
                inputs.add(node.name)
            waiting.extend(required_by(node))
        if inputs:
            return frozenset(inputs)
        return self.reads - {node.name for node in self.nodes.values()} - self.nodes.keys()

    def evaluate(
        self, decision_id: str, variables: Mapping[str, Any], *, clock: Clock | None = None
    ) -> DecisionResult:
        """Decide, for variables that are JSON data or FEEL values.

        The id may also be that of a service or a knowledge model: it is called with the variables
        that have its parameters' names. One call is one budget.
        Raises UnknownDecision; DecisionError when rules contradict one another; ExpressionError.
        """
        node = self._node(decision_id)
        noted: list[RuleHit] = []
        token = hits.set(noted)
        try:
            with opened_account(clock) as running:
                value = invoked(node, Session(self._inputs(variables), not self._conforming))
                return DecisionResult(to_plain(value), value, tuple(noted), tuple(running.warnings))
        except DecisionError as contradiction:
            contradiction.hits = tuple(noted)
            raise
        finally:
            hits.reset(token)

    def _node(self, key: str) -> GraphNode:
        if key not in self.nodes:
            raise UnknownDecision(
                f"Det finns inget beslut som heter {key}.", f"There is no decision called {key}."
            )
        return self.nodes[key]

    def _inputs(self, variables: Mapping[str, Any]) -> dict[str, Value]:
        if self._conforming:
            return {name: from_plain(value) for name, value in variables.items()}
        wanted = self.reads | self._input_names | self._aliases
        return {name: from_plain(variables[name]) for name in wanted if name in variables}


def _imported(root: Element, models: Iterable[DecisionModel]) -> list[tuple[str, DecisionModel]]:
    by_namespace = {model.namespace: model for model in models}
    return [
        (name_of(element), by_namespace[element.get("namespace") or ""])
        for element in children(root, "import")
        if (element.get("namespace") or "") in by_namespace
    ]
