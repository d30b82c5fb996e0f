"""What somebody wrote in the margins of a file stays there when the drawing page has saved it."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.diagrams.every_diagram import CONTENT
from tests.diagrams.random_diagrams import random_diagram
from tests.diagrams.random_edits import random_edit

from flows.diagrams import DiagramFile, EditRefused, StepUnknown, edit_outline, edits
from flows.diagrams.kept_comments import keep_comments

_TEXTS = (" en not ", " en not ", "Å & <b>", "", "]]>", "?>", ' x="1" ')


_ORDERS = ("", " ", "a", 'order="1"', "Å & <b>")


def remark(random: Random) -> etree._Element:
    """A comment, or a processing instruction."""
    if random.random() < 0.4:
        return etree.ProcessingInstruction(
            random.choice(["tool", "xml-model"]), random.choice(_ORDERS)
        )
    return etree.Comment(random.choice(_TEXTS))


def commented(random: Random, raw: bytes) -> bytes:
    """The file with comments and instructions anywhere in it, and around it."""
    root = etree.fromstring(raw)
    elements = list(root.iter(etree.Element))
    for _ in range(random.randint(0, 12)):
        parent = random.choice(elements)
        parent.insert(random.randint(0, len(parent)), remark(random))
    for _ in range(random.randint(0, 2)):
        root.addprevious(remark(random))
    for _ in range(random.randint(0, 2)):
        root.addnext(remark(random))
    return etree.tostring(root.getroottree(), encoding="UTF-8")


def bare(raw: bytes) -> bytes:
    """The file as a program writes it that knows no comments."""
    parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    return etree.tostring(etree.fromstring(raw, parser).getroottree(), encoding="UTF-8")


def told(raw: bytes) -> Counter[tuple[str, str]]:
    """Every comment by the id of the element that it stands in, for those that have one."""
    root = etree.fromstring(raw)
    return Counter(
        (str(one.getparent().get("id")), str(one))  # type: ignore[union-attr]
        for one in root.iter(etree.Comment, etree.ProcessingInstruction)
        if one.getparent() is not None and one.getparent().get("id")  # type: ignore[union-attr]
    )


def canonical(raw: bytes) -> bytes:
    """What a file says, without the space between elements."""
    parser = etree.XMLParser(remove_blank_text=True)
    root = etree.fromstring(raw, parser)
    return etree.tostring(root.getroottree(), method="c14n2", with_comments=True)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 1_000_000), st.integers(1, 8))
def test_a_file_that_is_only_saved_again_is_as_it_was(seed: int, size: int) -> None:
    random = Random(seed)
    before = commented(random, random_diagram(random, size, lanes=random.randint(0, 2)))
    assert canonical(keep_comments(before, bare(before))) == canonical(before)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 1_000_000), st.integers(1, 8))
def test_comments_follow_their_elements_through_any_change(seed: int, size: int) -> None:
    random = Random(seed)
    before = commented(random, random_diagram(random, size, lanes=random.randint(0, 2)))
    after = bare(before)
    for _ in range(3):
        try:
            after = edit_outline(after, "p", random_edit(random, after)).content
        except (EditRefused, StepUnknown):
            continue
    kept = keep_comments(before, after)
    assert canonical(bare(kept)) == canonical(after)
    there = {str(one.get("id")) for one in etree.fromstring(after).iter(etree.Element)}
    assert told(kept) == Counter(
        {where: number for where, number in told(before).items() if where[0] in there}
    )
    assert keep_comments(before, kept) == kept
    assert keep_comments(kept, kept) == kept


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.stem)
def test_our_own_files_keep_theirs(path: object) -> None:
    raw = commented(Random(5), path.read_bytes())  # type: ignore[attr-defined]
    assert canonical(keep_comments(raw, bare(raw))) == canonical(raw)


HEAD = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
PLAIN = HEAD + b'<process id="p"><task id="a"/><task id="b"/></process></definitions>'


@pytest.mark.parametrize(
    "before",
    [
        b"",
        b"<!-- -->",
        b"<a><!-- x --></a>",
        b"\xff\xfe<!-- -->",
        b'<!DOCTYPE d [<!ENTITY a "<!-- x -->">]>' + PLAIN.replace(b"<task", b"&a;<task"),
        HEAD + b"<!-- x -->" + b"<a>" * 100 + b"</a>" * 100 + b"</definitions>",
        HEAD + b'<process id="q"><!-- gone with its process --></process></definitions>',
    ],
    ids=lambda one: one[:30].decode(errors="replace"),
)
def test_what_can_not_be_read_or_has_no_place_changes_nothing(before: bytes) -> None:
    assert keep_comments(before, PLAIN) == PLAIN


@pytest.mark.parametrize("after", [b"", b"<a", b"<a/>", b'<!DOCTYPE d [<!ENTITY x "y">]><d/>'])
def test_what_is_no_diagram_is_left_to_whoever_refuses_it(after: bytes) -> None:
    assert keep_comments(PLAIN.replace(b"<task", b"<!-- x --><task"), after) == after


def test_a_comment_whose_neighbour_is_gone_stands_before_the_next_one_or_last() -> None:
    before = PLAIN.replace(b'<task id="a"/>', b'<!-- 1 --><task id="a"/><!-- 2 -->')
    without_a = PLAIN.replace(b'<task id="a"/>', b"")
    assert b'<!-- 1 --><!-- 2 --><task id="b"/>' in keep_comments(before, without_a)
    without_both = without_a.replace(b'<task id="b"/>', b'<task id="c"/>')
    assert b'<task id="c"/><!-- 1 --><!-- 2 -->' in keep_comments(before, without_both)


def test_many_comments_are_put_back_in_a_moment() -> None:
    tasks = b"".join(b'<task id="t%d"/>' % number for number in range(4_000))
    before = PLAIN.replace(b'<task id="a"/>', b"<!-- x -->" * 20_000 + tasks)
    kept = keep_comments(before, PLAIN.replace(b'<task id="b"/>', b""))
    assert kept.count(b"<!--") == 20_000


SHEET = b'<?xml-stylesheet type="text/xsl" href="https://other.example/x.xsl"?>'


def test_a_style_sheet_is_no_remark_and_goes() -> None:
    before = (
        b'<?xml version="1.0"?>\n<?tool a?>' + SHEET + PLAIN.replace(b"<task", SHEET + b"<task")
    )
    kept = keep_comments(before, PLAIN)
    assert b"<?tool a?>" in kept
    assert b"stylesheet" not in kept
    # Neither does the outline write one that came with a file from elsewhere.
    written = DiagramFile(before + SHEET + b"\n").written()
    assert b"<?tool a?>" in written
    assert b"stylesheet" not in written
    assert canonical(written) == canonical(b"<?tool a?>" + PLAIN)


def test_an_instruction_follows_through_the_outline() -> None:
    before = PLAIN.replace(b"<task", b"<?tool do it?>text<!-- x --><task", 1)
    before = before.replace(b"<process", b"<?page 2?><process")
    after = edit_outline(before, "p", edits.SetTexts("a", "Namn")).content
    assert b"<?tool do it?>text<!-- x --><task" in after
    assert b"<?page 2?><process" in after
