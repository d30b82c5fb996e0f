"""Å, ä, ö last, in that order, whatever the database's collation."""

from hypothesis import given
from hypothesis import strategies as st

from flows.organisation import swedish_sort_key


def in_order(*names: str) -> bool:
    keys = [swedish_sort_key(name) for name in names]
    return keys == sorted(keys)


def test_the_last_three_letters() -> None:
    assert in_order("Zinkgruvan", "Ånge", "Älmhult", "Örnsköldsvik")
    assert in_order("Gavle", "Gävle")
    assert in_order("Sollefteå", "Sundsvall", "Timrå", "Ånge", "Örnsköldsvik")


def test_case_accents_and_spaces() -> None:
    assert swedish_sort_key("GÄVLE") == swedish_sort_key("gävle")
    assert swedish_sort_key("a\u030a") == swedish_sort_key("å")
    assert swedish_sort_key("idé") == swedish_sort_key("ide")
    assert in_order("Styrgrupp Välfärd Gävle", "Styrgrupper")
    assert in_order("LL 2", "LL-3")


@given(st.text())
def test_the_key_is_ascii(text: str) -> None:
    assert swedish_sort_key(text).isascii()
