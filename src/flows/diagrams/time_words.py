"""Times in words: ISO durations, cycles and dates as people say them."""

import re

from flows.diagrams.spoken import Spoken, listed

_DURATION = re.compile(
    r"P(?:(?P<year>\d{1,6})Y)?(?:(?P<month>\d{1,6})M)?(?:(?P<week>\d{1,6})W)?(?:(?P<day>\d{1,6})D)?"
    r"(?:T(?:(?P<hour>\d{1,6})H)?(?:(?P<minute>\d{1,6})M)?(?:(?P<second>\d{1,6})S)?)?"
)
_UNITS = {
    "year": ("år", "år", "year", "years"),
    "month": ("månad", "månader", "month", "months"),
    "week": ("vecka", "veckor", "week", "weeks"),
    "day": ("dag", "dagar", "day", "days"),
    "hour": ("timme", "timmar", "hour", "hours"),
    "minute": ("minut", "minuter", "minute", "minutes"),
    "second": ("sekund", "sekunder", "second", "seconds"),
}


def duration_words(text: str) -> Spoken | None:
    """An ISO duration such as P14D in words; None for anything else."""
    match = _DURATION.fullmatch(text.strip())
    found = {} if match is None else {unit: n for unit, n in match.groupdict().items() if n}
    if not found:
        return None
    sv, en = [], []
    for unit, number in found.items():
        one_sv, many_sv, one_en, many_en = _UNITS[unit]
        alone = int(number) == 1
        sv.append(f"{int(number)} {one_sv if alone else many_sv}")
        en.append(f"{int(number)} {one_en if alone else many_en}")
    return Spoken(listed(sv, "och"), listed(en, "and"))


def cycle_words(text: str) -> Spoken | None:
    """An ISO repetition such as R3/P14D in words; None for anything else."""
    turns, slash, rest = text.strip().partition("/")
    every = duration_words(rest) if slash else None
    if every is None or not re.fullmatch(r"R\d{0,6}", turns):
        return None
    if turns == "R":
        return Spoken(f"gång på gång, med {every.sv} emellan", f"again and again, every {every.en}")
    number = int(turns[1:])
    if number == 1:
        return Spoken(f"en gång, efter {every.sv}", f"once, after {every.en}")
    return Spoken(f"{number} gånger, med {every.sv} emellan", f"{number} times, every {every.en}")
