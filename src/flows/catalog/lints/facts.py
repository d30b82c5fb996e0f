"""What the lints about variables share, worked out once for a package."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from flows.catalog.lints.form_readings import FormReading, form_readings
from flows.catalog.lints.handed_over import HandedOver, handed_over
from flows.catalog.lints.known_names import PackageKnown, known_in
from flows.catalog.lints.readings import Reading, readings_of
from flows.catalog.lints.subject import Subject


@dataclass(frozen=True, slots=True)
class Facts:
    """The variables of a package: where they are known, and everything that reads them."""

    subject: Subject
    handed: HandedOver
    known: PackageKnown
    readings: Sequence[Reading]
    form_readings: Sequence[FormReading]


def facts_of(subject: Subject) -> Facts:
    """Follow the variables of a package."""
    handed = handed_over([*subject.processes.values(), *subject.around.neighbours])
    known = known_in(subject, handed)
    readings = {
        process_id: readings_of(subject, outline, known, handed)
        for process_id, outline in subject.processes.items()
    }
    return Facts(
        subject,
        handed,
        known,
        [one for found in readings.values() for one in found.expressions],
        list(form_readings(subject, known, readings)),
    )


_CLOSE, _LENGTH, _MOST = 0.75, 3, 100


def nearest(name: str, among: Sequence[str]) -> str | None:
    """The name that was probably meant: as long, give or take, and begun or ended alike."""
    alike = [
        one
        for one in among
        if abs(len(one) - len(name)) <= _LENGTH
        and one != name
        and (one[:1] == name[:1] or one[-2:] == name[-2:])
    ]
    alike.sort(key=lambda one: (one[:2] != name[:2], abs(len(one) - len(name))))
    found = get_close_matches(name, alike[:_MOST], 1, _CLOSE)
    return found[0] if found else None


def did_you_mean(near: str | None) -> tuple[str, str]:
    """The question that ends a sentence, in both languages; empty when there is no such name."""
    return (f" Menade du {near}?", f" Did you mean {near}?") if near else ("", "")
