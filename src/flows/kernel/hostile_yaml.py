"""YAML that anyone may have written: one document of plain data, of a bounded size and depth.

No tags, no anchors or aliases (a few lines of them can unfold to gigabytes), UTF-8 only.
"""

from typing import Any

import yaml
from yaml.events import AliasEvent, Event
from yaml.nodes import Node

from flows.kernel.broken_files import yaml_fault

_PLAIN_TAGS = {
    f"tag:yaml.org,2002:{name}"
    for name in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge", "value")
}


class YamlRefused(Exception):
    """The file can't be used; `code`, `sv` and `en` say why, `line` where (0: all of it)."""

    def __init__(self, code: str, sv: str, en: str, line: int = 0) -> None:
        super().__init__(en)
        self.code, self.sv, self.en, self.line = code, sv, en, line


class _BoundedLoader(yaml.SafeLoader):
    """The safe loader, with aliases, tags and deep nesting refused while the nodes are made."""

    depth = 0
    most = 0

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        event: Event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
            raise YamlRefused(
                "alias",
                "Ankare och alias (& och *) är inte tillåtna. Skriv ut värdet.",
                "Anchors and aliases (& and *) are not allowed. Write the value out.",
                line,
            )
        self.depth += 1
        if self.depth > self.most:
            raise YamlRefused(
                "too-deep",
                f"Filen är nästlad djupare än {self.most} nivåer.",
                f"The file is nested deeper than {self.most} levels.",
                line,
            )
        node = super().compose_node(parent, index)
        self.depth -= 1
        if node is not None and node.tag not in _PLAIN_TAGS:
            raise YamlRefused(
                "tag",
                f"Taggen {node.tag} är inte tillåten.",
                f"The tag {node.tag} is not allowed.",
                line,
            )
        return node


def parse_hostile_yaml(raw: bytes, *, max_bytes: int, max_depth: int) -> Node:
    """The root node of the one document in `raw`; lines count from 0 in its marks.

    Raises YamlRefused.
    """
    if len(raw) > max_bytes:
        raise YamlRefused(
            "too-large",
            f"Filen är {len(raw)} byte; högst {max_bytes} är tillåtet.",
            f"The file is {len(raw)} bytes; at most {max_bytes} are allowed.",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise YamlRefused(
            "encoding", "Filen är inte i UTF-8.", "The file is not in UTF-8.", line
        ) from None
    try:
        loader = _BoundedLoader(text)
        loader.most = max_depth
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        fault = yaml_fault(error, text)
        raise YamlRefused("syntax", fault.sv, fault.en, fault.line) from None
    except RecursionError:
        raise YamlRefused(
            "too-deep",
            f"Filen är nästlad djupare än {max_depth} nivåer.",
            f"The file is nested deeper than {max_depth} levels.",
        ) from None
    if root is None:
        raise YamlRefused("empty", "Filen är tom.", "The file is empty.", 1)
    return root
