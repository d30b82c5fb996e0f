"""Whether an element of a new version can take over what stands at one of the old version."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from flows.engine.corrections.joins import Gateway
from flows.engine.diagram.model import ForEach
from flows.engine.specs.inner import Call
from flows.engine.specs.rounds import Rounds, Turns
from flows.engine.specs.waiting import Waiting
from flows.engine.specs.work import Job

Difference = tuple[str, str, str]
"""A code and the reason in Swedish and English, to follow on the element's name."""

Rename = Callable[[str], str]
"""From the name of a spec in the old version to its name in the new one."""


def difference(old: Any, new: Any, rename: Rename, *, joining: bool) -> Difference | None:
    """Why a token can't go on from `old` at `new`; None when it can.

    `joining` is whether it waits there for other tokens.
    """
    several = isinstance(old, Rounds | Turns), isinstance(new, Rounds | Turns)
    if several[0] != several[1] or (several[0] and _rounds(old) != _rounds(new)):
        return (
            "rounds-changed",
            "görs inte längre för samma saker eller i samma ordning",
            "is no longer done for the same things or in the same order",
        )
    if type(old) is not type(new) or old.node.type != new.node.type:
        return ("type-changed", "är av en annan typ", "is of another type")
    if isinstance(old, Job) and _job(old) != _job(new):
        return ("work-changed", "gör ett annat arbete", "does other work")
    if isinstance(old, Call) and old.inner != new.inner:
        return ("call-changed", "anropar en annan process", "calls another process")
    if isinstance(old, Waiting) and _awaited(old) != _awaited(new):
        return ("event-changed", "väntar på något annat", "waits for something else")
    if joining and isinstance(old, Gateway) and matching_ways(old, new, rename) is None:
        return ("join-changed", "samlar ihop andra vägar", "joins other paths")
    return None


def matching_ways(old: Any, new: Any, rename: Rename) -> Mapping[str, str] | None:
    """The way into `new` that each way into `old` has become; None when that can't be told.

    One way that leads from elsewhere than before is still told: it takes the place of the one
    that is gone.
    """
    before, after = Counter(map(rename, old._inputs)), Counter(new._inputs)
    gone, come = list((before - after).elements()), list((after - before).elements())
    if len(gone) != len(come) or len(gone) > 1:
        return None
    return dict(zip(before, before, strict=True)) | dict(zip(gone, come, strict=True))


def _rounds(spec: Any) -> tuple[Any, ...]:
    loop = spec.node.loop
    if not isinstance(loop, ForEach):
        return (type(loop),)
    result = None if loop.result is None else loop.result.source
    return (ForEach, loop.sequential, loop.item, loop.results, result)


def _job(spec: Any) -> str | None:
    return None if spec.settings.job is None else str(spec.settings.job.type_source)


def _awaited(spec: Any) -> list[tuple[str, str, str | None]]:
    return [(trigger.kind, trigger.name, trigger.code) for trigger in spec.triggers]
