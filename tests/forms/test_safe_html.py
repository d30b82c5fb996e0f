"""The html component: known elements are written anew, all else leaves its text or nothing."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.forms.build import NOW, form

from flows.forms.safe_html import safe_html
from flows.forms.template import parse_html

KNOWN = re.compile(r'</?[a-z0-9]+(?: lang="[\w-]+"| href="(?:https?://|mailto:|tel:)[^"]*")*>')
HOSTILE = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '<img src=x onerror="alert(1)">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" JaVaScRiPt:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="https://example.org/\'onclick=alert(1)">x</a>',
    '<a href="https://example.org/&quot; onclick=&quot;alert(1)">x</a>',
    '<p onclick="alert(1)" style="background:url(x)" class="x" id="y">x</p>',
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?php echo 1 ?><iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<form action=/x><input name=a><button>x</button></form>",
    "<textarea><script>alert(1)</script>",
    "<title><p title='</title><script>alert(1)</script>'>",
    "<base href=//example.org><link rel=stylesheet href=//example.org><meta http-equiv=refresh>",
    "</div></fieldset></form><script>alert(1)</script>",
    "<p <script>alert(1)</script>",
    "<plaintext><b>x",
    '<a data-href="https://example.org/">x</a>',
]


def unknown_markup(html: str) -> str:
    """What is left of the tags when those that may be there are taken away."""
    return "".join(re.findall(r"<[^>]*>?", KNOWN.sub("", html)))


class Balance(HTMLParser):
    """Counts the elements that are open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_hostile_is_let_through(source: str) -> None:
    html = safe_html(source)
    assert not unknown_markup(html)
    assert "onerror" not in html or "&" in html
    assert "script:" not in html.lower()


@given(st.lists(st.sampled_from([*HOSTILE, "<p>", "</p>", "<ul><li>", "<b", "'", '"', ">", "å"])))
def test_what_comes_out_is_well_formed_and_known(parts: list[str]) -> None:
    html = safe_html("".join(parts))
    assert not unknown_markup(html)
    balance = Balance()
    balance.feed(html)
    balance.close()
    assert not balance.open
    assert safe_html(html) == html


@pytest.mark.parametrize(
    "part", ["<", "<!--", "<a ", "<p>", "</p>", "<a href='", "&", '<a x="x', "x"]
)
def test_hostile_length_takes_no_time(part: str) -> None:
    source = part * (20_000 // len(part))
    started = time.thread_time()
    for text in (source, f"<a {source}>", f"<p>{source}</p>"):
        assert not unknown_markup(safe_html(text))
    assert time.thread_time() - started < 0.5


def test_what_may_be_there_is_kept() -> None:
    source = (
        '<h1>Ett</h1><p lang="en">Fet <b>stil</b><br>&amp; <a href="https://example.org/?a=1&amp;'
        'b=2">länk</a></p><ul><li>a<li>b</ul><table><tr><th>x</th><td>1 &lt; 2</td></tr></table>'
    )
    assert safe_html(source) == (
        '<h2>Ett</h2><p lang="en">Fet <b>stil</b><br>&amp; <a href="https://example.org/?a=1&amp;'
        'b=2">länk</a></p><ul><li>a<li>b</li></li></ul>'
        "<table><tr><th>x</th><td>1 &lt; 2</td></tr></table>"
    )


def test_values_are_put_in_as_text() -> None:
    template = parse_html("<p>Hej {{namn}}</p><script>{{namn}}</script>")
    assert template.reads == {"namn"}
    assert template.html({"namn": "<b>&"}, "sv") == "<p>Hej &lt;b&gt;&amp;</p>"
    assert parse_html("=namn").html({"namn": "<b>"}, "sv") == "&lt;b&gt;"


def test_a_form_shows_it_in_the_page_s_language() -> None:
    built = form(
        {
            "type": "html",
            "id": "h",
            "content": "<p>Läs detta</p>",
            "properties": {"content_en": "<p>Read this</p>"},
        }
    )
    (swedish,), (english,) = (built.view({}, lang=one, now=NOW) for one in ("sv", "en"))
    assert (swedish.html, english.html) == ("<p>Läs detta</p>", "<p>Read this</p>")
