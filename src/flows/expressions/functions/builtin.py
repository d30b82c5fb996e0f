"""What a built-in function is: its signatures, and how arguments are made to fit them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Final, TypeVar

from flows.expressions.budget import listening, spend, warn
from flows.expressions.feel_types import ANY, FeelType, is_within, named_type
from flows.expressions.lexer import BUILT_IN_NAMES
from flows.expressions.values import Value, is_function, kind_in_swedish, kind_of

_PARAMETER = re.compile(r"\s*(?P<name>[^:\[\]]+):\s*(?P<kind>[a-z]+)(?P<null>\?)?(?P<rest>\.\.\.)?")
_MANY: Final = 1000
Implementation = TypeVar("Implementation", bound=Callable[..., Any])
_LONG: Final = 64
_CALL_STEPS: Final = 8


class Unfit(ValueError):
    """The arguments have no answer; the function is null and the caller is warned."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function.

    `kinds` are the kinds of the parameters, "any" for all; the last one repeats when `repeats`.
    """

    parameters: tuple[str, ...]
    kinds: tuple[str, ...]
    nullable: tuple[bool, ...]
    required: int
    repeats: bool

    @classmethod
    def read(cls, text: str) -> "Signature":
        """From `list: list, start position: number, [length: number?]`.

        Brackets: may be left out. `?`: may be null. `...`: any number of arguments.
        """
        parameters, kinds, nullable = [], [], []
        required, repeats = 0, False
        for part in filter(None, text.split(",")):
            optional = "[" in part
            found = _PARAMETER.fullmatch(part.strip().strip("[]"))
            if found is None:
                raise ValueError(f"no signature: {text}")
            parameters.append(found["name"].strip())
            kinds.append(found["kind"])
            nullable.append(found["null"] is not None)
            required += not optional
            repeats = repeats or found["rest"] is not None
        return cls(tuple(parameters), tuple(kinds), tuple(nullable), required, repeats)

    def fits(self, count: int) -> bool:
        """Whether the function can be called with so many arguments."""
        return self.required <= count <= (_MANY if self.repeats else len(self.parameters))

    def kinds_for(self, count: int) -> tuple[str, ...]:
        """The kinds of so many arguments."""
        return tuple(self.kinds[min(place, len(self.kinds) - 1)] for place in range(count))

    def names(self, arguments: Mapping[str, Value]) -> bool:
        """Whether the function can be called with arguments of those names."""
        return set(self.parameters[: self.required]) <= arguments.keys() <= set(self.parameters)

    def prepare(self, arguments: Sequence[Value]) -> list[Value]:
        """The arguments with singleton lists opened and single items wrapped; raises Unfit."""
        last = len(self.kinds) - 1
        prepared = []
        for index, argument in enumerate(arguments):
            place = min(index, last)
            kind = self.kinds[place]
            if kind != "any":
                argument = _fitted(argument, kind, self.nullable[place])
            if type(argument) in (list, str) and len(argument) > _LONG:
                spend(len(argument) // (4 if type(argument) is list else 100))
            prepared.append(argument)
        return prepared


def _fitted(argument: Value, kind: str, nullable: bool) -> Value:
    if argument is None:
        if nullable:
            return None
        raise Unfit
    if kind == "list":
        return argument if type(argument) is list else [argument]
    if type(argument) is list and len(argument) == 1:
        argument = argument[0]
    if kind == "date":
        if type(argument) is date or type(argument) is datetime:
            return argument
        raise Unfit
    if kind_of(argument) != kind:
        raise Unfit
    return argument


class Builtin:
    """A function of the language."""

    __slots__ = ("name", "run", "signatures")
    feel_function: ClassVar[bool] = True

    def __init__(
        self, name: str, signatures: tuple[Signature, ...], run: Callable[..., Any]
    ) -> None:
        self.name = name
        self.signatures = signatures
        self.run = run

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters of the first way to call it."""
        return self.signatures[0].parameters

    def call(self, arguments: Sequence[Value]) -> Value:
        """The function's value; null, with a warning, when the arguments have no answer."""
        spend(_CALL_STEPS)
        for signature in self.signatures:
            if signature.fits(len(arguments)):
                return self._answer(signature, arguments)
        warn(
            "wrong-count",
            f"Funktionen {self.name} tar inte {len(arguments)} argument.",
            f"The function {self.name} doesn't take {len(arguments)} arguments.",
        )
        return None

    def takes(self, types: Sequence[FeelType]) -> bool:
        """Whether it can be called with arguments of those types."""
        return any(
            signature.fits(len(types))
            and all(
                is_within(given, named_type(kind) or ANY)
                for given, kind in zip(types, signature.kinds_for(len(types)), strict=True)
            )
            for signature in self.signatures
        )

    def call_named(self, arguments: Mapping[str, Value]) -> Value:
        """The function's value for arguments by name."""
        spend(_CALL_STEPS)
        fitting = [signature for signature in self.signatures if signature.names(arguments)]
        if fitting:
            # before(point, range) and before(range, point) differ by the order alone.
            written = tuple(arguments)
            signature = next((one for one in fitting if one.parameters == written), fitting[0])
            names = signature.parameters
            values = [arguments.get(name) for name in names]
            while values and names[len(values) - 1] not in arguments:
                values.pop()
            return self._answer(signature, values)
        known = ", ".join(dict.fromkeys(name for one in self.signatures for name in one.parameters))
        warn(
            "wrong-names",
            f"Funktionen {self.name} kan inte anropas med de namnen. Den har {known or 'inga'}.",
            f"The function {self.name} can't be called by those names. It has {known or 'none'}.",
        )
        return None

    def _answer(self, signature: Signature, arguments: Sequence[Value]) -> Value:
        try:
            return self.run(*signature.prepare(arguments))
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError):
            # Host errors mean that FEEL has no answer; limits are ExpressionError and go on.
            if listening():
                warn(
                    "no-answer",
                    f"{self.name}({', '.join(map(kind_in_swedish, arguments))}) har inget svar.",
                    f"{self.name}({', '.join(map(kind_of, arguments))}) has no answer.",
                )
            return None


BUILTINS: dict[str, Builtin] = {}


def builtin(name: str, *signatures: str) -> Callable[[Implementation], Implementation]:
    """Make a Python function the built-in of that name."""

    def register(run: Implementation) -> Implementation:
        BUILTINS[name] = Builtin(name, tuple(map(Signature.read, signatures)), run)
        BUILT_IN_NAMES.add(name)
        return run

    return register


def call_function(function: Value, *arguments: Value) -> Value:
    """Call a function that was given as an argument; raises Unfit when it isn't one."""
    if not is_function(function):
        raise Unfit
    return function.call(arguments)
