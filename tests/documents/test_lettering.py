from hypothesis import given
from hypothesis import strategies as st

from flows.documents.lettering import label_below, label_in, width_of, wrap
from flows.documents.plan import Box

WORDS = st.text("abcdefghåäömWil-/ ", max_size=60)


def test_words_are_kept_whole_while_they_fit():
    assert wrap("Registrera mötets beslut", 88, 12) == ("Registrera", "mötets beslut")


def test_compounds_are_divided_where_they_are_joined():
    assert wrap("Hälsa- och sjukvårdsnämnd/socialnämnd", 120, 12) == (
        "Hälsa- och",
        "sjukvårdsnämnd/",
        "socialnämnd",
    )


def test_a_word_that_is_too_wide_is_divided_with_a_hyphen():
    lines = wrap("Verksamhetsförändringsanmälan", 88, 12)
    assert len(lines) > 1
    assert lines[0].endswith("-")
    assert "".join(line.removesuffix("-") for line in lines) == "Verksamhetsförändringsanmälan"


@given(WORDS, st.floats(60, 400))
def test_no_line_is_wider_than_the_width_and_no_letter_is_lost(text, width):
    lines = wrap(text, width, 12)
    assert all(width_of(line, 12) <= width for line in lines)
    letters = [sign for sign in "".join(lines) if sign not in "- "]
    assert letters == [sign for sign in text if sign not in "- "]


def test_a_long_label_shrinks_and_at_last_is_cut():
    box = Box(0, 0, 80, 40)
    assert label_in("Kort", box).size == 12
    assert label_in("En något längre text att rymma", box).size < 12
    cut = label_in("En text som aldrig kan rymmas i rutan " * 4, box)
    assert cut.lines[-1].endswith("…")
    assert cut.box.bottom <= box.bottom + 0.01


def test_a_label_outside_is_widened_for_a_long_word():
    assert label_below("Överenskommelse", 0, 0, 60).lines == ("Överenskommelse",)
