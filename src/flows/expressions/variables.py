"""Closures that read what a name stands for."""

from flows.expressions.budget import warn
from flows.expressions.closures import Run, Scope
from flows.expressions.functions import BUILTINS
from flows.expressions.properties import property_of
from flows.expressions.values import CONVERTERS, Value, from_plain, is_function


def variable(name: str, line: int) -> Run:
    """A name in a scope of FEEL values; a built-in function when no variable has its name."""
    builtin = BUILTINS.get(name)

    def read(scope: Scope) -> Value:
        try:
            return scope[name]
        except KeyError:
            return builtin if builtin is not None else unknown_name(name, line)

    return read


def plain_variable(name: str, line: int) -> Run:
    """A name in a scope of JSON data."""
    builtin = BUILTINS.get(name)

    def read(scope: Scope) -> Value:
        try:
            value = scope[name]
        except KeyError:
            return builtin if builtin is not None else unknown_name(name, line)
        convert = CONVERTERS.get(type(value), from_plain)
        return value if convert is None else convert(value)

    return read


def function_variable(name: str, builtin: Value) -> Run:
    """A variable to call, unless it holds no function: then the built-in of its name."""

    def read(scope: Scope) -> Value:
        value = scope.get(name)
        return value if is_function(value) else builtin

    return read


def plain_path(names: list[str], line: int) -> Run:
    """A path from a name in a scope of JSON data, without converting what it passes by."""
    first, rest = names[0], names[1:]

    def read(scope: Scope) -> Value:
        try:
            value = scope[first]
        except KeyError:
            return unknown_name(first, line)
        for name in rest:
            if type(value) is dict and name in value:
                value = value[name]
            else:
                value = property_of(from_plain(value), name)
        return from_plain(value)

    return read


def unknown_name(name: str, line: int) -> None:
    """Null for a name that no variable has, with a warning."""
    warn(
        "unknown-name",
        f"Det finns ingen variabel som heter {name}.",
        f"There is no variable called {name}.",
        line,
    )


def unknown_function(name: str, line: int) -> Run:
    """What a name that is called gives: a variable, or null with a warning."""

    def read(scope: Scope) -> Value:
        if name not in scope:
            warn(
                "unknown-function",
                f"Det finns ingen funktion som heter {name}.",
                f"There is no function called {name}.",
                line,
            )
        return scope.get(name)

    return read
