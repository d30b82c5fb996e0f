"""Read one mapping of a file key by key, and note every fault with its line and path.

A reader that meets a fault notes it and returns a neutral value, so that one pass finds all
faults; whoever reads must look at the notes before using the values.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from flows.organisation.notes import Notes

T = TypeVar("T")

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_WHOLE = re.compile(r"-?[0-9]{1,9}")


class Section:
    """One mapping node. Ask for each key that may be there, then `close` to refuse the rest."""

    def __init__(
        self, node: Node, path: str, notes: Notes, words: Mapping[str, str] | None = None
    ) -> None:
        self.node, self.path, self.notes = node, path, notes
        self.words = words
        self.name = ""
        self._asked: set[str] = set()
        self._values: dict[str, Node] = {}
        self._key_lines: dict[str, int] = {}
        if isinstance(node, MappingNode):
            self._take_keys(node)
        else:
            self._fault(
                "wrong-type",
                "Här ska det stå namngivna värden (nyckel: värde).",
                "Named values (key: value) are expected here.",
            )

    def _take_keys(self, node: MappingNode) -> None:
        for key_node, value in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else "?"
            self._key_lines.setdefault(key, key_node.start_mark.line + 1)
            if key in self._values:
                self.notes.add(
                    "duplicate-key",
                    f"Nyckeln {key} står två gånger.",
                    f"The key {key} is given twice.",
                    key_node.start_mark.line + 1,
                    self.path_of(key),
                    self.name,
                )
            self._values[key] = value

    # -- places

    def path_of(self, key: str) -> str:
        """The path of a key, as in `forums[3].parties`."""
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def line_of(self, key: str = "") -> int:
        """The line of a key, or of the mapping itself."""
        return self._key_lines.get(key, self.node.start_mark.line + 1)

    def fault(self, key: str, code: str, sv: str, en: str, severity: str = "error") -> None:
        """Note a fault at a key of this mapping ("" for the mapping itself)."""
        self.notes.add(code, sv, en, self.line_of(key), self.path_of(key), self.name, severity)

    def _fault(self, code: str, sv: str, en: str) -> None:
        self.fault("", code, sv, en)

    def has(self, key: str) -> bool:
        """Whether the key is there, even if its value is null."""
        return key in self._values

    def is_mapping(self, key: str) -> bool:
        """Whether the key holds named values rather than a list or a single value."""
        return isinstance(self._values.get(key), MappingNode)

    # -- values

    def _node(self, key: str, required: bool) -> Node | None:
        self._asked.add(key)
        node = self._values.get(key)
        if node is None and required and isinstance(self.node, MappingNode):
            self.fault("", "missing-key", f"Nyckeln {key} saknas.", f"The key {key} is missing.")
        if isinstance(node, ScalarNode) and node.tag.endswith(":null"):
            if required:
                self._wrong(key, "ett värde", "a value")
            return None
        return node

    def _wrong(self, key: str, sv: str, en: str) -> None:
        self.fault(key, "wrong-type", f"{key} ska vara {sv}.", f"{key} must be {en}.")

    def optional_text(self, key: str) -> str | None:
        """A line of text, or None when the key is absent or null."""
        node = self._node(key, required=False)
        return None if node is None else self._text(key, node)

    def text(self, key: str) -> str:
        """A line of text that must be there."""
        node = self._node(key, required=True)
        return "" if node is None else self._text(key, node)

    def _text(self, key: str, node: Node) -> str:
        if not isinstance(node, ScalarNode) or not node.tag.endswith(":str"):
            self._wrong(
                key,
                "text (sätt citattecken om det ser ut som ett tal eller ja/nej)",
                "text (quote it if it looks like a number or yes/no)",
            )
            return ""
        value = node.value.strip()
        if not value:
            self._wrong(key, "text som inte är tom", "text that is not empty")
        return self._filled(key, value)

    def _filled(self, key: str, value: str) -> str:
        def fill(match: re.Match[str]) -> str:
            word = match.group(1)
            if self.words is None or word not in self.words:
                known = ", ".join(f"{{{known}}}" for known in self.words or {})
                self.fault(
                    key,
                    "unknown-placeholder",
                    f"{{{word}}} går inte att fylla i här"
                    + (f"; det som finns är {known}." if known else " (bara med for_each_party)."),
                    f"{{{word}}} can't be filled in here"
                    + (f"; there are {known}." if known else " (only with for_each_party)."),
                )
                return ""
            return self.words[word]

        return _PLACEHOLDER.sub(fill, value)

    def identifier(self, key: str) -> str:
        """An id: lower-case ASCII letters, digits and hyphens."""
        value = self.text(key)
        if value and not _ID.fullmatch(value):
            self.fault(
                key,
                "bad-id",
                f"{value} är inget giltigt id: använd a till z, 0 till 9 och bindestreck.",
                f"{value} is not a valid id: use a-z, 0-9 and hyphens.",
            )
        return value

    def choice(self, key: str, choices: Sequence[str]) -> str:
        """One of the given words; must be there."""
        return self._one_of(key, self.text(key), choices)

    def optional_choice(self, key: str, choices: Sequence[str]) -> str | None:
        """One of the given words, or None when absent."""
        value = self.optional_text(key)
        return None if value is None else self._one_of(key, value, choices)

    def _one_of(self, key: str, value: str, choices: Sequence[str]) -> str:
        if value and value not in choices:
            allowed = ", ".join(choices)
            self.fault(
                key,
                "bad-choice",
                f"{key} kan inte vara {value}. Välj bland: {allowed}.",
                f"{key} can't be {value}. Choose among: {allowed}.",
            )
        return value

    def optional_whole(self, key: str, low: int = 0, high: int = 3660) -> int | None:
        """A whole number in the range, or None when absent or null."""
        node = self._node(key, required=False)
        if node is None:
            return None
        if not isinstance(node, ScalarNode) or not (
            node.tag.endswith(":int") and _WHOLE.fullmatch(node.value)
        ):
            self._wrong(key, "ett heltal", "a whole number")
            return None
        number = int(node.value)
        if not low <= number <= high:
            self._wrong(key, f"mellan {low} och {high}", f"between {low} and {high}")
        return number

    def truth(self, key: str, default: bool | None = None) -> bool:
        """Truth, written true or false; must be there when no default is given."""
        node = self._node(key, required=default is None)
        if node is None:
            return bool(default)
        if isinstance(node, ScalarNode) and node.value in {"true", "false"}:
            return bool(node.value == "true")
        self._wrong(key, "true eller false", "true or false")
        return False

    def day(self, key: str) -> date:
        """A date that must be there, as 2027-01-31."""
        return self._day(key, required=True) or date.min

    def optional_day(self, key: str) -> date | None:
        """A date, or None when absent or null."""
        return self._day(key, required=False)

    def _day(self, key: str, required: bool) -> date | None:
        node = self._node(key, required)
        if node is None:
            return None
        if isinstance(node, ScalarNode) and len(node.value) == 10:
            try:
                return date.fromisoformat(node.value)
            except ValueError:
                pass
        given = node.value if isinstance(node, ScalarNode) else "?"
        self.fault(
            key,
            "bad-date",
            f"{given} är inget datum. Skriv som 2027-01-31.",
            f"{given} is not a date. Write it as 2027-01-31.",
        )
        return None

    def texts(self, key: str, required: bool = False) -> tuple[str, ...]:
        """A list of texts without repetitions; one lone text counts as a list of one."""
        node = self._node(key, required)
        if node is None:
            return ()
        nodes = node.value if isinstance(node, SequenceNode) else [node]
        values = [self._text(key, each) for each in nodes]
        counts = Counter(values)
        for value in (value for value, count in counts.items() if value and count > 1):
            self.fault(
                key,
                "duplicate-value",
                f"{value} står två gånger i {key}.",
                f"{value} is given twice in {key}.",
            )
        return tuple(counts)

    def choices(self, key: str, choices: Sequence[str], required: bool = False) -> tuple[str, ...]:
        """A list of the given words."""
        return tuple(self._one_of(key, value, choices) for value in self.texts(key, required))

    def section(self, key: str) -> "Section | None":
        """A mapping inside this one, or None when absent."""
        node = self._node(key, required=False)
        return None if node is None else self._inner(node, self.path_of(key))

    def sections(self, key: str, required: bool = False) -> list["Section"]:
        """A list of mappings."""
        node = self._node(key, required)
        if node is None:
            return []
        if not isinstance(node, SequenceNode):
            self._wrong(key, "en lista", "a list")
            return []
        return [
            self._inner(each, f"{self.path_of(key)}[{index}]")
            for index, each in enumerate(node.value)
        ]

    def _inner(self, node: Node, path: str) -> "Section":
        section = Section(node, path, self.notes, self.words)
        section.name = self.name
        return section

    def with_words(self, words: Mapping[str, str]) -> "Section":
        """The same mapping read again, with these words for its {placeholders}."""
        return Section(self.node, self.path, self.notes, words)

    def each_key(self, read: Callable[["Section", str], T]) -> dict[str, T]:
        """Every key of this mapping, read by `read(section, key)`; for keys that are free."""
        return {key: read(self, key) for key in self._values}

    def close(self) -> None:
        """Refuse the keys that no one asked for."""
        for key in self._values:
            if key in self._asked:
                continue
            near = [] if self.notes.full else get_close_matches(key, self._asked, n=1)
            self.fault(
                key,
                "unknown-key",
                f"Nyckeln {key} finns inte här." + (f" Menade du {near[0]}?" if near else ""),
                f"There is no key {key} here." + (f" Did you mean {near[0]}?" if near else ""),
            )
