"""Corners of DMN 1.5's text, each as an expression that is true."""

import pytest

from flows.expressions import compile_expression, compile_unary_tests, evaluate

TRUE = {
    "10.3.1.2 rule 8: a bracket turned outwards leaves its bound out": [
        "3 in ]1..3[ = false",
        "2 in ]1..3[",
        "[1..3[ = [1..3)",
        "(1..[3][1][ = (1..3)",
        "5 in (1..10[ and true",
        "count([[1..2[, ]3..4[]) = 2",
        "(]1..3[).start = 1",
        "[1..{a: [3]}.a[-1]] = [1..3]",
    ],
    "10.3.1.2 rule 36: digits are 0 to 9": [
        'number("٣") = null',
        'date("２０２７-01-11") = null',
        'duration("P１D") = null',
    ],
    "10.3.2.3.1: numbers are decimal128 and never infinite": [
        "0 ** 0 = 1",
        "1e6000 ** 0 = 1",
        "0 ** -1 = null",
        "[1][0 ** -1] = []",
        "even(1e40)",
        "odd(1e40) = false",
        "odd(9999999999999999999999999999999999)",
        "modulo(1e40, 7) = 4",
        "modulo(1e6144, 1e-6143) = 0",
        "modulo(-1e-6000, 5) = 5",
    ],
    "10.3.2.3.5: the zone of a text may be z": [
        'is(time("23:00:50z"), time("23:00:50+00:00"))',
        'date and time("2027-01-11T09:00:00z") = @"2027-01-11T09:00:00Z"',
    ],
    "10.3.2.9.2: null is within every item's type": [
        "[1, null] instance of list<number>",
        "[null] instance of list",
        '[1, "a", null] instance of list<number> = false',
    ],
    "10.3.2.9.1: functions conform by what they take": [
        "(function(x: number) x) instance of function<number> -> number",
        "(function(x) x) instance of function<string> -> Any",
        "(function(x: list<Any>) x) instance of function<list<number>> -> Any",
        "(function(x: context) x) instance of function<context<a: number>> -> Any",
        "(function(x: number) x) instance of function<string> -> Any = false",
        "(function(x, y) x) instance of function<Any> -> Any = false",
        "abs instance of function<number> -> number",
        "abs instance of function<number, number> -> number = false",
        "upper case instance of function<number> -> string = false",
        "concatenate instance of function<list, list<number>> -> list",
    ],
    "10.3.2.15: the second has its fraction": [
        '@"10:00:01.25".second = 1.25',
        '@"2027-01-11T10:00:59.000001Z".second = 59.000001',
        '@"PT1M4.5S".seconds = 4.5',
        '(-@"P1DT1M4.5S").seconds = -4.5',
        '(-@"P1DT1M4.5S").minutes = -1',
    ],
    "10.3.4.1: what string writes of a range, range reads": [
        "range(string((> 5))) = (> 5)",
        'range(string([@"2027-01-11"..@"2027-02-01"])) = [@"2027-01-11"..@"2027-02-01"]',
        'range(string((<= @"PT1H"))).end = @"PT1H"',
        r'range(string(["a\"..".."b"])) = ["a\"..".."b"]',
        r'range("[\"\"..\"\\U110000\"]") = null',
    ],
    "10.3.4.3: no split at what matches the empty text": [
        'split("abc", "") = null',
        'split("abc", "x*") = null',
    ],
    "10.3.4.9 table 79: which of a point and a range stands where": [
        "before(point: 1, range: [3..4])",
        "before(range: [3..4], point: 1) = false",
        "after(range: [3..4], point: 1)",
        "during(point: 5, range: [1..10])",
        "during(range: [1..10], point: 5)",
        "starts(point: 1, range: [1..10])",
        "finished by(range: [1..10], point: 10)",
        "coincides(point1: 1, point2: 1)",
        "includes(5, [1..9]) = null",
        "meets(1, 1) = null",
        "overlaps(5, [1..9]) = null",
        "starts([1..9], 1) = null",
        "coincides([1..1], 1) = null",
    ],
    "10.3.4.11: is asks for the same zone within lists too": [
        'is([@"10:00:00Z"], [@"11:00:00+01:00"]) = false',
        'is({a: @"10:00:00Z", b: 1}, {b: 1.0, a: @"10:00:00+00:00"})',
        'is([@"10:00:00Z"..@"11:00:00Z"], [@"11:00:00+01:00"..@"11:00:00Z"]) = false',
    ],
    "of Camunda's FEEL": [
        'last day of month(@"9999-12-15") = @"9999-12-31"',
        'last day of month(@"2027-02-15T10:00:00Z") = @"2027-02-28"',
        'date and time(@"2027-07-01T10:00:00", "Europe/Stockholm")'
        ' = @"2027-07-01T10:00:00@Europe/Stockholm"',
    ],
}


@pytest.mark.parametrize("source", [source for sources in TRUE.values() for source in sources])
def test_the_specification(source: str) -> None:
    assert evaluate(source) is True


@pytest.mark.parametrize(("cell", "value", "passes"), [("]1..5[", 5, False), ("[1..5[", 1, True)])
def test_a_cell_may_turn_its_brackets_outwards(cell: str, value: int, passes: bool) -> None:
    assert compile_unary_tests(cell).matches(value, {}) is passes


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ('-"a"', "- string has no answer."),
        ('[1]["a"]', "A filter can't be a string."),
        ("[2..1]", "There is no range from number to number of those values."),
        ("nosuch(1)", "There is no function called nosuch."),
    ],
)
def test_a_null_is_explained(source: str, says: str) -> None:
    value, warnings = compile_expression(source).evaluate_with_warnings({})
    assert value is None
    assert says in [warning.en for warning in warnings]


def test_names_are_read_word_by_word() -> None:
    names = {"årets belopp", "årets belopp före skatt", "a+b", "x'"}
    values = {name: number for number, name in enumerate(sorted(names))}
    for name in names:
        assert compile_expression(name, names).evaluate(values) == values[name]
    assert evaluate("{a b: 1, ab: 2, c: ab}.c") == 2
    assert evaluate("{a b: 1, a: 5, r: a  b + a}.r") == 6
