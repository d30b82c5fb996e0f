"""What is said of one difference between two versions, in words that a process owner knows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from flows.diagrams.spoken import Spoken, same

Kind = Literal["added", "removed", "changed", "layout"]
_SHORT = 70


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `element` is the id of what it is about; what is gone has it in the old file.

    `text` is a sentence; `details` say more of what is new; `before` and `after` are given where
    the whole texts are too long for the sentence. `file` is where the element is.
    """

    kind: Kind
    file: str
    element: str
    text: Spoken
    details: tuple[Spoken, ...] = ()
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class FileComparison:
    """The differences of one file; `before` or `after` is None where there is no such file."""

    before: str | None
    after: str | None
    changes: Sequence[Change]

    @property
    def name(self) -> str:
        """The file's name, the newer one if it has changed."""
        return self.after or self.before or ""

    def marks(self) -> Mapping[str, Kind]:
        """What happened to each element that the changes are about, the gravest of several."""
        found: dict[str, Kind] = {}
        for change in self.changes:
            if change.element and change.kind != "layout":
                known = found.get(change.element)
                found[change.element] = known if known not in {None, "changed"} else change.kind
        return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two sets of files, file by file; empty when nothing does."""

    files: Sequence[FileComparison]

    @property
    def changes(self) -> Sequence[Change]:
        """Every difference."""
        return [change for file in self.files for change in file.changes]

    def __bool__(self) -> bool:
        return any(file.changes for file in self.files)


def quoted(value: str) -> Spoken:
    """A value as it is written."""
    flat = " ".join(value.split())
    return Spoken(f"”{flat}”", f'"{flat}"')


def is_short(value: str | None) -> bool:
    """Whether a value has room in a sentence."""
    return value is None or (len(value) <= _SHORT and "\n" not in value.strip())


def value_change(
    file: str,
    element: str,
    label: Spoken,
    topic: Spoken,
    old: str | None,
    new: str | None,
    shown: Callable[[str], Spoken] = quoted,
) -> Change:
    """A setting that has come, gone or got another value; `shown` says what a value is in words."""
    text = label + _what(topic, old, new, shown)
    long = not (is_short(old) and is_short(new))
    return Change("changed", file, element, text, (), old if long else None, new if long else None)


def _what(
    topic: Spoken, old: str | None, new: str | None, shown: Callable[[str], Spoken]
) -> Spoken:
    if old is None and new is not None:
        value = same(": ") + shown(new) if new.strip() and is_short(new) else same("")
        return Spoken(f" har fått {topic.sv}", f" has got {topic.en}") + value + same(".")
    if new is None and old is not None:
        value = same(" (") + shown(old) + same(")") if old.strip() and is_short(old) else same("")
        gone = Spoken(f" har inte längre {topic.sv}", f" no longer has {topic.en}")
        return gone + value + same(".")
    if not (is_short(old) and is_short(new)):
        return Spoken(f": {topic.sv} har ändrats.", f": {topic.en} has changed.")
    before, after = shown(old or ""), shown(new or "")
    return Spoken(
        f": {topic.sv} är nu {after.sv} i stället för {before.sv}.",
        f": {topic.en} is now {after.en} instead of {before.en}.",
    )


def detail(topic: Spoken, value: Spoken) -> Spoken:
    """What something new is like, as a line below it."""
    start = Spoken(topic.sv[:1].upper() + topic.sv[1:], topic.en[:1].upper() + topic.en[1:])
    return start + same(": ") + value if value.sv.strip() else start


def plain(value: str) -> Spoken:
    """A value as it is written, on one line; true and false as yes and no."""
    if value in {"true", "false"}:
        return Spoken("ja", "yes") if value == "true" else Spoken("nej", "no")
    return same(" ".join(value.split()))


def listed(texts: Sequence[Spoken]) -> Spoken:
    """The texts with commas between them."""
    return Spoken(", ".join(t.sv for t in texts), ", ".join(t.en for t in texts))
