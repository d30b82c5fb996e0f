"""The problems found in a set of files, gathered so that all are reported at once."""

from dataclasses import dataclass, field
from typing import Protocol

from flows.kernel import Problem


class Place(Protocol):
    """Something in a diagram that a problem can point at."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def line(self) -> int: ...


@dataclass(slots=True)
class Findings:
    """What is wrong with one file."""

    file: str
    noted: dict[Problem, None] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """What has been noted, in order, each thing once."""
        return list(self.noted)

    def refuse(self, place: Place, code: str, sv: str, en: str) -> None:
        """Note something that must be mended before the diagram can be published."""
        self._note(place, code, sv, en, "error")

    def warn(self, place: Place, code: str, sv: str, en: str) -> None:
        """Note something that works, but perhaps not as its author thinks."""
        self._note(place, code, sv, en, "warning")

    def _note(self, place: Place, code: str, sv: str, en: str, severity: str) -> None:
        problem = Problem(
            code,
            sv,
            en,
            file=self.file,
            line=place.line,
            element=place.id,
            name=place.name,
            severity=severity,
        )
        self.noted[problem] = None
