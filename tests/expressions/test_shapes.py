"""What an expression's text says of its value, and the parts it reads that aren't there."""

import pytest

from flows.expressions import (
    NULL,
    ContextShape,
    ListShape,
    MissingPart,
    Shape,
    compile_expression,
    either,
    shape_of,
)

PARTY = ContextShape({"id": None, "namn": None})
KNOWN: dict[str, Shape] = {
    "forum": ContextShape({"namn": None, "parter": ListShape(PARTY)}),
    "part": PARTY,
}


@pytest.mark.parametrize(
    ("source", "of", "part"),
    [
        ("forum.nman", "forum", "nman"),
        ('if part.di = "x" then 1 else 2', "part", "di"),
        ("forum.parter.nman", "forum.parter", "nman"),
        ("forum.parter[1].nman", "forum.parter[…]", "nman"),
        ("for p in forum.parter return p.nman", "p", "nman"),
        ('count(forum.parter[item.nman = "x"])', "item", "nman"),
        ("some p in forum.parter satisfies p.nman = 1", "p", "nman"),
        ("{a: {b: 1}, c: a.d}", "a", "d"),
        ("[part, part][1].nman", "…[…]", "nman"),
        ("(if true then part else null).nman", "…", "nman"),
        ("part.di in (1, 2)", "part", "di"),
        ("-part.di between 1 and 2", "part", "di"),
        ("function(x) x + part.di", "part", "di"),
        ("part.di instance of string", "part", "di"),
        ("[1..part.di]", "part", "di"),
    ],
)
def test_a_part_that_is_not_there_is_told(source: str, of: str, part: str) -> None:
    _, missing = shape_of(compile_expression(source), KNOWN)

    assert [(one.of, one.part) for one in missing] == [(of, part)]
    assert all(isinstance(one, MissingPart) and one.offered for one in missing)


@pytest.mark.parametrize(
    "source",
    [
        "forum.namn",
        "forum.parter.namn",
        "unknown.anything.at.all",
        "for part in unknown return part.anything",
        "for forum in forum.parter return forum.id",
        "function(part) part.anything",
        'forum.parter[id = "x"].namn',
        "unknown[part.anything = 1]",
        "some part in unknown satisfies part.anything",
        'date("2027-01-01").year',
        "context put(part, 'x', 1).x".replace("'", '"'),
    ],
)
def test_what_may_be_right_is_left_alone(source: str) -> None:
    assert shape_of(compile_expression(source), KNOWN)[1] == ()


def test_the_shape_of_a_value_follows_from_its_text() -> None:
    source = "{antal: 1, parter: for p in forum.parter return {vem: p}, vald: if true then part}"
    source = source.replace("then part}", "then part else null}")

    shape, missing = shape_of(compile_expression(source), KNOWN)

    assert not missing
    assert shape == ContextShape(
        {"antal": None, "parter": ListShape(ContextShape({"vem": PARTY})), "vald": PARTY}
    )


def test_either_of_two_shapes_has_the_parts_of_both() -> None:
    other = ContextShape({"id": None, "belopp": None})

    assert either(PARTY, other) == ContextShape({"id": None, "namn": None, "belopp": None})
    assert either(NULL, PARTY) == either(PARTY, NULL) == PARTY
    assert either(ListShape(PARTY), ListShape(NULL)) == ListShape(PARTY)
    assert either(PARTY, None) is None
    assert either(PARTY, ListShape(PARTY)) is None
