"""Closures that call functions, and the functions and contexts that an expression defines."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from flows.expressions.budget import spend, warn
from flows.expressions.closures import Run, Scope
from flows.expressions.feel_types import FeelType, is_within
from flows.expressions.functions import Builtin
from flows.expressions.loops import SCOPE_STEPS, running_account
from flows.expressions.values import Value, is_function, kind_in_swedish, kind_of

_CALL_STEPS = 3
_CONTEXT_STEPS = 6


class UserFunction:
    """A function that an expression or a decision model defines.

    `scope` is what its body sees besides the parameters; the context that holds the function puts
    itself there, so that a function can call itself by its name.
    """

    __slots__ = ("body", "parameters", "scope", "types", "weight")
    feel_function: ClassVar[bool] = True

    def __init__(
        self,
        parameters: tuple[str, ...],
        types: tuple[FeelType | None, ...],
        body: Run,
        scope: Scope,
        weight: int = 1,
    ) -> None:
        self.parameters = parameters
        self.types = types
        self.body = body
        self.scope = scope
        self.weight = weight

    def call(self, arguments: Sequence[Value]) -> Value:
        """The body's value; null when the arguments are too many, too few or of wrong types."""
        if len(arguments) != len(self.parameters):
            warn(
                "wrong-count",
                f"Funktionen tar {len(self.parameters)} argument, inte {len(arguments)}.",
                f"The function takes {len(self.parameters)} arguments, not {len(arguments)}.",
            )
            return None
        scope = dict(self.scope)
        for name, kind, argument in zip(self.parameters, self.types, arguments, strict=True):
            value = argument if kind is None else kind.conform(argument)
            if value is None and argument is not None:
                warn(
                    "wrong-type",
                    f"Argumentet {name} kan inte vara {kind_in_swedish(argument)}.",
                    f"The argument {name} can't be a {kind_of(argument)}.",
                )
                return None
            scope[name] = value
        running = running_account()
        running.enter_call()
        running.spend(_CALL_STEPS + self.weight + len(self.scope) // SCOPE_STEPS)
        try:
            return self.body(scope)
        finally:
            running.depth -= 1

    def takes(self, types: Sequence[FeelType]) -> bool:
        """Whether it can be called with arguments of those types."""
        return len(types) == len(self.types) and all(
            own is None or is_within(given, own)
            for given, own in zip(types, self.types, strict=True)
        )

    def call_named(self, arguments: Mapping[str, Value]) -> Value:
        """The body's value for arguments by name."""
        if arguments.keys() != set(self.parameters):
            warn(
                "wrong-names",
                "Funktionen har inte argument med de namnen.",
                "The function has no arguments by those names.",
            )
            return None
        return self.call([arguments[name] for name in self.parameters])


def external_function(parameters: tuple[str, ...]) -> UserFunction:
    """A function in another language: it is never called, and answers null."""

    def refuse(_scope: Scope) -> None:
        warn(
            "external-function",
            "Funktioner i andra språk än FEEL anropas aldrig.",
            "Functions in other languages than FEEL are never called.",
        )

    return UserFunction(parameters, (None,) * len(parameters), refuse, {})


def builtin_call(function: Builtin, arguments: list[Run]) -> Run:
    """A call of a built-in that is known beforehand."""
    call = function.call
    return lambda scope: call([argument(scope) for argument in arguments])


def function_call(function: Run, arguments: list[Run], names: list[str] | None, line: int) -> Run:
    """A call of whatever the expression gives."""

    def run(scope: Scope) -> Value:
        called = function(scope)
        if not is_function(called):
            if called is not None:
                warn(
                    "not-a-function",
                    f"Ett värde av slaget {kind_in_swedish(called)} går inte att anropa.",
                    f"A {kind_of(called)} can't be called.",
                    line,
                )
            return None
        values = [argument(scope) for argument in arguments]
        if names is None:
            return called.call(values)
        return called.call_named(dict(zip(names, values, strict=True)))

    return run


def function_literal(
    parameters: tuple[str, ...], types: tuple[FeelType | None, ...], body: Run, weight: int
) -> Run:
    """`function(parameters) body`."""
    return lambda scope: UserFunction(parameters, types, body, scope, weight)


def context_literal(entries: list[tuple[str, Run]]) -> Run:
    """`{key: value}`; an entry sees those before it, and a function in it all of them."""

    def run(scope: Scope) -> dict[str, Value]:
        result: dict[str, Value] = {}
        spend(_CONTEXT_STEPS + len(scope) // SCOPE_STEPS)
        inner = dict(scope)
        for key, entry in entries:
            value = entry(inner)
            result[key] = inner[key] = value
            if type(value) is UserFunction:
                value.scope = inner
        return result

    return run
