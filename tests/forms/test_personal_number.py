from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.forms.build import fault, field, form, read

from flows.forms.personal_number import holds_personal_number


def check_digit(nine: str) -> int:
    digits = [int(sign) * (2 if place % 2 == 0 else 1) for place, sign in enumerate(nine)]
    return -sum(digit // 10 + digit % 10 for digit in digits) % 10


# Numbers that Skatteverket has set aside for tests.
@pytest.mark.parametrize(
    "text",
    [
        "191212121212",
        "19121212-1212",
        "121212-1212",
        "1212121212",
        "121212+1212",
        "121212 1212",
        "121212–1212",
        "Pojken (20121212-1212) flyttar.",
        "pnr:121212-1212.",
        "701063-2391",
        "19701063-2391",
    ],
)
def test_a_personal_number_is_found(text):
    assert holds_personal_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "121212-1213",
        "121312-1212",
        "556036-0793",
        "212000-0423",
        "026-12 34 56",
        "NV 2027-14",
        "2027-03-12",
        "20270312 1300",
        "1121212121212",
        "1212121212123",
        "12121-21212",
        "SE4550000000058398257466",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert not holds_personal_number(text)


@given(
    st.dates(date(1900, 1, 1), date(2027, 1, 1)),
    st.integers(0, 999),
    st.booleans(),
    st.sampled_from(["", "-", "+", " "]),
    st.booleans(),
)
def test_every_right_number_is_found_in_every_way_of_writing(day, serial, long, gap, coordination):
    born = f"{day:%y%m}{day.day + 60 * coordination:02}"
    last = f"{serial:03}{check_digit(f'{born}{serial:03}')}"
    century = f"{day:%Y}"[:2] if long else ""
    number = f"{century}{born}{gap}{last}"
    assert holds_personal_number(f"Ärende om {number} i dag")


def test_it_is_refused_in_every_free_text():
    for kind in ("textfield", "textarea"):
        sentence = fault(field(kind, "text"), "Gäller 19121212-1212")
        assert "personnummer" in sentence
        assert "1212" not in sentence
    assert (
        fault(field("textfield", "tel", validate={"validationType": "phone"}), "0701011234") == ""
    )


def test_it_is_refused_in_json_answers_and_kept_in_what_was_typed():
    built = form(field("textarea", "text"))
    assert built.check_answers({"text": "121212-1212"}, {})["text"].code == "personal-number"
    assert read(built, text="121212-1212").raw == {"text": "121212-1212"}
