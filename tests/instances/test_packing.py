"""What variables look like in the database, and that they come back as they were."""

from decimal import Decimal
from typing import Any

import pytest

from flows.instances import packed, unpacked


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        {"b": 1, "a": [True, None, "å"]},
        {"belopp": Decimal("1.10"), "rader": [{"pris": Decimal("12345678901234567890.5")}]},
        {"text": "samverkan " * 400},
        {"lång": [{"namn": f"kommun {number}", "pris": Decimal(number)} for number in range(90)]},
        list(range(100)),
    ],
)
def test_what_is_packed_comes_back(value: Any) -> None:
    back = unpacked(packed(value))
    assert back == value
    assert str(back) == str(value), "keys keep their order and numbers their digits"


def test_long_variables_are_small_and_short_ones_readable() -> None:
    assert packed({"a": 1}) == b'{"a":1}'
    assert len(packed({"text": "samverkan " * 400})) < 100


@pytest.mark.parametrize(
    "stored",
    [
        "28b52ffd604d009d0100b4027b22616e7377657273223a7b2273766172223a2273616d7665726b616e20227d"
        "2c226974656d223a31317d01007e542d4e",
        "0128b52ffd604d000501009873766172223a2273616d7665726b616e20317d03004fcb003f5ad4fd630201",
    ],
    ids=["without a dictionary", "shape 1"],
)
def test_what_was_stored_once_is_read_for_ever(stored: str) -> None:
    """A change that breaks this makes rows of history unreadable."""
    answers = {"answers": {"svar": "samverkan " * 30}, "item": 11}
    assert unpacked(bytes.fromhex(stored)) == answers


def test_what_is_not_a_variable_is_refused() -> None:
    with pytest.raises(TypeError):
        packed({"x": object()})
