"""Why a pattern can't be used, in words: the module `regex` tells it in English only."""

import regex

_CAUSES: tuple[tuple[str, str, str], ...] = (
    ("missing )", "en parentes stängs aldrig", "a parenthesis is never closed"),
    ("unbalanced parenthesis", "en ) saknar sin (", "a ) lacks its ("),
    ("unterminated character set", "en [ stängs aldrig", "a [ is never closed"),
    (
        "min repeat greater",
        "det minsta antalet är större än det största",
        "the least count is greater than the greatest",
    ),
    ("nothing to repeat", "*, + eller ? har inget framför sig", "*, + or ? has nothing before it"),
    (
        "multiple repeat",
        "två upprepningar står efter varandra",
        "two repetitions follow each other",
    ),
    (
        "bad character range",
        "i [a-z] ska det första tecknet komma före det andra",
        "in [a-z] the first sign has to come before the second",
    ),
    ("bad escape", "\\ följs av något som inte betyder något", "what follows \\ means nothing"),
    (
        "group",
        "en grupp som inte finns nämns, eller saknar namn",
        "a group is named that doesn't exist, or lacks a name",
    ),
    (
        "unknown property",
        "en teckenklass som inte finns nämns",
        "a class of signs is named that doesn't exist",
    ),
    (
        "unknown extension",
        "(? följs av något som inte betyder något",
        "what follows (? means nothing",
    ),
)


def pattern_fault(error: regex.error) -> tuple[str, str]:
    """The cause and its place, as the end of a sentence in Swedish and in English."""
    message, place = str(getattr(error, "msg", error)), getattr(error, "pos", None)
    known = ((sv, en) for part, sv, en in _CAUSES if part in message)
    sv, en = next(known, ("det går inte att läsa", "it can't be read"))
    if place is None:
        return f"{sv}.", f"{en}."
    return f"{sv}, vid tecken {place + 1}.", f"{en}, at sign {place + 1}."
