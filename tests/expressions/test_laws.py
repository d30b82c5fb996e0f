"""Laws that hold for every expression and value, tried on random ones."""

import decimal
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.expressions import (
    ExpressionError,
    compile_expression,
    compile_unary_tests,
    evaluate,
    from_plain,
    to_plain,
)
from flows.expressions import syntax as tree
from flows.expressions.feel_types import named_type
from flows.expressions.parse_tests import parse_unary_tests
from flows.expressions.parser import Parser
from flows.expressions.printer import print_expression, print_unary_tests

EXACT = decimal.Context(prec=34, Emin=-6143, Emax=6144, rounding=decimal.ROUND_HALF_EVEN)
QUICK = settings(max_examples=150, deadline=None)

# -- random syntax trees

NAMES = st.sampled_from(["a", "belopp", "år", "x1", "_y", "part", "ärende", "?", "count"])
KEYS = st.sampled_from(["a", "b", "årets belopp", "x-y", "9", "", '"', "if"])
NUMBERS = st.decimals(min_value=0, max_value=10**9, allow_nan=False, places=3).map(abs)
TYPES = st.sampled_from(["number", "string", "Any", "date and time", "list<number>"])


def type_name(text: str) -> tree.TypeName:
    return tree.TypeName(text, named_type("Any") if "<" in text else named_type(text))  # type: ignore[arg-type]


LEAVES = st.one_of(
    st.one_of(NUMBERS, st.text(max_size=6), st.booleans(), st.none()).map(tree.Literal),
    NAMES.map(tree.Name),
    st.sampled_from(["2027-01-11", "P1D", "10:00:00Z", "nonsens"]).map(tree.AtLiteral),
)


def larger(node: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = st.sampled_from(["a", "b", "belopp"])
    operators = st.sampled_from(
        ["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "**"]
    )
    iterator = st.builds(tree.Iterator, names, node, st.none() | node)
    test = st.one_of(
        st.builds(tree.OperatorTest, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), node),
        st.builds(tree.ValueTest, node),
    )
    parameter = st.builds(tree.Parameter, names, st.none() | TYPES.map(type_name))
    few = st.lists(node, max_size=3)
    return st.one_of(
        st.builds(tree.Path, node, names),
        st.builds(tree.Filter, node, node),
        st.builds(tree.Call, node, few),
        few.map(lambda nodes: tree.Call(tree.Name("f"), nodes, ["p q"] * len(nodes) or None)),
        st.builds(tree.Negation, node),
        st.builds(tree.Binary, operators, node, node),
        st.builds(tree.Between, node, node, node),
        st.builds(tree.In, node, st.lists(test, min_size=1, max_size=3)),
        st.builds(tree.InstanceOf, node, TYPES.map(type_name)),
        st.builds(tree.If, node, node, node),
        st.builds(tree.For, st.lists(iterator, min_size=1, max_size=2), node),
        st.builds(
            tree.Quantified,
            st.sampled_from(["some", "every"]),
            st.lists(iterator, min_size=1, max_size=2),
            node,
        ),
        st.builds(tree.FunctionLiteral, st.lists(parameter, max_size=2), node),
        st.builds(tree.ListLiteral, few),
        st.builds(tree.ContextLiteral, st.lists(st.tuples(KEYS, node), max_size=3)),
        st.builds(tree.RangeLiteral, node, node, st.booleans(), st.booleans()),
        st.builds(tree.HalfRange, st.sampled_from(["<", "<=", ">", ">="]), node),
    )


TREES = st.recursive(LEAVES, larger, max_leaves=12)


@QUICK
@given(TREES)
def test_a_printed_tree_is_parsed_to_itself(node: tree.Node) -> None:
    assert Parser(print_expression(node)).whole() == node


@QUICK
@given(TREES)
def test_a_printed_cell_is_parsed_to_itself(node: tree.Node) -> None:
    for tests in (
        tree.UnaryTestList([]),
        tree.UnaryTestList([tree.OperatorTest(">", node), tree.ValueTest(node)]),
        tree.UnaryTestList([tree.ValueTest(node), tree.OperatorTest("=", node)], negated=True),
    ):
        assert parse_unary_tests(print_unary_tests(tests)) == tests


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False, width=16)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=10,
)


@QUICK
@given(TREES, JSON, JSON)
def test_evaluation_raises_nothing_but_its_own_error(node: tree.Node, a: Any, b: Any) -> None:
    source = print_expression(node)
    variables = {"a": a, "belopp": b, "år": date(2027, 1, 11), "part": datetime.now(UTC)}
    with suppress(ExpressionError):
        evaluate(source, variables)
    with suppress(ExpressionError):
        compile_expression(source).evaluate_with_warnings(variables)


SNIPPETS = st.sampled_from(
    [
        "a",
        "1",
        "2.5",
        '"x"',
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ".",
        "..",
        ":",
        "+",
        "-",
        "*",
        "/",
        "**",
        "=",
        "<",
        ">=",
        "and",
        "or",
        "not",
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "satisfies",
        "every",
        "function",
        "between",
        "instance",
        "of",
        "date",
        "(",
        "time",
        "null",
        "true",
        '@"P1D"',
        "?",
        "count",
        "sum",
        "`",
        "\\",
        "#",
    ]
)


@QUICK
@given(st.one_of(st.text(max_size=40), st.lists(SNIPPETS, max_size=14).map(" ".join)))
def test_any_text_is_an_expression_or_an_error_with_a_place(source: str) -> None:
    error = None
    try:
        compile_unary_tests(source).matches(1, {"a": 1})
        evaluate(source, {"a": 1})
    except ExpressionError as raised:
        error = raised
    if error is not None:
        assert error.sv
        assert error.en
    if error is not None and error.line:
        assert 1 <= error.line <= source.count("\n") + 1
        assert error.column >= 1


@QUICK
@given(JSON)
def test_json_passes_through_unchanged(value: Any) -> None:
    assert to_plain(from_plain(value)) == value


# -- numbers

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20)


@QUICK
@given(DECIMALS, DECIMALS)
def test_arithmetic_is_that_of_decimal128(a: Decimal, b: Decimal) -> None:
    for symbol, operate in {
        "+": EXACT.add,
        "-": EXACT.subtract,
        "*": EXACT.multiply,
        "/": EXACT.divide,
    }.items():
        got = compile_expression(f"a {symbol} b").evaluate({"a": a, "b": b})
        if symbol == "/" and not b:
            assert got is None
        else:
            assert got == operate(a, b)


@QUICK
@given(DECIMALS, DECIMALS)
def test_order_of_numbers(a: Decimal, b: Decimal) -> None:
    values = {"a": a, "b": b}
    assert evaluate("[a < b, a <= b, a = b, a != b, a > b, a >= b]", values) == [
        a < b,
        a <= b,
        a == b,
        a != b,
        a > b,
        a >= b,
    ]


@QUICK
@given(st.one_of(st.integers(), st.floats(allow_nan=False)), st.integers(-50, 50))
def test_a_variable_is_compared_alike_on_both_ways(value: float, literal: int) -> None:
    """The short way that compares JSON numbers as they stand, and the long way by decimals."""
    number = f"{literal}" if literal >= 0 else f"({literal})"
    for symbol in ("=", "<", "<=", ">", ">="):
        short = compile_expression(f"x {symbol} {number}").evaluate({"x": value})
        long = compile_expression(f"[x][1] {symbol} {number}").evaluate({"x": value})
        assert short is long


@QUICK
@given(DECIMALS, st.integers(-5, 5))
def test_rounding(number: Decimal, scale: int) -> None:
    values = {"n": number, "s": scale}
    source = "[floor(n, s), n, ceiling(n, s), round half even(n, s), decimal(n, s)]"
    low, same, high, nearest, decimals = compile_expression(source).evaluate(values)
    assert low <= same <= high
    assert nearest in (low, high)
    assert nearest == decimals


@QUICK
@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=20))
def test_lists(items: list[int]) -> None:
    values = {"l": items}
    assert evaluate("sort(l)", values) == sorted(items)
    assert evaluate("reverse(reverse(l)) = l", values) is True
    assert evaluate("[min(l), max(l), sum(l), count(l)]", values) == [
        min(items),
        max(items),
        sum(items),
        len(items),
    ]
    assert evaluate("count(l[item > 0]) + count(l[item <= 0]) = count(l)", values) is True
    assert evaluate("distinct values(l)", values) == list(dict.fromkeys(items))


# -- time

DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1))
DURATIONS = st.timedeltas(timedelta(days=-5000), timedelta(days=5000))


@QUICK
@given(DAYS, DAYS, st.integers(-10_000, 10_000))
def test_dates_are_those_of_datetime(one: date, other: date, days: int) -> None:
    values = {"one": one, "other": other, "d": timedelta(days=days)}
    got = compile_expression("[one + d, one - other, one < other, one.weekday]").evaluate(values)
    assert got == [one + timedelta(days=days), one - other, one < other, one.isoweekday()]


@QUICK
@given(MOMENTS, DURATIONS)
def test_elapsed_time_is_that_of_utc(moment: datetime, duration: timedelta) -> None:
    local = f"{moment.isoformat(timespec='microseconds')}@Europe/Stockholm"
    source = "[(date and time(t) + d) - date and time(t) = d, (date and time(t) - d) + d]"
    same, back = compile_expression(source).evaluate({"t": local, "d": duration})
    assert same is True
    assert back.astimezone(UTC) == compile_expression("date and time(t)").evaluate(
        {"t": local}
    ).astimezone(UTC)


@QUICK
@given(st.one_of(DAYS, MOMENTS, DURATIONS, st.times()))
def test_the_text_of_a_temporal_value_reads_back(value: date | time | timedelta) -> None:
    text = to_plain(from_plain(value))
    assert compile_expression(f'@"{text}"').evaluate({}) == value


# -- unary tests


@QUICK
@given(st.integers(-20, 20), st.integers(-20, 20), st.integers(-20, 20))
def test_unary_tests_mirror_conditions(value: int, low: int, high: int) -> None:
    values = {"v": value, "low": low, "high": high}
    for test, condition in {
        "< low": "v < low",
        ">= low": "v >= low",
        "low, high": "v = low or v = high",
        "not(low, high)": "not(v = low or v = high)",
        "? > low and ? < high": "v > low and v < high",
        "< low, > high": "v < low or v > high",
    }.items():
        assert compile_unary_tests(test).matches(value, values) is evaluate(condition, values)


@QUICK
@given(st.integers(-20, 20), st.integers(-20, 20), st.integers(0, 20))
def test_a_negated_test_is_the_opposite(value: int, low: int, width: int) -> None:
    values = {"low": low, "high": low + width}
    for test in ("[low..high]", "(low..high)", "< low", "low, high", "null", '"text"'):
        plain = compile_unary_tests(test).matches(value, values)
        negated = compile_unary_tests(f"not({test})").matches(value, values)
        assert negated is (None if plain is None else not plain)


@QUICK
@given(st.integers(-20, 20), st.integers(-20, 20), st.integers(0, 20))
def test_in_a_range_is_between_its_bounds(value: int, low: int, width: int) -> None:
    values = {"v": value, "low": low, "high": low + width}
    assert evaluate("v in [low..high]", values) is evaluate("v between low and high", values)
    assert evaluate("v in (low..high)", values) is evaluate("v > low and v < high", values)


BOUNDS = st.one_of(
    st.decimals(-(10**12), 10**12, allow_nan=False, places=3),
    st.text(max_size=8),
    st.dates(),
    st.datetimes(timezones=st.none() | st.just(UTC)),
    st.timedeltas(timedelta(days=-9999), timedelta(days=9999)),
)


@QUICK
@given(BOUNDS, st.booleans(), st.booleans())
def test_a_range_is_read_back_from_its_text(bound: Any, low: bool, high: bool) -> None:
    brackets = f"{'[' if low else '('}x..x{']' if high else ')'}"
    for source in (brackets, "(> x)", "(<= x)"):
        made = compile_expression(source).evaluate({"x": bound})
        assert evaluate("range(string(made))", {"made": made}) == to_plain(made)
        assert compile_expression("range(string(made)) = made").evaluate({"made": made}) is True


@QUICK
@given(st.decimals(-(10**12), 10**12, places=2), st.decimals(-(10**6), 10**6, places=2))
def test_modulo_is_what_floor_leaves(dividend: Decimal, divisor: Decimal) -> None:
    scope = {"a": dividend, "b": divisor}
    if not divisor:
        assert compile_expression("modulo(a, b)").evaluate(scope) is None
    else:
        assert compile_expression("modulo(a, b) = a - b * floor(a / b)").evaluate(scope) is True
