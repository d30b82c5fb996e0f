"""The settings that a component of a form may have: its limits, its default, its choices."""

from dataclasses import dataclass

TEXT_LINES = frozenset({"textfield", "textarea"})
CHOICE_TYPES = frozenset({"radio", "select", "checklist", "taglist"})
_SEVERAL = frozenset({"checklist", "taglist"})
_ANSWERED = TEXT_LINES | CHOICE_TYPES | {"number", "checkbox", "datetime", "filepicker"}

_Said = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: what it is called, in which components, and where in the file it stands.

    `control` is how it is written: `text`, `code` (FEEL or a pattern), `tick`, `lines`, or `choice`
    among `choices` (value, Swedish, English).
    """

    id: str
    sv: str
    en: str
    types: frozenset[str]
    place: tuple[str, ...]
    control: str = "text"
    help: _Said = ("", "")
    choices: tuple[tuple[str, str, str], ...] = ()


_FEEL = ("Ett tal, eller ett FEEL-uttryck efter =.", "A number, or a FEEL expression after =.")
SETTINGS: tuple[Setting, ...] = (
    Setting(
        "type",
        "Hur det besvaras",
        "How it is answered",
        TEXT_LINES | CHOICE_TYPES,
        ("type",),
        "choice",
    ),
    Setting(
        "source",
        "Välj ur organisationen",
        "Choose from the organisation",
        CHOICE_TYPES,
        ("properties", "source"),
        "choice",
        choices=(
            ("", "Nej", "No"),
            ("organisation", "Organisationer", "Organisations"),
            ("huvudman", "Huvudmän", "Principals"),
            ("person", "Personer", "People"),
        ),
    ),
    Setting(
        "options_from",
        "Alternativen kommer ur",
        "The choices come from",
        CHOICE_TYPES,
        ("valuesExpression",),
        "code",
        (
            "Namnet på en variabel, eller ett FEEL-uttryck efter =. Tomt: alternativen står här.",
            "The name of a variable, or a FEEL expression after =. Empty: the choices stand here.",
        ),
    ),
    Setting(
        "subtype",
        "Vad som svaras",
        "What is answered",
        frozenset({"datetime"}),
        ("subtype",),
        "choice",
        choices=(
            ("date", "Datum", "Date"),
            ("time", "Klockslag", "Time of day"),
            ("datetime", "Datum och klockslag", "Date and time"),
        ),
    ),
    Setting(
        "not_past",
        "Inte före i dag",
        "Not before today",
        frozenset({"datetime"}),
        ("disallowPassedDates",),
        "tick",
    ),
    Setting(
        "workday",
        "Bara svenska arbetsdagar",
        "Swedish workdays only",
        frozenset({"datetime"}),
        ("properties", "workday"),
        "tick",
    ),
    Setting(
        "no_timezone",
        "Svaret har ingen tidszon",
        "The answer has no time zone",
        frozenset({"datetime"}),
        ("timeSerializingFormat",),
        "tick",
    ),
    Setting(
        "min",
        "Minsta tal",
        "Least number",
        frozenset({"number"}),
        ("validate", "min"),
        "code",
        _FEEL,
    ),
    Setting(
        "max",
        "Största tal",
        "Greatest number",
        frozenset({"number"}),
        ("validate", "max"),
        "code",
        _FEEL,
    ),
    Setting(
        "decimals",
        "Högst så många decimaler (0–10)",
        "At most so many decimals (0–10)",
        frozenset({"number"}),
        ("decimalDigits",),
    ),
    Setting(
        "as_text",
        "Talet blir en text i flödet",
        "The number becomes a text in the flow",
        frozenset({"number"}),
        ("serializeToString",),
        "tick",
    ),
    Setting(
        "prefix",
        "Står före fältet",
        "Stands before the field",
        frozenset({"number", "textfield"}),
        ("appearance", "prefixAdorner"),
    ),
    Setting(
        "suffix",
        "Står efter fältet, som kr",
        "Stands after the field, as kr",
        frozenset({"number", "textfield"}),
        ("appearance", "suffixAdorner"),
    ),
    Setting(
        "min_length",
        "Minsta antal tecken",
        "Least number of characters",
        TEXT_LINES,
        ("validate", "minLength"),
        "code",
        _FEEL,
    ),
    Setting(
        "max_length",
        "Största antal tecken",
        "Greatest number of characters",
        TEXT_LINES,
        ("validate", "maxLength"),
        "code",
        _FEEL,
    ),
    Setting(
        "validation",
        "Ska vara",
        "Has to be",
        frozenset({"textfield"}),
        ("validate", "validationType"),
        "choice",
        choices=(
            ("", "Vilken text som helst", "Any text"),
            ("email", "En e-postadress", "An email address"),
            ("phone", "Ett telefonnummer", "A phone number"),
            ("custom", "Som mönstret säger", "As the pattern says"),
        ),
    ),
    Setting(
        "pattern",
        "Mönster (reguljärt uttryck)",
        "Pattern (regular expression)",
        TEXT_LINES,
        ("validate", "pattern"),
        "code",
        ("Ska finnas i svaret; ^…$ för hela.", "Has to be found in the answer; ^…$ for all of it."),
    ),
    Setting(
        "pattern_message",
        "Det som sägs när mönstret inte följs",
        "What is said when the pattern isn't followed",
        TEXT_LINES,
        ("properties", "pattern_message"),
    ),
    Setting(
        "pattern_message_en",
        "Detsamma på engelska",
        "The same in English",
        TEXT_LINES,
        ("properties", "pattern_message_en"),
    ),
    Setting(
        "accept",
        "Filtyper som tas emot",
        "Types of file that are taken in",
        frozenset({"filepicker"}),
        ("accept",),
        "code",
        ("Som .pdf,.docx. Tomt: alla som stöds.", "As .pdf,.docx. Empty: all that are supported."),
    ),
    Setting(
        "multiple", "Flera filer", "Several files", frozenset({"filepicker"}), ("multiple",), "tick"
    ),
    Setting(
        "max_bytes",
        "Största fil, i byte",
        "Largest file, in bytes",
        frozenset({"filepicker"}),
        ("properties", "max_bytes"),
    ),
    Setting(
        "first_rows",
        "Rader som en tom lista börjar med",
        "Rows that an empty list begins with",
        frozenset({"dynamiclist"}),
        ("defaultRepetitions",),
    ),
    Setting(
        "default",
        "Står i fältet från början",
        "Stands in the field at first",
        _ANSWERED - {"filepicker", "checkbox"} - _SEVERAL,
        ("defaultValue",),
    ),
    Setting(
        "default_many",
        "Valda från början, ett värde på varje rad",
        "Chosen at first, one value a line",
        _SEVERAL,
        ("defaultValue",),
        "lines",
    ),
    Setting(
        "ticked",
        "Ikryssad från början",
        "Ticked at first",
        frozenset({"checkbox"}),
        ("defaultValue",),
        "tick",
    ),
    Setting(
        "readonly",
        "Kan inte ändras när",
        "Can't be changed when",
        _ANSWERED,
        ("readonly",),
        "code",
        (
            "Ett FEEL-uttryck, eller true för alltid.",
            "A FEEL expression, or true for always.",
        ),
    ),
)
"""In the order that they are shown."""
