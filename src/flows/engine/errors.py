"""What the engine raises.

    Invalid
    ├── DialectError   a diagram can't be published; `problems` says why, all of it at once
    ├── NotPlain       something that isn't JSON data was to become a variable
    ├── TooLarge       an instance was to hold more than it may
    ├── RepairRefused  a running instance can't be mended like that
    └── MigrationRefused  it can't go on in the new version; `problems` says why, for each element
    NotFound
    ├── UnknownProcess the package has no such process
    └── UnknownStart   the process can't be started like that
    Conflict
    └── TaskGone       what was to be done is not open any more

`Fault` never leaves the room: it becomes an incident on the element that met it.
"""

from collections.abc import Sequence

from flows.kernel import Conflict, Invalid, NotFound, Problem


class DialectError(Invalid):
    """The diagrams can't be used."""

    code = "dialect"
    sv = "Diagrammen går inte att använda."
    en = "The diagrams can't be used."

    def __init__(self, problems: Sequence[Problem]) -> None:
        errors = [problem for problem in problems if problem.severity == "error"]
        first = errors[0] if errors else None
        super().__init__(first.sv if first else None, first.en if first else None, problems)


class NotPlain(Invalid):
    """Variables hold JSON data only: text, numbers, true, false, null, lists and objects."""

    code = "not-plain"
    sv = "Variabler kan bara innehålla JSON-värden."
    en = "Variables can only hold JSON values."


class TooLarge(Invalid):
    """An instance may hold so much data and no more: nothing was done."""

    code = "too-large"
    sv = "Processen skulle behöva hålla reda på mer än 8 MB uppgifter. Inget har gått förlorat."
    en = "The process would have to hold more than 8 MB of data. Nothing is lost."


class RepairRefused(Invalid):
    """A running instance can't be mended like that: its token can't stand there."""

    def __init__(self, code: str, sv: str, en: str) -> None:
        super().__init__(sv, en)
        self.code = code


class MigrationRefused(Invalid):
    """An instance can't go on in the new version; `problems` says why, for each element.

    `by_shape` is whether every instance that stands as this one does is refused in the same way.
    """

    code = "migration-refused"
    sv = "Flödet kan inte flyttas till den nya versionen."
    en = "The instance can't be moved to the new version."

    def __init__(self, problems: Sequence[Problem], *, by_shape: bool = True) -> None:
        super().__init__(problems=problems)
        self.by_shape = by_shape


class UnknownProcess(NotFound):
    """The package has no such process."""

    code = "unknown-process"
    sv = "Processen finns inte."
    en = "There is no such process."


class UnknownStart(NotFound):
    """The process can't be started like that: no start event waits for it."""

    code = "unknown-start"
    sv = "Processen kan inte startas så."
    en = "The process can't be started like that."


class TaskGone(Conflict):
    """The task is not open any more: someone finished it first, or it was cancelled."""

    code = "task-gone"
    sv = "Uppgiften är inte längre öppen. Någon annan hann före, eller så behövs den inte mer."
    en = "The task is not open any more. Someone else was faster, or it is no longer needed."


class Fault(Exception):
    """An element can't go on; becomes an incident that can be tried again."""

    def __init__(self, code: str, sv: str, en: str) -> None:
        super().__init__(en)
        self.code, self.sv, self.en = code, sv, en
