"""Pieces of SVG: elements with escaped attributes, never with a style attribute or a script."""

import re

from markupsafe import escape

INK, PAPER = "#22242a", "#ffffff"
"""The colours of lines and of what they enclose, where a page's style sheet says nothing else."""

# What XML 1.0 can't hold.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def number(value: float) -> str:
    """A coordinate with at most two decimals."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def tag(name: str, content: str = "", /, **attributes: str | float | None) -> str:
    """One element; `content` is SVG already. A final _ is dropped and _ becomes - in names."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text_of(content: str) -> str:
    """Text as it may stand inside an element."""
    return str(escape(_UNWRITABLE.sub("", content)))


def _value(value: str | float) -> str:
    return text_of(value) if isinstance(value, str) else number(value)
