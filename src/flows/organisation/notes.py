"""The faults found in a file, each told once, with its place and a sentence in both languages."""

from flows.kernel import Problem

MAX_FAULTS = 500
"""More faults than anyone mends at once; the rest is told as one."""


class Notes:
    """The faults found in one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._told: set[tuple[str, str, int, str]] = set()

    def add(
        self, code: str, sv: str, en: str, line: int, path: str, name: str, severity: str = "error"
    ) -> None:
        """Note a fault, once: an entry repeated for each party gives the same fault many times."""
        if self.full:
            return
        told = (code, sv, line, path)
        if told not in self._told:
            self._told.add(told)
            self.problems.append(Problem(code, sv, en, self.file, line, path, name, severity))

    @property
    def full(self) -> bool:
        """Whether so many faults are noted that no more are."""
        return len(self.problems) >= MAX_FAULTS

    @property
    def broken(self) -> bool:
        """Whether there is an error among the faults, not warnings alone."""
        return any(problem.severity == "error" for problem in self.problems)

    def in_order(self) -> list[Problem]:
        """All faults by line; when there were too many, the last says so."""
        ordered = sorted(self.problems, key=lambda problem: problem.line)
        if self.full:
            ordered.append(
                Problem(
                    "too-many-faults",
                    f"Filen har fler än {MAX_FAULTS} fel. Rätta dessa först.",
                    f"The file has more than {MAX_FAULTS} faults. Mend these first.",
                    self.file,
                )
            )
        return ordered
