"""Times, conditions and deadlines in words."""

import pytest

from flows.diagrams.edit_checks import due_in
from flows.diagrams.feel_words import condition_words
from flows.diagrams.spoken import Names, Spoken
from flows.diagrams.step_words import days_of
from flows.diagrams.time_words import cycle_words, duration_words


@pytest.mark.parametrize(
    ("text", "sv", "en"),
    [
        ("P14D", "14 dagar", "14 days"),
        ("P1D", "1 dag", "1 day"),
        ("P1M2W", "1 månad och 2 veckor", "1 month and 2 weeks"),
        ("P1Y2M3DT4H5M6S", "1 år, 2 månader, 3 dagar, 4 timmar, 5 minuter och 6 sekunder",
         "1 year, 2 months, 3 days, 4 hours, 5 minutes and 6 seconds"),
    ],
)  # fmt: skip
def test_durations(text: str, sv: str, en: str) -> None:
    assert duration_words(text) == Spoken(sv, en)


@pytest.mark.parametrize("text", ["", "P", "PT", "14", "=x", f"P{'9' * 9000}D", "P-1D"])
def test_what_is_no_duration(text: str) -> None:
    assert duration_words(text) is None


@pytest.mark.parametrize(
    ("text", "sv"),
    [
        ("R3/P14D", "3 gånger, med 14 dagar emellan"),
        ("R1/P2D", "en gång, efter 2 dagar"),
        ("R/P1W", "gång på gång, med 1 vecka emellan"),
    ],
)
def test_repetitions(text: str, sv: str) -> None:
    said = cycle_words(text)
    assert said is not None
    assert said.sv == sv


@pytest.mark.parametrize("text", ["R3", "P14D", "R3/", "X3/P1D", f"R{'9' * 9000}/P1D"])
def test_what_is_no_repetition(text: str) -> None:
    assert cycle_words(text) is None


NAMES = Names(
    variables={"svar": Spoken("”Ert svar”", "“Your reply”")},
    values={("svar", "ja"): Spoken("Ja tack", "Yes please")},
)


@pytest.mark.parametrize(
    ("condition", "sv", "en"),
    [
        ('=svar = "ja"', "”Ert svar” är ”Ja tack”", "“Your reply” is “Yes please”"),
        ("=a > 3 and b <= -2.5", "a är mer än 3 och b är högst -2.5",
         "a is more than 3 and b is at most -2.5"),
        ("=(a or b) and c", "(a gäller eller b gäller) och c gäller",
         "(a holds or b holds) and c holds"),
        ("=not(klar)", "klar inte gäller", "klar does not hold"),
        ("=x = null", "x saknas", "x is missing"),
        ("=x.y != null", "x.y finns", "x.y is there"),
        ('=x in ("a", "b")', "x är ”a” eller ”b”", "x is “a” or “b”"),
        ("=x between 1 and 3", "x är mellan 1 och 3", "x is between 1 and 3"),
        ('=contains(x, "q")', "x innehåller ”q”", "x contains “q”"),
        ("=count(l) >= 2", "antalet i l är minst 2", "the number of l is at least 2"),
        ("=a = true", "a är ja", "a is yes"),
    ],
)  # fmt: skip
def test_conditions(condition: str, sv: str, en: str) -> None:
    assert condition_words(condition, NAMES) == Spoken(sv, en)


@pytest.mark.parametrize(
    "condition",
    ["", "=", "= a +", "=some x in l satisfies x > 1", "=l[1].a = 2", "=f(1)",
     "=" + "(" * 3000 + "1" + ")" * 3000, "=" + "a and " * 900 + "a"],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_what_can_not_be_said_plainly_is_left_to_the_expression(condition: str) -> None:
    said = condition_words(condition, NAMES)
    assert said is None or "a gäller" in said.sv


def test_a_deadline_in_days_is_read_back_as_days() -> None:
    assert days_of(due_in("due", "14 dagar")) == 14
    assert days_of('=now() + duration("P1M")') is None
    assert days_of('=date and time(x) + duration("P14D")') is None
