"""A file that a parser can't read is told of in whole sentences, with the place."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from flows.kernel.broken_files import Fault, json_fault, xml_fault, yaml_fault
from flows.kernel.hostile_xml import parse_hostile_xml
from flows.kernel.hostile_yaml import YamlRefused, parse_hostile_yaml


def xml(raw: bytes) -> tuple[Fault, str]:
    with pytest.raises((etree.XMLSyntaxError, ValueError)) as caught:
        parse_hostile_xml(raw)
    return xml_fault(caught.value), str(caught.value)


@pytest.mark.parametrize(
    ("raw", "place", "said"),
    [
        (b"", (1, 1), "tom"),
        (b"hej", (1, 1), "ingen XML"),
        (b"<a>\n", (2, 1), "filen tar slut innan <a> från rad 1"),
        (b"<a>\n <b>\n</a>", (3, 5), "</a> kommer innan <b> från rad 2"),
        (b"<a><b", (1, 6), "saknar sitt >"),
        (b"<a b=c/>", (1, 6), "citattecken"),
        (b"<a b='1/>", (1, 10), "citattecken"),
        (b"<a b/>", (1, 5), "saknar värde"),
        (b"<a b='1' b='2'/>", (1, 15), "två gånger"),
        (b"<a b='<'/>", (1, 7), "&lt;"),
        (b"<a>&nbsp;</a>", (1, 10), "mellan & och ;"),
        (b"<a>R & D</a>", (1, 7), "&amp;"),
        (b"<a>&amp </a>", (1, 8), "&amp;"),
        (b"<a>a < b</a>", (1, 7), "&lt;"),
        (b"<a/><b/>", (1, 5), "efter filens sista tagg"),
        (b"<a>\x01</a>", (1, 4), "Ta bort det"),
        (b"<x:a/>", (1, 5), "xmlns"),
        (b"<!-- ", (1, 6), "-->"),
        (b"<a><![CDATA[ </a>", (1, 18), "]]>"),
        (b"<a>\xe5</a>", (1, 4), "UTF-8"),
        (b"<a b='1'c='2'/>", (1, 9), "mellanslag"),
        (b"\n<?xml version='1.0'?><a/>", (2, 6), "allra först"),
        (b"<?xml version='1.0' encoding='no'?><a/>", (1, 34), "UTF-8"),
        (b"<a>" * 300 + b"</a>" * 300, None, "djupt"),
    ],
)
def test_the_common_faults_of_xml_have_words_of_their_own(
    raw: bytes, place: tuple[int, int] | None, said: str
) -> None:
    fault, parser = xml(raw)
    assert said in fault.sv
    assert place is None or (fault.line, fault.column) == place
    assert fault.sv.startswith(f"Rad {fault.line}, kolumn {fault.column}: ")
    assert fault.en.startswith(f"Line {fault.line}, column {fault.column}: ")
    assert parser.partition(",")[0] not in fault.sv + fault.en


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a:\n\tb: 1", (2, 1), "tabb"),
        ("a: @x", (1, 4), "citattecken om värdet"),
        ("a: b: c", (1, 5), "kolon för mycket"),
        ("a: 1\nb\nc: 2", (3, 1), "saknas ett kolon"),
        ("a: 'x\nb: 1", (1, 4), "stängs aldrig"),
        ("a: [1, 2", (1, 9), "komma eller ]"),
        ("a: {b: 1", (1, 9), "komma eller }"),
        ('a: "\\q"', (1, 6), "omvänt snedstreck"),
        ("a: }", (1, 4), "väntades ett värde"),
        ("---\na\n---\nb", (3, 1), "flera dokument"),
        ("key: - a", (1, 6), "streck"),
        ("a:\n  - b\n c: d", (3, 2), "indraget"),
        ("a: 1\nb: \x01", (2, 4), "tecken som inte syns"),
        ("a: |x\n b", (1, 5), "inte att läsa som YAML"),
    ],
)
def test_the_common_faults_of_yaml_have_words_of_their_own(
    text: str, place: tuple[int, int], said: str
) -> None:
    with pytest.raises(yaml.YAMLError) as caught:
        yaml.compose(text, yaml.SafeLoader)
    fault = yaml_fault(caught.value, text)
    assert said in fault.sv
    assert (fault.line, fault.column) == place
    problem = getattr(caught.value, "problem", None) or str(caught.value)
    assert problem not in fault.sv + fault.en
    with pytest.raises(YamlRefused) as refused:
        parse_hostile_yaml(text.encode(), max_bytes=1000, max_depth=9)
    assert (refused.value.sv, refused.value.line) == (fault.sv, fault.line)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('{"a" 1}', (1, 6), "kolon"),
        ('{"a":1\n "b":2}', (2, 2), "saknas ett komma"),
        ('{"a":1,}', (1, 8), "komma för mycket"),
        ("[1,]", (1, 4), "komma för mycket"),
        ("{a:1}", (1, 2), "namn"),
        ('{"a":', (1, 6), "slut för tidigt"),
        ("[1", (1, 3), "slut för tidigt"),
        ("", (1, 1), "slut för tidigt"),
        ('"x', (1, 1), "stängs aldrig"),
        ('{"a":"\n"}', (1, 7), "radbrytning"),
        ('{"a":"\\q"}', (1, 7), "omvänt snedstreck"),
        ('{"a":nul}', (1, 6), "värde"),
        ("1 2", (1, 3), "efter filens slut"),
    ],
)
def test_the_common_faults_of_json_have_words_of_their_own(
    text: str, place: tuple[int, int], said: str
) -> None:
    fault = json_fault(text)
    assert said in fault.sv
    assert (fault.line, fault.column) == place
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads(text)
    assert caught.value.msg not in fault.sv + fault.en


def test_what_has_no_place_is_told_without_one() -> None:
    assert json_fault("[" * 100_000).line == 0
    assert json_fault("NaN").sv.startswith("Filen går inte att läsa som JSON")
    assert xml_fault(ValueError("x")) == Fault(
        "Filen går inte att läsa som XML.", "The file can't be read as XML."
    )


@given(st.text(alphabet="<>/ab='\"& \n!-[]:\x01é", max_size=40))
def test_whatever_xml_there_is_a_parser_s_words_never_stay(text: str) -> None:
    fault, parser = Fault("Bra.", "Fine."), "none"
    try:
        parse_hostile_xml(text.encode())
    except (etree.XMLSyntaxError, ValueError) as error:
        fault, parser = xml_fault(error), str(error).partition(",")[0]
    assert fault.sv.endswith(".")
    assert parser not in fault.sv


@given(st.text(alphabet="ab:- \t\n'\"[]{},&*!|>%@`?#\\\x01", max_size=40))
def test_whatever_yaml_there_is_a_sentence(text: str) -> None:
    told, line = "Bra.", 0
    try:
        parse_hostile_yaml(text.encode(), max_bytes=1000, max_depth=9)
    except YamlRefused as refused:
        told, line = refused.sv, refused.line
    assert told.endswith(".")
    assert line <= text.count("\n") + 1
