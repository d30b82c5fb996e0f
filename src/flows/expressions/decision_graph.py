"""The nodes of a decision requirements graph and how one run goes through them (DMN 1.5 §6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from flows.expressions.budget import spend, warn
from flows.expressions.calls import UserFunction
from flows.expressions.closures import Run, Scope
from flows.expressions.feel_types import FeelType
from flows.expressions.loops import SCOPE_STEPS
from flows.expressions.values import Value, is_function, kind_in_swedish, kind_of

_SERVICE_STEPS = 20


@dataclass(slots=True)
class Session:
    """One run of a model: its inputs, the values found so far, and those given beforehand.

    `open_scope` lets every expression see every input, as process engines do, besides what its
    decision requires.
    """

    inputs: Mapping[str, Value]
    open_scope: bool
    found: dict[int, Value] = field(default_factory=dict)
    given: Mapping[int, Value] = field(default_factory=dict)


class GraphNode(Protocol):
    """An input, a decision, a knowledge model or a service."""

    @property
    def id(self) -> str:
        """The element's id."""

    @property
    def name(self) -> str:
        """The name by which expressions know it."""

    def value(self, session: Session) -> Value:
        """Its value in this run."""


@dataclass(slots=True)
class Requirement:
    """What a node requires; `alias` is the import's name for a node of another model."""

    node: GraphNode
    alias: str | None = None

    def add_to(self, scope: dict[str, Value], session: Session) -> None:
        """Put the required value into a scope."""
        if self.alias is None:
            value = self.node.value(session)
            if session.open_scope:
                # Diagram editors let people refer to a decision by its id as well.
                scope[self.node.id] = value
            scope[self.node.name] = value
            return
        value = self.node.value(self._session_of_import(session))
        if not self.alias:
            # An import without a name puts what it imports among the model's own names.
            scope[self.node.name] = value
            return
        held = scope.get(self.alias)
        scope[self.alias] = {**(held if type(held) is dict else {}), self.node.name: value}

    def _session_of_import(self, session: Session) -> Session:
        own = session.inputs.get(self.alias or "")
        inner = dict(session.inputs)
        if type(own) is dict:
            inner.update(own)
        return Session(inner, session.open_scope, session.found, session.given)


@dataclass(slots=True)
class InputNode:
    """Input data."""

    id: str
    name: str
    type: FeelType | None

    def value(self, session: Session) -> Value:
        return conformed(self.type, session.inputs.get(self.name), self.name)


@dataclass(slots=True)
class DecisionNode:
    """A decision; its value is found once in a run."""

    id: str
    name: str
    type: FeelType | None
    body: Run | None = None
    weight: int = 0
    requirements: list[Requirement] = field(default_factory=list)

    def value(self, session: Session) -> Value:
        key = id(self)
        if key in session.given:
            return session.given[key]
        if key not in session.found:
            scope = scope_of(self.requirements, session)
            spend(self.weight)
            value = self.body(scope) if self.body is not None else None
            session.found[key] = conformed(self.type, value, self.name)
        return session.found[key]


@dataclass(slots=True)
class KnowledgeNode:
    """A business knowledge model; its value is a function, made once in a run."""

    id: str
    name: str
    function: Run | None = None
    requirements: list[Requirement] = field(default_factory=list)

    def value(self, session: Session) -> Value:
        key = id(self)
        if key not in session.found and self.function is not None:
            scope = scope_of(self.requirements, session)
            function = self.function(scope)
            if type(function) is UserFunction:
                function.scope = {**scope, self.name: function}
            session.found[key] = function
        return session.found.get(key)


@dataclass(slots=True)
class ServiceNode:
    """A decision service: a function from its inputs to its output decisions."""

    id: str
    name: str
    type: FeelType | None
    inputs: list[InputNode] = field(default_factory=list)
    decisions: list[DecisionNode] = field(default_factory=list)
    outputs: list[DecisionNode] = field(default_factory=list)

    def _parameters(self) -> list[InputNode | DecisionNode]:
        return [*self.inputs, *self.decisions]

    def value(self, session: Session) -> Value:
        names = tuple(node.name for node in self._parameters())

        def body(scope: Scope) -> Value:
            spend(_SERVICE_STEPS)
            inner = Session(
                {node.name: scope[node.name] for node in self.inputs},
                open_scope=False,
                given={
                    id(node): conformed(node.type, scope[node.name], node.name)
                    for node in self.decisions
                },
            )
            values = {node.name: node.value(inner) for node in self.outputs}
            result = next(iter(values.values())) if len(values) == 1 else values
            return conformed(self.type, result, self.name)

        return UserFunction(names, (None,) * len(names), body, {})


def conformed(kind: FeelType | None, value: Value, name: str) -> Value:
    """The value made to conform to a type; null, with a warning, when it doesn't."""
    result = value if kind is None else kind.conform(value)
    if result is None and value is not None:
        warn(
            "wrong-type",
            f"Värdet av {name} är av fel typ eller inte tillåtet ({kind_in_swedish(value)}).",
            f"The value of {name} is of the wrong type or not allowed ({kind_of(value)}).",
        )
    return result


def scope_of(requirements: Sequence[Requirement], session: Session) -> dict[str, Value]:
    """What an expression with these requirements sees."""
    scope = dict(session.inputs) if session.open_scope else {}
    spend(len(requirements) + len(scope) // SCOPE_STEPS)
    for requirement in requirements:
        requirement.add_to(scope, session)
    return scope


def invoked(node: GraphNode, session: Session) -> Value:
    """A node's value as the answer of a run: functions are called with the inputs by name."""
    value = node.value(session)
    if isinstance(node, DecisionNode) or not is_function(value):
        return value
    return value.call([session.inputs.get(name) for name in value.parameters])
