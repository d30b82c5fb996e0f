"""Read a YAML file from outside into nodes that remember their line, and refuse what could harm.

Only plain data passes: no tags, no anchors or aliases (a few lines of them can unfold to
gigabytes), one document, a bounded size and depth, UTF-8.
"""

from typing import Any

import yaml
from yaml.events import AliasEvent, Event
from yaml.nodes import Node

from flows.kernel import Invalid, Problem

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 12

_PLAIN_TAGS = {
    f"tag:yaml.org,2002:{name}"
    for name in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge", "value")
}


class OrganisationError(Invalid):
    """An organisation file can't be used; `problems` says where and why."""

    code = "organisation"
    sv = "Organisationsfilen går inte att använda."
    en = "The organisation file can't be used."


class _RefusedError(Exception):
    """Carries the problem out of the YAML composer."""

    def __init__(self, code: str, sv: str, en: str, line: int) -> None:
        super().__init__(en)
        self.code, self.sv, self.en, self.line = code, sv, en, line


class _BoundedLoader(yaml.SafeLoader):
    """The safe loader, with aliases, tags and deep nesting refused while the nodes are made."""

    depth = 0

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        event: Event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _RefusedError(
                "alias",
                "Ankare och alias (& och *) är inte tillåtna. Skriv ut värdet.",
                "Anchors and aliases (& and *) are not allowed. Write the value out.",
                line,
            )
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _RefusedError(
                "too-deep",
                f"Filen är nästlad djupare än {MAX_DEPTH} nivåer.",
                f"The file is nested deeper than {MAX_DEPTH} levels.",
                line,
            )
        node = super().compose_node(parent, index)
        self.depth -= 1
        if node is not None and node.tag not in _PLAIN_TAGS:
            raise _RefusedError(
                "tag",
                f"Taggen {node.tag} är inte tillåten.",
                f"The tag {node.tag} is not allowed.",
                line,
            )
        return node


def marked_root(raw: bytes, file: str, max_bytes: int = MAX_BYTES) -> Node:
    """The root node of the one document in `raw`; lines count from 0 in its marks.

    Raises OrganisationError with a single problem.
    """
    if len(raw) > max_bytes:
        raise _error(
            file,
            "too-large",
            f"Filen är {len(raw)} byte; högst {max_bytes} är tillåtet.",
            f"The file is {len(raw)} bytes; at most {max_bytes} are allowed.",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _error(
            file, "encoding", "Filen är inte i UTF-8.", "The file is not in UTF-8.", line
        ) from None
    try:
        loader = _BoundedLoader(text)
        root = loader.get_single_node()
    except _RefusedError as refused:
        raise _error(file, refused.code, refused.sv, refused.en, refused.line) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        cause = error.problem or error.context or "?"
        raise _error(
            file,
            "syntax",
            f"Raden går inte att läsa som YAML ({cause}).",
            f"The line can't be read as YAML ({cause}).",
            mark.line + 1 if mark else 0,
        ) from None
    except yaml.YAMLError as error:
        raise _error(
            file,
            "syntax",
            f"Filen går inte att läsa som YAML ({error}).",
            f"The file can't be read as YAML ({error}).",
        ) from None
    if root is None:
        raise _error(file, "empty", "Filen är tom.", "The file is empty.", 1)
    return root


def _error(file: str, code: str, sv: str, en: str, line: int = 0) -> OrganisationError:
    return OrganisationError(problems=[Problem(code, sv, en, file=file, line=line)])
