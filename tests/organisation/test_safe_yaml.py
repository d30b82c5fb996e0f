"""What could harm is refused before it is read."""

import pytest
from tests.organisation.example import EXAMPLE, spoilt

from flows.organisation import Organisation, OrganisationError, check_organisation

BOMB = b"""\
a: &a [x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
d: [*c, *c, *c, *c, *c, *c, *c, *c, *c]
"""


@pytest.mark.parametrize(
    ("raw", "code", "line"),
    [
        (BOMB, "alias", 1),
        (b"a: 1\nb: *a\n", "alias", 2),
        (b"collaboration:\n  id: !!python/object/apply:os.system [ls]\n", "tag", 2),
        (b"collaboration: !mine {id: x}\n", "tag", 1),
        (b"a:\n  " + b"[" * 2000 + b"]" * 2000, "too-deep", 2),
        (b"a: 1\nb: [1, 2\nc: 3\n", "syntax", 3),
        (b"a: 1\n---\nb: 2\n", "syntax", 2),
        (b"a: \x00\n", "syntax", 0),
        (b"a: 1\nb: \xff\n", "encoding", 2),
        (b"", "empty", 1),
        (b"# bara en kommentar\n", "empty", 1),
        (b"- a\n- b\n", "wrong-type", 1),
        (b"text", "wrong-type", 1),
    ],
)
def test_refused(raw: bytes, code: str, line: int) -> None:
    found = check_organisation(raw, "fil.yaml")
    assert [(problem.code, problem.line, problem.file) for problem in found] == [
        (code, line, "fil.yaml")
    ]
    with pytest.raises(OrganisationError):
        Organisation.parse(raw)


def test_too_large() -> None:
    found = check_organisation(EXAMPLE.encode(), max_bytes=100)
    assert [problem.code for problem in found] == ["too-large"]
    assert "högst 100" in found[0].sv


def test_a_merge_key_is_an_unknown_key() -> None:
    found = check_organisation(spoilt("    notice_days: 7", "    <<: {notice_days: 7}"))
    assert [problem.code for problem in found] == ["unknown-key"]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    raw = b"\xef\xbb\xbf" + EXAMPLE.replace("\n", "\r\n").encode()
    assert check_organisation(raw) == []
