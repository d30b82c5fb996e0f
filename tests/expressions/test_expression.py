"""What a caller of the room meets: compile, evaluate, errors, warnings, the names it reads."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from flows.expressions import (
    ExpressionError,
    compile_expression,
    compile_unary_tests,
    evaluate,
    evaluation_clock,
    from_plain,
    kind_of,
    to_plain,
)
from flows.kernel import Invalid

CASE = {
    "belopp": 1200,
    "status": "öppen",
    "part": {"id": "ockelbo", "namn": "Ockelbo kommun"},
    "poster": [{"antal": 2, "pris": 10.5}, {"antal": 1, "pris": 99}],
}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ('belopp >= 1200 and status = "öppen"', True),
        ("part.namn", "Ockelbo kommun"),
        ("sum(for post in poster return post.antal * post.pris)", 120),
        ("poster[pris > 50].antal", [1]),
        ("poster[-1].pris", 99),
        ("0.1 + 0.2", 0.3),
        ("1 / 3", Decimal("0." + "3" * 34)),
        ('if belopp > 5000 then "stort" else "litet"', "litet"),
        ("every post in poster satisfies post.antal > 0", True),
        ("{moms: belopp * 0.25, summa: belopp + moms}.summa", 1500),
        (
            "{faktorial: function(n) if n < 2 then 1 else n * faktorial(n - 1)}.faktorial(10)",
            3628800,
        ),
        ("belopp in (< 100, [1000..2000])", True),
        ("belopp between 1 and 1199", False),
        ('date("2027-01-31") + duration("P1M")', "2027-02-28"),
        ("belopp instance of number", True),
        ("saknas.namn", None),
        ('substring(string: "abc", start position: 2)', "bc"),
        ("/* en */ 1 // kommentar", 1),
    ],
)
def test_value(source: str, value: Any) -> None:
    assert evaluate(source, CASE) == value


@pytest.mark.parametrize(
    ("source", "line", "column", "sentence"),
    [
        ("1 +", 1, 4, "Uttrycket tar slut för tidigt."),
        ("belopp >\n  (1 + 2", 2, 9, "Uttrycket tar slut där ) borde stå."),
        ('"abc', 1, 1, "Texten saknar avslutande citattecken."),
        ("if a then b", 1, 12, "Uttrycket tar slut där else borde stå."),
        ("a b", 1, 3, "b passar inte in här."),
        ("1 + #", 1, 5, "Tecknet # går inte att tyda här."),
        ("x instance of penningar", 1, 15, "Det finns ingen typ som heter penningar."),
        ("f(1, b: 2)", 1, 2, "Antingen alla argument eller inget av dem ska ha namn."),
    ],
)
def test_error_says_where_and_what(source: str, line: int, column: int, sentence: str) -> None:
    with pytest.raises(ExpressionError) as raised:
        compile_expression(source)
    assert (raised.value.line, raised.value.column, raised.value.sv) == (line, column, sentence)
    assert raised.value.en != raised.value.sv
    assert isinstance(raised.value, Invalid)
    assert raised.value.problems[0].line == line


def test_unknown_function_is_named_and_the_nearest_one_suggested() -> None:
    expression = compile_expression("summ(poster)\n+ hittepå(1)")
    assert expression.unknown_functions == {"summ", "hittepå"}
    assert [(problem.sv, problem.line) for problem in expression.problems] == [
        ("Det finns ingen funktion som heter summ. Menade du sum?", 1),
        ("Det finns ingen funktion som heter hittepå.", 2),
    ]
    assert expression.evaluate({}) is None


def test_free_variables() -> None:
    expression = compile_expression(
        "for p in poster return if p.antal > gräns then x.y else {a: 1, b: a}.b + count(p)"
    )
    assert expression.free_variables == {"poster", "gräns", "x"}
    filtered = compile_expression("poster[pris > gräns]")
    assert filtered.free_variables == {"poster"}
    assert filtered.possible_variables == {"pris", "gräns"}


def test_names_with_spaces_are_known_when_declared() -> None:
    expression = compile_expression("årets belopp * 2", names=["årets belopp"])
    assert expression.evaluate_plain({"årets belopp": 21}) == 42
    assert expression.free_variables == {"årets belopp"}


def test_variable_named_as_a_builtin() -> None:
    assert evaluate("count + 1", {"count": 2}) == 3
    assert compile_expression("count(count)", ["count"]).evaluate_plain({"count": [1, 2]}) == 2


def test_null_comes_with_a_warning() -> None:
    value, warnings = compile_expression('saknas + 1 > 2 or "a" < 1').evaluate_with_warnings({})
    assert value is None
    assert [(problem.code, problem.severity) for problem in warnings] == [
        ("unknown-name", "warning"),
        ("not-comparable", "warning"),
    ]
    assert warnings[1].sv == "Det går inte att jämföra text med tal."


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ('date("igår")', "no-answer"),
        ('substring("a")', "wrong-count"),
        ("count(lista: [])", "wrong-names"),
        ("{a: 1}.b", "no-entry"),
        ("(1).b", "no-property"),
        ("[1][2]", "no-item"),
        ("1 / 0", "no-answer"),
        ("(1)(2)", "not-a-function"),
        ("(function(a) a)()", "wrong-count"),
        ('(function(a: number) a)("x")', "wrong-type"),
        ("(function(a) external {java: {}})(1)", "external-function"),
        ('for i in "a".."b" return i', "no-series"),
        ("for i in null return i", "null-list"),
        ('@"2027-01-11T10:00:00" < @"2027-01-11T10:00:00Z"', "no-zone"),
    ],
)
def test_warning(source: str, code: str) -> None:
    value, warnings = compile_expression(source).evaluate_with_warnings({})
    assert value is None
    assert code in [problem.code for problem in warnings]


def test_clock() -> None:
    now = datetime(2027, 1, 11, 23, 30, tzinfo=UTC)
    with evaluation_clock(now):
        assert evaluate("string(now())") == "2027-01-12T00:30:00@Europe/Stockholm"
        assert evaluate("today()") == "2027-01-12"
    assert compile_expression("today()").evaluate({}, clock=lambda: now) == date(2027, 1, 12)


def test_plain_numbers_lose_nothing() -> None:
    assert to_plain(Decimal("2.50")) == 2.5
    assert type(to_plain(Decimal("3.00"))) is int
    long = Decimal("0.1234567890123456789")
    assert to_plain(long) is long
    assert to_plain(Decimal("1E+400")) == Decimal("1E+400")


def test_plain_temporal_values_are_their_text() -> None:
    value = evaluate('[@"P1Y2M", @"PT36H", @"10:00:00Z", [1..2), function(x) x]')
    assert value == ["P1Y2M", "P1DT12H", "10:00:00Z", "[1..2)", None]


def test_from_plain() -> None:
    class Text(str):
        pass

    assert from_plain({1: (1, 2.5), "b": {3}}) == {
        "1": [Decimal(1), Decimal("2.5")],
        "b": [Decimal(3)],
    }
    assert from_plain(float("nan")) is None
    assert type(from_plain(Text("a"))) is str
    with pytest.raises(ExpressionError) as raised:
        from_plain(object())
    assert raised.value.code == "expression-value"
    with pytest.raises(ExpressionError):
        evaluate("x = 1", {"x": object()})


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("1", "number"),
        ('"a"', "string"),
        ("true", "boolean"),
        ('@"2027-01-11"', "date"),
        ('@"2027-01-11T10:00:00"', "date and time"),
        ('@"10:00:00"', "time"),
        ('@"P1D"', "days and time duration"),
        ('@"P1M"', "years and months duration"),
        ("[]", "list"),
        ("{}", "context"),
        ("[1..2]", "range"),
        ("count", "function"),
        ("function() 1", "function"),
        ("null", "null"),
    ],
)
def test_kind(source: str, kind: str) -> None:
    assert kind_of(compile_expression(source).evaluate({})) == kind


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("belopp > 5 and not(klar)", "boolean"),
        ("not(klar)", "boolean"),
        ('contains(namn, "a")', "boolean"),
        ("belopp in (1, 2)", "boolean"),
        ("1 + 2 * 3", "number"),
        ("-count(poster)", "number"),
        ('if klar then "ja" else null', "string"),
        ('if klar then "ja" else 1', None),
        ('@"P7D"', "days and time duration"),
        ("today()", "date"),
        ("for p in poster return p", "list"),
        ("{a: 1}", "context"),
        ("belopp + 1", None),
        ("belopp", None),
        ("abs(belopp)", None),
        ("belopp(1)", None),
    ],
)
def test_result_kind_is_told_by_the_text(source: str, kind: str | None) -> None:
    assert compile_expression(source).result_kind == kind


@pytest.mark.parametrize(
    ("source", "value", "answer"),
    [
        ("", 1, True),
        ("-", None, True),
        ('"Bollnäs", "Gävle"', "Gävle", True),
        ('not("Bollnäs", "Gävle")', "Gävle", False),
        ('not("Bollnäs")', "Gävle", True),
        (">= 18", 17, False),
        ("< 0, > 10", 11, True),
        ("[18..65)", 65, False),
        ('contains(?, "sam")', "samverkan", True),
        ("? > gräns", 5, True),
        ("gräns", 3, True),
        ("not(null)", None, False),
        ("null", None, True),
        ("> 1", "a", None),
        ("[1, 2]", 2, True),
        ("not(? > 1) and ? > 0", 1, True),
    ],
)
def test_unary_tests(source: str, value: Any, answer: bool | None) -> None:
    assert compile_unary_tests(source).matches(value, {"gräns": 3}) is answer


def test_a_duration_may_be_a_python_one() -> None:
    assert evaluate('d > duration("PT1H")', {"d": timedelta(hours=2)}) is True


def test_no_way_into_python() -> None:
    attempts = ["x.__class__", "x.__class__.__mro__", '"".format', "x.keys", "[].append"]
    assert [evaluate(attempt, {"x": {"a": 1}}) for attempt in attempts] == [None] * 4 + [[]]
    assert compile_expression('__import__("os")').unknown_functions == {"__import__"}
    assert compile_expression('eval("1") + open("x") + getattr(1, "real")').evaluate({}) is None
