"""What could harm is refused before it is read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
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
        (b"a: \x00\n", "syntax", 1),
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


def test_a_short_list_may_not_unfold_far() -> None:
    party = EXAMPLE[EXAMPLE.index("  - id: bergby") : EXAMPLE.index("roles:")]
    parties = "".join(party.replace("bergby", f"by{number}") for number in range(200))
    group = EXAMPLE[EXAMPLE.index("  - for_each_party: kommun") : EXAMPLE.index("people:")]
    groups = "".join(group.replace("lokal-", f"grupp{number}-") for number in range(30))
    text = EXAMPLE.replace("roles:", parties + "roles:", 1).replace(
        "people:", groups + "people:", 1
    )
    found = check_organisation(text.encode())
    assert "forums blir fler än 5000." in {problem.sv for problem in found}


def test_no_one_gets_more_faults_than_can_be_read() -> None:
    text = EXAMPLE + "".join(f"okand{number}: 1\n" for number in range(600))
    found = check_organisation(text.encode())
    assert len(found) == 501
    assert found[-1].code == "too-many-faults"


LINES = EXAMPLE.split("\n")
SCRAPS = st.sampled_from(["null", "[]", "{}", "[{}]", "[[a]]", "{a: b}", "-1", "2020-01-01", "{x}"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), SCRAPS), min_size=1, max_size=3))
def test_whatever_stands_in_a_file_the_answer_is_a_list_of_faults(
    changes: list[tuple[int, str]],
) -> None:
    lines = list(LINES)
    for number, scrap in changes:
        lines[number] = f"{lines[number].partition(':')[0]}: {scrap}"
    for problem in check_organisation("\n".join(lines).encode(), "fil.yaml"):
        assert problem.file == "fil.yaml"
        assert problem.line > 0
        assert problem.sv
        assert problem.en
