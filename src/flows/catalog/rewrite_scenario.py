"""Change a scenario where it stands in its file; what isn't changed is left as it was written."""

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from flows.catalog.scenario_file import MAX_BYTES, MAX_DEPTH, Scenario, read_scenario
from flows.catalog.write_scenario import scenario_tree, write_block, write_flow, write_scenario
from flows.kernel.hostile_yaml import YamlRefused, parse_hostile_yaml

_Edit = tuple[int, int, str]


class _Anew(Exception):
    """The file is written in a way that can't be changed in place."""


def rewrite_scenario(raw: bytes, wanted: Scenario) -> bytes:
    """The file that says what `wanted` does; its name in the package doesn't matter.

    Comments, order and style of `raw` are kept, but for the steps and values that change. Written
    anew, as `write_scenario` does, where the file's own style stands in the way. Raises ValueError
    for values that a file can't hold.
    """
    anew = write_scenario(wanted)
    old, _ = read_scenario(raw, wanted.file)
    said, _ = read_scenario(anew, wanted.file)
    if old is None or said is None:
        return anew
    try:
        text = raw.decode("utf-8-sig")
        edits = list(_Rewriting(text).edits(scenario_tree(old), scenario_tree(said)))
    except (_Anew, YamlRefused, UnicodeDecodeError):
        return anew
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    changed = text.encode()
    return changed if read_scenario(changed, wanted.file)[0] == said else anew


def aligned_steps(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[tuple[str, int, int, int, int]]:
    """What was done to the steps of a scenario, as `SequenceMatcher.get_opcodes` tells it."""
    first, second = ([json.dumps(one, sort_keys=True) for one in each] for each in (before, after))
    return list(SequenceMatcher(None, first, second, autojunk=False).get_opcodes())


class _Rewriting:
    def __init__(self, text: str) -> None:
        self.text = text
        tree = parse_hostile_yaml(text.encode(), max_bytes=MAX_BYTES, max_depth=MAX_DEPTH)
        if not isinstance(tree, MappingNode) or tree.flow_style:
            raise _Anew
        self.tree = tree
        self.lines = [0]
        for line in text.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))

    def edits(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[_Edit]:
        for key in dict.fromkeys([*before, *after]):
            if before.get(key) == after.get(key):
                continue
            node = _value(self.tree, key)
            if key == "operations" and node is None:
                yield self._more_before("steps", {key: after[key]})
            elif node is None or key not in before or key not in after:
                raise _Anew
            elif key == "steps":
                yield from self._steps(node, before[key], after[key])
            else:
                yield from self._values(node, before[key], after[key])

    def _values(self, node: Node, before: Any, after: Any) -> Iterator[_Edit]:
        """The smallest values that differ; new names come last."""
        both = isinstance(before, Mapping) and isinstance(after, Mapping)
        if both and isinstance(node, MappingNode) and set(before) <= set(after):
            for key, value in after.items():
                if key in before and before[key] != value:
                    yield from self._values(_known(node, key), before[key], value)
            more = {key: value for key, value in after.items() if key not in before}
            if more and not node.flow_style and node.value:
                first = node.value[0][0].start_mark
                yield self._after(node, write_block(more), first.column)
                return
            if not more:
                return
        whole = isinstance(node, ScalarNode) and node.style in (None, "'", '"')
        if not whole and not getattr(node, "flow_style", False):
            raise _Anew
        yield node.start_mark.index, node.end_mark.index, write_flow(after)

    def _steps(self, node: Node, before: Any, after: Any) -> Iterator[_Edit]:
        if not isinstance(node, SequenceNode) or node.flow_style or not node.value:
            raise _Anew
        columns = {self._dash(item) for item in node.value}
        if len(columns) != 1:
            raise _Anew
        (column,) = columns
        for what, i1, i2, j1, j2 in aligned_steps(before, after):
            if what == "equal":
                continue
            new = write_block(after[j1:j2]) if j2 > j1 else ""
            if what == "insert" and i1 == len(node.value):
                yield self._after(node, new, column)
                continue
            for item in node.value[i1:i2]:
                start, end = self.lines[item.start_mark.line], self._end(item)
                yield start, end, ""
            if new:
                beside = node.value[i1]
                line = self._first_line(beside) if what == "insert" else beside.start_mark.line
                yield self.lines[line], self.lines[line], self._shifted(new, column)

    def _dash(self, item: Node) -> int:
        """The column of a step's dash, which stands on the step's own line."""
        start = self.lines[item.start_mark.line]
        lead = self.text[start : item.start_mark.index]
        if lead.strip() != "-":
            raise _Anew
        return lead.index("-")

    def _first_line(self, item: Node) -> int:
        """The line where what is said of a step begins: the comments above it belong to it."""
        line = int(item.start_mark.line)
        while line > 0 and self._line(line - 1).lstrip().startswith("#"):
            line -= 1
        return line

    def _line(self, number: int) -> str:
        return self.text[self.lines[number] : self.lines[number + 1]]

    def _end(self, node: Node) -> int:
        """Where the line after the last of a node begins; comments below it don't belong to it."""
        last = node
        while isinstance(last, MappingNode | SequenceNode) and not last.flow_style and last.value:
            inner = last.value[-1]
            last = inner[1] if isinstance(inner, tuple) else inner
        block = isinstance(last, ScalarNode) and last.style in ("|", ">")
        mark = last.end_mark
        line = mark.line - 1 if block and mark.column == 0 else mark.line
        return self.lines[min(line + 1, len(self.lines) - 1)]

    def _after(self, node: Node, new: str, column: int) -> _Edit:
        at = self._end(node)
        lead = "" if at == 0 or self.text[at - 1] == "\n" else "\n"
        return at, at, lead + self._shifted(new, column)

    def _more_before(self, key: str, more: Mapping[str, Any]) -> _Edit:
        for name, _node in self.tree.value:
            if name.value == key:
                at = self.lines[name.start_mark.line]
                return at, at, self._shifted(write_block(more), 0)
        raise _Anew

    def _shifted(self, new: str, column: int) -> str:
        end = "\r\n" if "\r\n" in self.text else "\n"
        return "".join(f"{' ' * column}{line}{end}" for line in new.splitlines())


def _value(node: MappingNode, key: str) -> Node | None:
    return next((value for name, value in node.value if name.value == key), None)


def _known(node: MappingNode, key: str) -> Node:
    found = _value(node, key)
    if found is None:
        raise _Anew
    return found
