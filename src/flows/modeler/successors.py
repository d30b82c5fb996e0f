"""Which step of a new version takes over from one that is gone: proposed, or chosen by a person."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flows.engine import Definition, Element


@dataclass(frozen=True, slots=True)
class Successor:
    """A step that is gone, and what may take over from it.

    `choices` are ids and names of steps of the same kind in the new version; `chosen` is the one
    that counts, empty when none does; `proposed` whether it is our proposal. `instances` is how
    many stand at the step.
    """

    element_id: str
    name: str
    process_id: str
    choices: Sequence[tuple[str, str]]
    chosen: str
    proposed: bool
    instances: int

    @property
    def chosen_name(self) -> str:
        """What the step that takes over is called; empty when none does."""
        return dict(self.choices).get(self.chosen, "")


@dataclass(slots=True)
class Successors:
    """The steps that are gone from a new definition, as they are met, and who takes over."""

    new: Definition
    given: Mapping[str, str]
    _proposed: dict[str, str] = field(default_factory=dict)
    _asked: dict[str, tuple[str, Element]] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)

    def mapping(self) -> dict[str, str]:
        """The old step's id to the new one's: what was chosen, else what is proposed."""
        lines = {**self._proposed, **self.given}
        return {old: new for old, new in lines.items() if new in self.new.element_ids}

    def propose(self, process_id: str, old: Definition, gone: Iterable[str]) -> bool:
        """Look for successors of these steps; whether any was found that was not known before."""
        fresh = False
        for element_id in gone:
            place = _place(old, process_id, element_id)
            if place is None or element_id in self.given or element_id in self._proposed:
                continue
            found = self._likely(old, *place)
            if found is not None:
                self._proposed[element_id] = found
                fresh = True
        return fresh

    def note(self, process_id: str, old: Definition, gone: Collection[str]) -> None:
        """One more instance stands at these steps; a choice is shown again though nobody does."""
        for element_id in (*gone, *self.given):
            if element_id not in self._asked:
                place = _place(old, process_id, element_id)
                if place is not None:
                    self._asked[element_id] = place
        self._counts.update(gone)

    def asked_for(self) -> Sequence[Successor]:
        """Every step that somebody stands at and that is gone, in the order they were met."""
        return [self._successor(*place) for place in self._asked.values()]

    def _successor(self, process_id: str, element: Element) -> Successor:
        choices = self._choices(process_id, element)
        chosen = self.mapping().get(element.id, "")
        return Successor(
            element.id,
            element.name or element.id,
            process_id,
            choices,
            chosen if chosen in dict(choices) else "",
            element.id in self._proposed and element.id not in self.given,
            self._counts[element.id],
        )

    def _choices(self, process_id: str, gone: Element) -> Sequence[tuple[str, str]]:
        found = self.new.processes.get(process_id)
        if found is None:
            return ()
        return [
            (one.id, one.name or one.id) for one in found.elements.values() if one.type == gone.type
        ]

    def _likely(self, old: Definition, process_id: str, gone: Element) -> str | None:
        """The new step of the same kind and name, or the only one of its kind, if that is clear."""
        if process_id not in self.new.processes:
            return None
        before, after = old.processes[process_id].elements, self.new.processes[process_id].elements
        come = [one for one in after.values() if one.id not in before and one.type == gone.type]
        left = [one for one in before.values() if one.id not in after and one.type == gone.type]
        alike = [one for one in come if one.name.casefold() == gone.name.casefold()]
        rivals = [one for one in left if one.name.casefold() == gone.name.casefold()]
        if len(alike) == 1 and len(rivals) == 1 and gone.name:
            return alike[0].id
        return come[0].id if len(come) == 1 and len(left) == 1 else None


def _place(old: Definition, process_id: str, element_id: str) -> tuple[str, Element] | None:
    """The process that an element is drawn in, the instance's own or one that it calls."""
    processes: Collection[str] = [process_id, *(one for one in old.processes if one != process_id)]
    for name in processes:
        element = old.processes[name].elements.get(element_id)
        if element is not None:
            return name, element
    return None
