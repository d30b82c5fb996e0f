"""Why a parser can't read a file, said in Swedish and English: where it stopped, and what to mend.

The parsers of XML, YAML and JSON tell it in English only, and in their own words. The causes that
people meet have sentences here; all else is told by its place.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

import yaml
from lxml import etree

_LONGEST_NAME = 60

_Said = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """Where reading stopped (from 1; 0: not known), and whole sentences that say why."""

    sv: str
    en: str
    line: int = 0
    column: int = 0


def xml_fault(error: etree.XMLSyntaxError | ValueError) -> Fault:
    """What `lxml` stopped at; a ValueError is a file that isn't XML text at all."""
    if not isinstance(error, etree.XMLSyntaxError):
        return _at(0, 0, ("filen går inte att läsa som XML.", "the file can't be read as XML."))
    # A NUL or a cut file may leave the place out.
    line, column = (each or 0 for each in error.position)
    return _at(line, column, _xml_cause(getattr(error, "code", 0), error.msg or ""))


def yaml_fault(error: yaml.YAMLError, text: str) -> Fault:
    """What PyYAML stopped at in the text."""
    if isinstance(error, yaml.reader.ReaderError):
        before = text[: error.position]
        return _at(
            before.count("\n") + 1,
            len(before) - before.rfind("\n"),
            (
                "här står ett tecken som inte syns. Ta bort det.",
                "there is a sign that can't be seen here. Remove it.",
            ),
        )
    if not isinstance(error, yaml.MarkedYAMLError):
        return _at(0, 0, _YAML_ELSE)
    told = f"{error.context or ''}: {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    if _NEVER_CLOSED in told and error.context_mark:
        line, column = error.context_mark.line + 1, error.context_mark.column + 1
    return _at(line, column, _first_of(_YAML, told) or _YAML_ELSE)


def json_fault(text: str) -> Fault:
    """Why the text isn't JSON; a text that Python can read after all is told of in general."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        after = text[error.pos : error.pos + 1]
        before = text[: error.pos].rstrip()[-1:]
        return _at(error.lineno, error.colno, _json_cause(error.msg, before, after))
    except (RecursionError, ValueError):
        pass
    return _at(
        0,
        0,
        (
            "filen går inte att läsa som JSON: den är för djupt nästlad eller har ett värde som "
            "inte får finnas.",
            "the file can't be read as JSON: it is nested too deeply or has a value that isn't "
            "allowed.",
        ),
    )


def _at(line: int, column: int, said: _Said) -> Fault:
    sv, en = said
    if not line:
        return Fault(sv[:1].upper() + sv[1:], en[:1].upper() + en[1:])
    place, place_en = f"Rad {line}", f"Line {line}"
    if column:
        place, place_en = f"{place}, kolumn {column}", f"{place_en}, column {column}"
    return Fault(f"{place}: {sv}", f"{place_en}: {en}", line, column)


def _first_of(known: Iterable[tuple[str, _Said]], told: str) -> _Said | None:
    return next((said for part, said in known if part in told), None)


# -- XML

_MISMATCH = re.compile(r"tag mismatch: (\S+) line (\d+) and (\S+?),? ?")
_UNFINISHED = re.compile(r"end of data in tag (\S+) line (\d+)")
_ERRORS = etree.ErrorTypes


def _xml_cause(code: int, message: str) -> _Said:
    crossed = _MISMATCH.search(message.partition(", line")[0] + " ")
    if code == _ERRORS.ERR_TAG_NAME_MISMATCH and crossed:
        opened, line, closed = _name(crossed[1]), crossed[2], _name(crossed[3])
        return (
            f"</{closed}> kommer innan <{opened}> från rad {line} är stängd.",
            f"</{closed}> comes before <{opened}> from line {line} is closed.",
        )
    open_still = _UNFINISHED.search(message.partition(", line")[0])
    if code == _ERRORS.ERR_TAG_NOT_FINISHED and open_still:
        opened, line = _name(open_still[1]), open_still[2]
        return (
            f"filen tar slut innan <{opened}> från rad {line} är stängd.",
            f"the file ends before <{opened}> from line {line} is closed.",
        )
    return _XML.get(code, _XML_ELSE)


def _name(found: str) -> str:
    return found[:_LONGEST_NAME]


_XML_ELSE = (
    "filen går inte att läsa som XML här.",
    "the file can't be read as XML here.",
)
_STRAY = (
    "här står < eller & för sig självt. Skriv &lt; och &amp; i text.",
    "there is a < or & by itself here. Write &lt; and &amp; in text.",
)
_QUOTES = (
    "ett attributs värde ska stå inom citattecken, som namn=”värde”.",
    "an attribute's value has to stand in quotation marks, as name=“value”.",
)
_SIGN = (
    "här står ett tecken som inte får finnas i XML. Ta bort det.",
    "there is a sign here that XML doesn't allow. Remove it.",
)
_XML: dict[int, _Said] = {
    _ERRORS.ERR_DOCUMENT_EMPTY: (
        "filen är tom eller börjar inte med en tagg: det är ingen XML.",
        "the file is empty or doesn't begin with a tag: it is no XML.",
    ),
    _ERRORS.ERR_DOCUMENT_END: (
        "det står något efter filens sista tagg.",
        "there is something after the file's last tag.",
    ),
    _ERRORS.ERR_TAG_NOT_FINISHED: (
        "filen tar slut innan en tagg är stängd.",
        "the file ends before a tag is closed.",
    ),
    _ERRORS.ERR_TAG_NAME_MISMATCH: (
        "en tagg stängs innan en annan i den är stängd.",
        "a tag is closed before another one in it is closed.",
    ),
    _ERRORS.ERR_GT_REQUIRED: (
        "taggen saknar sitt > på slutet.",
        "the tag lacks its > at the end.",
    ),
    _ERRORS.ERR_NAME_REQUIRED: _STRAY,
    _ERRORS.ERR_ENTITYREF_SEMICOL_MISSING: _STRAY,
    _ERRORS.ERR_LT_IN_ATTRIBUTE: (
        "det står < i ett attributs värde, eller så saknas ett citattecken före. Skriv &lt;.",
        "there is a < in an attribute's value, or a quotation mark lacks before it. Write &lt;.",
    ),
    _ERRORS.ERR_UNDECLARED_ENTITY: (
        "förkortningen mellan & och ; är inte känd. Skriv tecknet självt.",
        "the short form between & and ; isn't known. Write the sign itself.",
    ),
    _ERRORS.ERR_ATTRIBUTE_NOT_STARTED: _QUOTES,
    _ERRORS.ERR_ATTRIBUTE_NOT_FINISHED: _QUOTES,
    _ERRORS.ERR_ATTRIBUTE_WITHOUT_VALUE: (
        "ett attribut saknar värde.",
        "an attribute has no value.",
    ),
    _ERRORS.ERR_ATTRIBUTE_REDEFINED: (
        "samma attribut står två gånger i taggen.",
        "the same attribute stands twice in the tag.",
    ),
    _ERRORS.ERR_SPACE_REQUIRED: (
        "det saknas ett mellanslag mellan två attribut, eller ett citattecken.",
        "a space between two attributes is missing, or a quotation mark.",
    ),
    _ERRORS.ERR_INVALID_CHAR: _SIGN,
    _ERRORS.ERR_INVALID_ENCODING: (
        "filen är inte sparad som UTF-8.",
        "the file isn't saved as UTF-8.",
    ),
    _ERRORS.ERR_UNSUPPORTED_ENCODING: (
        "filens teckenkodning är inte känd. Spara den som UTF-8.",
        "the file's encoding isn't known. Save it as UTF-8.",
    ),
    _ERRORS.ERR_COMMENT_NOT_FINISHED: (
        "en kommentar saknar sitt --> på slutet.",
        "a comment lacks its --> at the end.",
    ),
    _ERRORS.ERR_CDATA_NOT_FINISHED: (
        "ett CDATA-stycke saknar sitt ]]> på slutet.",
        "a CDATA section lacks its ]]> at the end.",
    ),
    _ERRORS.ERR_RESERVED_XML_NAME: (
        "<?xml …?> får bara stå allra först i filen.",
        "<?xml …?> may only stand at the very beginning of the file.",
    ),
    _ERRORS.ERR_RESOURCE_LIMIT: (
        "filen är för djupt nästlad, eller vecklar ut sig till mer än vad som tas emot.",
        "the file is nested too deeply, or unfolds to more than is taken in.",
    ),
    _ERRORS.NS_ERR_UNDEFINED_NAMESPACE: (
        "förkortningen före kolonet i taggens namn är inte förklarad med xmlns.",
        "the prefix before the colon in the tag's name isn't declared with xmlns.",
    ),
}

# -- YAML

_YAML_ELSE = (
    "det går inte att läsa som YAML. Se efter indrag, kolon och citattecken, också på raden före.",
    "it can't be read as YAML. Look at indentation, colons and quotation marks, on the line "
    "before too.",
)
_INDENT = (
    "indraget stämmer inte med raderna före, eller så saknas ett kolon eller ett citattecken.",
    "the indentation doesn't agree with the lines before, or a colon or a quotation mark is "
    "missing.",
)
_NEVER_CLOSED = "quoted scalar: found unexpected end"
_YAML: tuple[tuple[str, _Said], ...] = (
    (
        r"character '\t'",
        (
            "här står en tabb. Dra in med mellanslag i stället.",
            "there is a tab here. Indent with spaces instead.",
        ),
    ),
    (
        "that cannot start any token",
        (
            "ett värde får inte börja med det tecknet. Sätt citattecken om värdet.",
            "a value may not begin with that sign. Put the value in quotation marks.",
        ),
    ),
    (
        "mapping values are not allowed",
        (
            "här står ett kolon för mycket, eller så saknas ett på raden före. Ett värde med "
            "kolon i ska stå inom citattecken.",
            "there is a colon too many here, or one is missing on the line before. A value with a "
            "colon in it has to stand in quotation marks.",
        ),
    ),
    (
        "could not find expected ':'",
        (
            "det saknas ett kolon efter ett namn på raden före.",
            "a colon is missing after a name on the line before.",
        ),
    ),
    (
        _NEVER_CLOSED,
        (
            "citattecknet stängs aldrig.",
            "the quotation mark is never closed.",
        ),
    ),
    (
        "unknown escape character",
        (
            "efter \\ står ett tecken som inte betyder något där. Skriv \\\\ för ett "
            "omvänt snedstreck.",
            "the sign after \\ means nothing there. Write \\\\ for a backslash.",
        ),
    ),
    ("expected ',' or ']'", ("det saknas ett komma eller ].", "a comma or ] is missing.")),
    ("expected ',' or '}'", ("det saknas ett komma eller }.", "a comma or } is missing.")),
    (
        "expected the node content",
        ("här väntades ett värde.", "a value was expected here."),
    ),
    (
        "single document",
        (
            "filen har flera dokument, åtskilda av ---. Bara ett får finnas.",
            "the file has several documents, parted by ---. There may be only one.",
        ),
    ),
    (
        "sequence entries are not allowed",
        (
            "ett streck som inleder en punkt ska stå på en egen rad.",
            "a dash that begins an item has to stand on a line of its own.",
        ),
    ),
    ("expected <block end>", _INDENT),
)

# -- JSON

_JSON_ELSE = ("det går inte att läsa som JSON här.", "it can't be read as JSON here.")
_COMMA_TOO_MANY = (
    "det står ett komma för mycket före slutet.",
    "there is a comma too many before the end.",
)
_JSON: tuple[tuple[str, _Said], ...] = (
    ("Expecting ',' delimiter", ("det saknas ett komma före det här.", "a comma is missing here.")),
    ("Expecting ':' delimiter", ("det saknas ett kolon här.", "a colon is missing here.")),
    (
        "Expecting property name",
        (
            'här ska ett namn stå, inom raka citattecken (").',
            'a name has to stand here, in straight quotation marks (").',
        ),
    ),
    (
        "Expecting value",
        (
            'här ska ett värde stå. Text står inom raka citattecken (").',
            'a value has to stand here. Text stands in straight quotation marks (").',
        ),
    ),
    ("Illegal trailing comma", _COMMA_TOO_MANY),
    ("Unterminated string", ("citattecknet stängs aldrig.", "the quotation mark is never closed.")),
    (
        "Invalid control character",
        (
            "en radbrytning eller en tabb står inne i en text. Skriv \\n eller \\t.",
            "there is a line break or a tab within a text. Write \\n or \\t.",
        ),
    ),
    (
        "escape",
        (
            "efter \\ står ett tecken som inte betyder något där. Skriv \\\\ för ett "
            "omvänt snedstreck.",
            "the sign after \\ means nothing there. Write \\\\ for a backslash.",
        ),
    ),
    (
        "Extra data",
        ("det står något efter filens slut.", "there is something after the file's end."),
    ),
)


def _json_cause(message: str, before: str, after: str) -> _Said:
    if before == "," and after in ("]", "}"):
        return _COMMA_TOO_MANY
    if not after:
        return (
            "filen tar slut för tidigt: ett citattecken, } eller ] saknas.",
            "the file ends too early: a quotation mark, } or ] is missing.",
        )
    return _first_of(_JSON, message) or _JSON_ELSE
