"""Messages that nobody waits for."""

from collections.abc import Iterator

from flows.catalog.lints.facts import Facts, did_you_mean, nearest
from flows.catalog.lints.handed_over import MESSAGE, fixed_text, inputs_of
from flows.catalog.lints.subject import at, named
from flows.kernel import Problem


def unheard_messages(facts: Facts) -> Iterator[Problem]:
    """Sent messages whose name is nearly that of one that is awaited, but not quite."""
    awaited = facts.handed.awaited
    for outline, element in facts.subject.elements():
        sent = []
        if element.job_type == MESSAGE:
            sent.append(fixed_text(inputs_of(element.settings).get("namn")))
        elif element.type in ("intermediateThrowEvent", "endEvent", "sendTask"):
            sent += [trigger.name for trigger in element.triggers if trigger.kind == "message"]
        for name in sent:
            near = nearest(name, sorted(awaited)) if name and name not in awaited else None
            if near is not None:
                sv, en = did_you_mean(near)
                yield at(
                    outline,
                    element,
                    "message-unheard",
                    f"”{named(element)}” skickar meddelandet {name}, men ingen väntar på det.{sv}",
                    f'"{named(element)}" sends the message {name}, but nobody waits for it.{en}',
                )
