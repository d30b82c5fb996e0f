"""Names that no variable has, or not yet: FEEL takes them for null and says nothing."""

from collections.abc import Iterator, Sequence

from flows.catalog.lints.facts import Facts, did_you_mean, nearest
from flows.catalog.lints.form_readings import FormReading
from flows.catalog.lints.names import ANY
from flows.catalog.lints.subject import at, named
from flows.engine import ProcessOutline
from flows.kernel import Problem

_MOST = 100

Said = tuple[str, str, str]
"""A code and a sentence in Swedish and English."""


def misspelt_variables(facts: Facts) -> Iterator[Problem]:
    """Variables that nothing gives a value, in diagrams, forms and decisions."""
    judge = _Judge(facts)
    for reading in facts.readings:
        for name in sorted(reading.expression.free_variables):
            said = judge.sentence(name, reading.known, reading.outline)
            if said is not None:
                code, sv, en = said
                text = reading.expression.source
                yield at(
                    reading.outline,
                    reading.place,
                    code,
                    f"{reading.sv} ”{_short(text)}”: {sv}",
                    f'{reading.en} "{_short(text)}": {en}',
                )
    yield from _in_forms(facts, judge)
    yield from _in_decisions(facts, judge)


def _in_forms(facts: Facts, judge: "_Judge") -> Iterator[Problem]:
    for reading in facts.form_readings:
        outline = facts.subject.form_uses[reading.form.form.id][0][0]
        for name in sorted(reading.expression.free_variables):
            said = judge.sentence(name, reading.known, outline)
            if said is None:
                continue
            code, sv, en = said
            where = reading.field.key or reading.field.id
            yield Problem(
                code,
                f"{reading.sv}: {sv}",
                f"{reading.en}: {en}",
                file=reading.form.file,
                line=reading.form.line_of(where),
                element=where,
                name=_label(reading),
                severity="warning",
            )


def _label(reading: FormReading) -> str:
    label = reading.field.label
    return str(label.sv.parts[0]) if label and label.sv.parts else ""


def _in_decisions(facts: Facts, judge: "_Judge") -> Iterator[Problem]:
    for outline, element in facts.subject.elements():
        decision_id = element.decision_id or ""
        model = facts.subject.decisions.get(decision_id)
        if model is None or element.settings.job is not None:
            continue
        for name in sorted(model.inputs_of(decision_id)):
            said = judge.sentence(name, facts.known.of[outline.id].inside[element.id], outline)
            if said is not None:
                code, sv, en = said
                yield at(
                    outline,
                    element,
                    "decision-input" if code == "unknown-variable" else code,
                    f"Beslutet {decision_id} läser {name}: {sv}",
                    f"The decision {decision_id} reads {name}: {en}",
                )


class _Judge:
    """Says of a name that isn't known at a place what is wrong with it."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.names = facts.known.names
        self._lists: dict[int, Sequence[str]] = {}
        self._asked: dict[tuple[str, int], str | None] = {}

    def sentence(self, name: str, known: int, outline: ProcessOutline) -> Said | None:
        """The code and the sentences; None when nothing can be said to be wrong."""
        if self.names.has(known, name):
            return None
        written = self.facts.known.of[outline.id].written[outline.id]
        if self.names.has(written, name):
            return self._later(name, outline) if not known & ANY else None
        near = self._nearest(name, known | written)
        if known & ANY and near is None:
            return None
        sv, en = did_you_mean(near)
        return (
            "unknown-variable",
            f"det finns ingen variabel som heter {name}.{sv}",
            f"there is no variable called {name}.{en}",
        )

    def _nearest(self, name: str, among: int) -> str | None:
        """Asked of a hundred names; who has misspelt more has another trouble."""
        key = (name, among)
        if key not in self._asked and len(self._asked) < _MOST:
            self._asked[key] = nearest(name, self._listed(among))
        return self._asked.get(key)

    def _later(self, name: str, outline: ProcessOutline) -> Said:
        gives = self.facts.known.of[outline.id].gives
        writers = [
            element
            for element in outline.elements.values()
            if self.names.has(gives[element.id], name)
        ]
        by = named(writers[-1]) if writers else name
        return (
            "variable-later",
            f"{name} har inget värde när flödet kommer hit; det sätts först i ”{by}”.",
            f'{name} has no value when the flow comes here; it is set in "{by}".',
        )

    def _listed(self, known: int) -> Sequence[str]:
        if known not in self._lists:
            self._lists[known] = list(self.names.each(known))
        return self._lists[known]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:57]}…"
