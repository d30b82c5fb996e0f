"""Parts that a value hasn't got, such as `forum.nman`: FEEL takes them for null."""

from collections.abc import Iterator

from flows.catalog.lints.facts import Facts, did_you_mean, nearest
from flows.catalog.lints.subject import at
from flows.expressions import MissingPart, shape_of
from flows.kernel import Problem


def missing_parts(facts: Facts) -> Iterator[Problem]:
    """Parts that are read and aren't there, in diagrams and forms."""
    for reading in facts.readings:
        for missing in shape_of(reading.expression, reading.shapes)[1]:
            sv, en = _sentence(missing)
            yield at(
                reading.outline,
                reading.place,
                "unknown-part",
                f"{reading.sv}: {sv}",
                f"{reading.en}: {en}",
            )
    for one in facts.form_readings:
        for missing in shape_of(one.expression, one.shapes)[1]:
            sv, en = _sentence(missing)
            where = one.field.key or one.field.id
            yield Problem(
                "unknown-part",
                f"{one.sv}: {sv}",
                f"{one.en}: {en}",
                file=one.form.file,
                line=one.form.line_of(where),
                element=where,
                severity="warning",
            )


def _sentence(missing: MissingPart) -> tuple[str, str]:
    sv, en = did_you_mean(nearest(missing.part, missing.offered))
    if not sv:
        offered = ", ".join(missing.offered[:8])
        sv, en = f" Där finns {offered}.", f" There are {offered}."
    return (
        f"{missing.of} har ingen uppgift som heter {missing.part}.{sv}",
        f"{missing.of} has no part called {missing.part}.{en}",
    )
