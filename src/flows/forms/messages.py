"""The sentences about answers that can't be used, in Swedish and English."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flows.forms.field import Field
from flows.kernel import Problem

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "required": ("Fyll i {label}.", "Fill in {label}."),
    "required-choice": ("Välj ett alternativ för {label}.", "Choose an option for {label}."),
    "required-many": (
        "Välj minst ett alternativ för {label}.",
        "Choose at least one option for {label}.",
    ),
    "required-date": ("Ange ett datum för {label}.", "Enter a date for {label}."),
    "required-time": ("Ange ett klockslag för {label}.", "Enter a time for {label}."),
    "required-datetime": (
        "Ange datum och klockslag för {label}.",
        "Enter a date and a time for {label}.",
    ),
    "required-checkbox": (
        "Kryssa i ”{bare}” för att gå vidare.",
        "Tick “{bare}” to continue.",
    ),
    "not-a-number": (
        "Skriv {label} som ett tal, till exempel 1 250,50.",
        "Write {label} as a number, for example 1250.50.",
    ),
    "not-a-whole-number": (
        "Skriv {label} som ett heltal, utan decimaler.",
        "Write {label} as a whole number.",
    ),
    "too-many-decimals": (
        "{Label} får ha högst {limit} decimaler.",
        "{Label} may have at most {limit} decimals.",
    ),
    "minimum": ("{Label} måste vara minst {limit}.", "{Label} must be at least {limit}."),
    "maximum": ("{Label} får vara högst {limit}.", "{Label} may be at most {limit}."),
    "too-short": (
        "{Label} måste ha minst {limit} tecken.",
        "{Label} must have at least {limit} characters.",
    ),
    "too-long": (
        "{Label} får ha högst {limit} tecken.",
        "{Label} may have at most {limit} characters.",
    ),
    "pattern": ("{Label} har fel format.", "{Label} has the wrong format."),
    "pattern-slow": (
        "{Label} gick inte att kontrollera. Förkorta texten och försök igen.",
        "{Label} could not be checked. Shorten the text and try again.",
    ),
    "email": (
        "Skriv {label} som en e-postadress, till exempel namn@example.org.",
        "Write {label} as an e-mail address, for example name@example.org.",
    ),
    "phone": (
        "Skriv {label} som ett telefonnummer, till exempel 026-12 34 56.",
        "Write {label} as a phone number, for example 026-12 34 56.",
    ),
    "date": (
        "Ange ett datum för {label} i formen ÅÅÅÅ-MM-DD, till exempel 2027-03-12.",
        "Enter a date for {label} as YYYY-MM-DD, for example 2027-03-12.",
    ),
    "time": (
        "Ange ett klockslag för {label}, till exempel 13.00.",
        "Enter a time for {label}, for example 13:00.",
    ),
    "date-time": (
        "Ange datum och klockslag för {label}, till exempel 2027-03-12 13.00.",
        "Enter a date and a time for {label}, for example 2027-03-12 13:00.",
    ),
    "skipped-hour": (
        "Klockslaget för {label} finns inte: klockan ställs fram till sommartid.",
        "The time for {label} does not exist: the clock is put forward to summer time.",
    ),
    "past-date": (
        "{Label} kan inte vara ett datum som har varit.",
        "{Label} can't be in the past.",
    ),
    "option": (
        "Välj ett av alternativen för {label}.",
        "Choose one of the options for {label}.",
    ),
    "options": (
        "Välj bland alternativen för {label}, vart och ett en gång.",
        "Choose among the options for {label}, each once.",
    ),
    "too-few-choices": (
        "Välj minst {limit} alternativ för {label}.",
        "Choose at least {limit} options for {label}.",
    ),
    "too-many-choices": (
        "Välj högst {limit} alternativ för {label}.",
        "Choose at most {limit} options for {label}.",
    ),
    "personal-number": (
        "{Label} ser ut att innehålla ett personnummer. Ta bort det: personnummer får inte skrivas "
        "här. Är det ett telefonnummer, skriv bindestreck efter riktnumret.",
        "{Label} seems to hold a Swedish personal identity number. Remove it: such numbers must "
        "not be written here. If it is a phone number, put a hyphen after the area code.",
    ),
    "wrong-type": ("{Label} har fel slags värde.", "{Label} has the wrong kind of value."),
    "required-rows": ("Fyll i minst en rad i {label}.", "Fill in at least one row of {label}."),
    "too-many-rows": (
        "{Label} får ha högst {limit} rader.",
        "{Label} may have at most {limit} rows.",
    ),
    "required-files": ("Välj minst en fil för {label}.", "Choose at least one file for {label}."),
    "too-many-files": (
        "{Label} får ha högst {limit}.",
        "{Label} may have at most {limit}.",
    ),
    "file-type": (
        "{file} är av en filtyp som inte kan tas emot. Välj {limit}.",
        "{file} is of a type that can’t be taken in. Choose {limit}.",
    ),
    "file-content": (
        "{file} är inte {limit}, fast namnet säger det. Öppna filen, spara den på nytt och välj "
        "den igen.",
        "{file} isn’t {limit}, though its name says so. Open the file, save it again and choose "
        "it once more.",
    ),
    "file-macros": (
        "{file} innehåller makron. Spara den utan makron och välj den igen.",
        "{file} holds macros. Save it without them and choose it again.",
    ),
    "file-empty": ("{file} är tom.", "{file} is empty."),
    "file-too-large": (
        "{file} är för stor. En fil får vara högst {limit}.",
        "{file} is too large. A file may be at most {limit}.",
    ),
    "files-too-large": (
        "{file} fick inte plats. Filer som skickas på en gång får vara högst {limit} tillsammans.",
        "{file} did not fit. Files sent at the same time may be at most {limit} in all.",
    ),
    "file-personal-number": (
        "Namnet på en fil för {label} ser ut att innehålla ett personnummer. Byt namn på filen och "
        "välj den igen.",
        "The name of a file for {label} seems to hold a Swedish personal identity number. Rename "
        "the file and choose it again.",
    ),
    "file-gone": (
        "En fil som du valde för {label} finns inte kvar. Välj den igen.",
        "A file that you chose for {label} is no longer there. Choose it again.",
    ),
    "rows-changed": (
        "Raderna i {label} är ändrade. Fyll i dem och skicka igen.",
        "The rows of {label} have changed. Fill them in and send again.",
    ),
    "new-question": (
        "Ett av dina svar gav en fråga till: {label}. Svara om du vill, och skicka igen.",
        "One of your answers led to another question: {label}. Answer if you like, and send again.",
    ),
    "unknown": (
        "Formuläret har ingen fråga med nyckeln {key}.",
        "The form has no question with the key {key}.",
    ),
    "undecided": (
        "Det gick inte att räkna ut vad som gäller för {label}, så svaren kan inte tas emot nu. "
        "Felet är inte ditt: säg till den som äger processen.",
        "What applies to {label} could not be worked out, so the answers can’t be taken in now. "
        "The fault is not yours: tell the owner of the process.",
    ),
    "read-only": ("{Label} går inte att ändra här.", "{Label} can't be changed here."),
}


_COUNTS = (("två", "two"), ("tre", "three"), ("fyra", "four"), ("fem", "five"), ("sex", "six"))


def unknown_answer(key: str) -> Problem:
    """The problem of an answer to a question that the form doesn't have."""
    sv, en = (sentence.format(key=key) for sentence in _SENTENCES["unknown"])
    return Problem("unknown", sv, en, element=key)


def answer_problem(
    field: Field,
    code: str,
    variables: Mapping[str, Any],
    limit: tuple[str, str] = ("", ""),
    file: str = "",
) -> Problem:
    """The problem of an answer, in words that name the field or the file that is wrong.

    `limit` is in Swedish and English.
    """
    swedish, english = label_of(field, variables, "sv"), label_of(field, variables, "en")
    sv, en = _SENTENCES[_sentence(field, code)]
    own = field.rules.pattern_message if code == "pattern" else None
    return Problem(
        code,
        own[0] if own else _fill(sv, swedish, limit[0], "”", f"”{file}”" if file else "En fil"),
        own[1] if own else _fill(en, english, limit[1], "“", f"“{file}”" if file else "A file"),
        element=field.key,
        name=swedish,
    )


def count_in_words(count: Decimal) -> tuple[str, str]:
    """How many, in Swedish and English, as words when they are few."""
    if count == int(count) and 1 < count <= len(_COUNTS) + 1:
        return _COUNTS[int(count) - 2]
    return f"{count.normalize():f}", f"{count.normalize():f}"


def own_words(field: Field, code: str, variables: Mapping[str, Any], sv: str, en: str) -> Problem:
    """The problem of an answer whose sentences are made elsewhere."""
    return Problem(code, sv, en, element=field.key, name=label_of(field, variables, "sv"))


def label_of(field: Field, variables: Mapping[str, Any], language: str) -> str:
    """The field's label without a final colon, or its key when it has none."""
    said = field.label.say(variables, language).text if field.label else field.key
    return said.strip().rstrip(":") or field.key


def _sentence(field: Field, code: str) -> str:
    if code == "required":
        kind = field.subtype if field.type == "datetime" else field.type
        return {
            "radio": "required-choice",
            "select": "required-choice",
            "checklist": "required-many",
            "taglist": "required-many",
            "checkbox": "required-checkbox",
            "date": "required-date",
            "time": "required-time",
            "datetime": "required-datetime",
            "dynamiclist": "required-rows",
            "filepicker": "required-files",
        }.get(kind, "required")
    if code == "too-many-decimals" and field.decimals == 0:
        return "not-a-whole-number"
    return code


def _fill(sentence: str, label: str, limit: str, opening: str, file: str) -> str:
    # A label that is itself a sentence is quoted, so that the sentence around it can be read.
    quoted = f"{opening}{label}”" if label[-1:] in {"?", ".", "!"} else label
    return sentence.format(
        label=quoted,
        Label=quoted[:1].upper() + quoted[1:],
        bare=label.rstrip("."),
        limit=limit,
        file=file,
    )
