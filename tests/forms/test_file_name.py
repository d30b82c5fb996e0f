"""Names of files are made safe to keep, to show and to save under."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.forms.file_name import LONGEST_NAME, clean_file_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Tjänsteskrivelse åäö ÅÄÖ é.pdf", "Tjänsteskrivelse åäö ÅÄÖ é.pdf"),
        ("a\u0308rende.pdf", "ärende.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\bilaga.docx", "bilaga.docx"),
        ("/tmp/..", "fil"),
        ("", "fil"),
        ("....", "fil"),
        (".htaccess", "htaccess"),
        ("faktura\u202efdp.exe", "fakturafdp.exe"),
        ("a\u2066b\u200dc\ufeff.txt", "abc.txt"),
        ("rad\r\nSet-Cookie: x=1.pdf", "radSet-Cookie- x=1.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ('a<b>"c|d?e*.pdf', "a-b--c-d-e-.pdf"),
        ("  två   mellanslag .pdf ", "två mellanslag.pdf"),
        ("con.txt", "-con.txt"),
        ("NUL", "-NUL"),
        ("console.txt", "console.txt"),
        ("\ud800.pdf", "pdf"),
        ("a／b∕c.pdf", "c.pdf"),
    ],
)
def test_what_is_kept_of_a_name(sent: str, kept: str) -> None:
    assert clean_file_name(sent) == kept


def test_a_long_name_keeps_its_ending() -> None:
    name = clean_file_name("å" * 400 + ".docx")
    assert len(name) == LONGEST_NAME
    assert name.endswith("å.docx")
    assert len(clean_file_name("x." + "y" * 400)) == LONGEST_NAME


@given(st.text(max_size=300))
def test_every_name_is_safe_and_stays_the_same_when_cleaned_again(sent: str) -> None:
    name = clean_file_name(sent)
    assert 0 < len(name) <= LONGEST_NAME
    assert not set(name) & set('/\\<>:"|?*')
    assert not name.startswith((".", " "))
    assert not name.endswith((".", " "))
    assert all(unicodedata.category(sign)[0] != "C" for sign in name)
    assert clean_file_name(name) == name
