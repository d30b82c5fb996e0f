"""HTML that an author wrote, made anew of the few elements that a form's text may have.

Nothing of the source is passed on as it stands: elements are written by their known names, texts
are escaped, and what isn't known leaves its text alone behind.
"""

import re
from html import unescape
from typing import Final

from markupsafe import escape

_KEPT_NAMES: Final = (
    "a b blockquote br code dd div dl dt em h2 h3 h4 h5 h6 hr i li ol p pre s small span strong"
    " sub sup table tbody td th thead tr u ul"
)
_SILENT_NAMES: Final = (
    "applet audio canvas embed frameset head iframe math noembed noframes noscript object script"
    " select style svg template textarea title video xmp"
)
"""Elements whose content isn't text to read."""
_KEPT: Final = frozenset(_KEPT_NAMES.split())
_SILENT: Final = frozenset(_SILENT_NAMES.split())
_EMPTY: Final = frozenset({"br", "hr"})
_DEEPEST: Final = 100
"""An end tag is looked for among so many open elements."""
_TAG: Final = re.compile(
    r"""<(/?)([A-Za-z][A-Za-z0-9]*)((?:[^<>"']|"[^"<>]*"|'[^'<>]*')*+)>""",
)
_ATTRIBUTE: Final = re.compile(r"""(?<![\w:.-])([A-Za-z]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)')""")
_LINK: Final = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>\"'\\\x00-\x20]+", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def safe_html(source: str) -> str:
    """The same as well-formed HTML of known elements; h1 becomes h2, since the page has the h1."""
    writer = _Writer()
    source, at = _without_comments(source), 0
    for found in _TAG.finditer(source):
        writer.text(source[at : found.start()])
        closes, name, attributes = found.groups()
        tag = "h2" if name.lower() == "h1" else name.lower()
        if closes:
            writer.close(tag)
        else:
            writer.open(tag, attributes)
        at = found.end()
    writer.text(source[at:])
    return writer.finished()


def _without_comments(source: str) -> str:
    kept = []
    at = 0
    while (begins := source.find("<!--", at)) >= 0:
        kept.append(source[at:begins])
        ends = source.find("-->", begins)
        at = ends + 3 if ends >= 0 else len(source)
    return "".join([*kept, source[at:]])


class _Writer:
    """Writes elements and texts, and sees that every element is closed."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._open: list[str] = []
        self._silent: list[str] = []

    def text(self, source: str) -> None:
        if not self._silent:
            self._written.append(str(escape(unescape(source))))

    def open(self, tag: str, attributes: str) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _KEPT and not self._silent:
            self._written.append(f"<{tag}{_kept_attributes(tag, attributes)}>")
            if tag not in _EMPTY:
                self._open.append(tag)

    def close(self, tag: str) -> None:
        stack = self._silent or self._open
        if tag not in stack[-_DEEPEST:]:
            return
        while (closed := stack.pop()) != tag:
            self._end(closed)
        self._end(tag)

    def _end(self, tag: str) -> None:
        if tag in _KEPT:
            self._written.append(f"</{tag}>")

    def finished(self) -> str:
        """All that was written, with what is still open closed."""
        return "".join([*self._written, *(f"</{tag}>" for tag in reversed(self._open))])


def _kept_attributes(tag: str, attributes: str) -> str:
    kept: dict[str, str] = {}
    for name, double, single in _ATTRIBUTE.findall(attributes):
        text = unescape(double or single).strip()
        if (name.lower() == "lang" and _LANGUAGE.fullmatch(text)) or (
            tag == "a" and name.lower() == "href" and _LINK.fullmatch(text)
        ):
            kept.setdefault(name.lower(), text)
    return "".join(f' {name}="{escape(text)}"' for name, text in kept.items())
