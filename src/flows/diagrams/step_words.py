"""What a step is and says, in whole words in both languages."""

from flows.diagrams.facts import Facts, Loop, Signal
from flows.diagrams.feel_words import condition_words
from flows.diagrams.outline import Lane, Step, Way
from flows.diagrams.spoken import Fact, Names, Spoken, named, same
from flows.diagrams.time_words import cycle_words, duration_words

_KINDS = {
    "userTask": Spoken("Uppgift", "Task"),
    "serviceTask": Spoken("Görs av Flows", "Done by Flows"),
    "sendTask": Spoken("Skickar meddelande", "Sends a message"),
    "receiveTask": Spoken("Väntar på meddelande", "Waits for a message"),
    "scriptTask": Spoken("Beräkning", "Calculation"),
    "businessRuleTask": Spoken("Beslutstabell", "Decision table"),
    "callActivity": Spoken("Annan process", "Another process"),
    "task": Spoken("Steg utan uppgift", "Step without a task"),
    "manualTask": Spoken("Görs utanför Flows", "Done outside Flows"),
    "subProcess": Spoken("Delprocess", "Subprocess"),
    "transaction": Spoken("Delprocess som kan avbrytas", "Subprocess that can be cancelled"),
    "adHocSubProcess": Spoken("Ad hoc-delprocess", "Ad hoc subprocess"),
    "startEvent": Spoken("Början", "Beginning"),
    "endEvent": Spoken("Slut", "End"),
    "intermediateThrowEvent": Spoken("Händelse", "Event"),
    "boundaryEvent": Spoken("Om det händer", "If it happens"),
    "exclusiveGateway": Spoken("Val", "Choice"),
    "inclusiveGateway": Spoken("Val av en eller flera vägar", "Choice of one or more ways"),
    "parallelGateway": Spoken("Samtidigt", "At the same time"),
    "eventBasedGateway": Spoken("Det som händer först", "Whatever happens first"),
    "complexGateway": Spoken("Sammansatt val", "Complex choice"),
}
_WAITS = {
    "timer": Spoken("Väntar på en tid", "Waits for a time"),
    "message": Spoken("Väntar på meddelande", "Waits for a message"),
    "signal": Spoken("Väntar på signal", "Waits for a signal"),
    "conditional": Spoken("Väntar tills ett villkor gäller", "Waits until a condition holds"),
    "link": Spoken("Här går flödet vidare", "Here the process goes on"),
}
_THROWS = {
    "message": Spoken("Skickar meddelande", "Sends a message"),
    "signal": Spoken("Skickar signal", "Sends a signal"),
    "escalation": Spoken("Säger till utåt", "Escalates"),
    "link": Spoken("Går vidare på ett annat ställe", "Goes on somewhere else"),
}
_ENDS = {
    "terminate": Spoken("Slut på allt", "End of everything"),
    "error": Spoken("Slut med fel", "End with an error"),
    "escalation": Spoken("Slut som säger till utåt", "End with an escalation"),
    "cancel": Spoken("Slut som avbryter delprocessen", "End that cancels the subprocess"),
    "message": Spoken("Slut som skickar meddelande", "End that sends a message"),
    "signal": Spoken("Slut som skickar signal", "End that sends a signal"),
}
_BESIDE = Spoken("Vid sidan av", "Beside the rest")
_JOINS = {
    "exclusiveGateway": Spoken("Vägarna möts", "The ways meet"),
    "inclusiveGateway": Spoken(
        "Väntar in de vägar som har valts", "Waits for the ways that were chosen"
    ),
    "parallelGateway": Spoken("Väntar in alla vägar", "Waits for all ways"),
}


def kind_words(step: Step) -> Spoken:
    """What kind of step it is, in a word or two."""
    first = step.facts.signals[0].kind if step.facts.signals else ""
    if step.kind in _JOINS and len(step.ways) < 2:
        return _JOINS[step.kind]
    if step.kind == "intermediateCatchEvent":
        return _WAITS.get(first, Spoken("Väntar", "Waits"))
    if step.kind == "intermediateThrowEvent":
        return _THROWS.get(first, _KINDS[step.kind])
    if step.kind == "endEvent":
        return _ENDS.get(first, _KINDS[step.kind])
    if step.facts.by_event:
        return _BESIDE
    return _KINDS.get(step.kind, same(step.kind))


def step_name(step: Step) -> Spoken:
    """What the step is called; its kind when it has no name."""
    if not step.name:
        return kind_words(step)
    return named(step.name, step.facts.name_en)


def lane_name(lane: Lane) -> Spoken:
    """What a lane is called; its id when it has no name."""
    return named(lane.name, lane.name_en) if lane.name else same(lane.id)


def step_facts(step: Step, names: Names, lane: Lane | None = None) -> list[Fact]:
    """What the step says, line by line. `lane` is the lane that it stands in."""
    facts = step.facts
    found = [*_who(step, names, lane_name(lane) if lane else None), *_when(facts)]
    found += _one("Formulär", "Form", facts.form, names.forms)
    found += _one("Beslutstabell", "Decision table", facts.decision, names.decisions)
    found += _one("Process", "Process", facts.calls, names.processes)
    found += _one("Gör", "Does", facts.operation, names.operations)
    if facts.script:
        found.append(Fact(Spoken("Räknar ut", "Calculates"), same(""), facts.script))
    if facts.result:
        found.append(Fact(Spoken("Sparas i", "Kept in"), same(""), facts.result))
    for signal in facts.signals:
        found += _signal(step, signal, names)
    if facts.loop is not None:
        found += _loop(facts.loop, names)
    for label, lines in (
        (Spoken("Skickar med", "Sends along"), facts.inputs),
        (Spoken("Sparar", "Keeps"), facts.outputs),
        (Spoken("Fast värde", "Fixed value"), facts.headers),
    ):
        found += [Fact(label, same(""), f"{target} ← {source}") for target, source in lines]
    return found


def way_words(way: Way, source: Step, names: Names) -> Spoken | None:
    """When the way is taken, as a clause; None when nothing decides it or it can't be said."""
    if way.default:
        return Spoken("annars", "otherwise")
    if not way.condition:
        return None
    said = condition_words(way.condition, names)
    return said and Spoken(f"när {said.sv}", f"when {said.en}")


def split_words(step: Step) -> Spoken | None:
    """How the ways out of a step are taken; None for a step with one way."""
    if not step.is_choice:
        return None
    if step.kind == "exclusiveGateway":
        return Spoken("En av vägarna tas:", "One of the ways is taken:")
    if step.kind == "inclusiveGateway":
        return Spoken("Varje väg som gäller tas:", "Every way that holds is taken:")
    if step.kind == "eventBasedGateway":
        return Spoken("Den väg tas som händer först:", "The way that happens first is taken:")
    if any(way.condition for way in step.ways):
        return Spoken("Varje väg som gäller tas:", "Every way that holds is taken:")
    return Spoken("Alla vägar tas samtidigt:", "All ways are taken at the same time:")


def _who(step: Step, names: Names, lane: Spoken | None) -> list[Fact]:
    facts, found = step.facts, []
    who = Spoken("Görs av", "Done by")
    if facts.assignee:
        found.append(Fact(Spoken("Görs av personen", "Done by the person"), same(facts.assignee)))
    if facts.groups.startswith("="):
        found.append(
            Fact(who, Spoken("roll som räknas ut", "a role that is computed"), facts.groups)
        )
    elif facts.groups:
        said = [role_words(group.strip(), names) for group in facts.groups.split(",")]
        found.append(
            Fact(who, Spoken(" eller ".join(s.sv for s in said), " or ".join(s.en for s in said)))
        )
    elif step.kind == "userTask" and lane and not facts.assignee:
        found.append(Fact(who, lane))
    if lane:
        found.append(Fact(Spoken("Bana", "Lane"), lane))
    return found


def role_words(reference: str, names: Names) -> Spoken:
    """A role by its title; `registrator@ockelbo` names the scope too."""
    role, at, scope = reference.partition("@")
    title = names.roles.get(role, same(role))
    return Spoken(f"{title.sv} ({scope})", f"{title.en} ({scope})") if at else title


def _when(facts: Facts) -> list[Fact]:
    found = []
    for sv, en, text in (
        ("Ska vara klar", "Due", facts.due),
        ("Följs upp", "Follow-up", facts.follow_up),
        ("Prioritet", "Priority", facts.priority),
    ):
        if text.startswith("="):
            days = days_of(text)
            said = days and duration_words(f"P{days}D")
            words = (
                Spoken(f"{said.sv} efter att steget börjat", f"{said.en} after the step begins")
                if said
                else same("")
            )
            found.append(Fact(Spoken(sv, en), words, "" if said else text))
        elif text:
            found.append(Fact(Spoken(sv, en), same(text)))
    return found


def days_of(text: str) -> int | None:
    """The number of days of a deadline written as `=now() + duration("P14D")`."""
    body = "".join(text.split()).removeprefix("=").removeprefix("now()+")
    days = body.removeprefix('duration("P').removesuffix('D")')
    fits = days.isascii() and days.isdecimal() and body == f'duration("P{days}D")'
    return int(days) if fits and "now()" in text and len(days) < 6 else None


def _one(sv: str, en: str, value: str, names: object) -> list[Fact]:
    if not value:
        return []
    known = names.get(value) if hasattr(names, "get") else None
    return [Fact(Spoken(sv, en), known or same(value))]


def _signal(step: Step, signal: Signal, names: Names) -> list[Fact]:
    if signal.kind == "timer":
        return [_timer(signal)]
    if signal.kind == "conditional":
        said = condition_words(signal.text, names)
        return [Fact(Spoken("När", "When"), said or same(""), signal.text)]
    labels = {
        "message": Spoken("Meddelande", "Message"),
        "signal": Spoken("Signal", "Signal"),
        "link": Spoken("Länk", "Link"),
        "error": Spoken("Fel", "Error"),
        "escalation": Spoken("Eskalering", "Escalation"),
    }
    if signal.kind not in labels:
        return []
    words = named(signal.name or signal.code)
    if not words.sv:
        words = Spoken("vilket som helst", "any")
    code = signal.code if signal.name and signal.name != signal.code else ""
    found = [Fact(labels[signal.kind], words, code)]
    if signal.key:
        found.append(Fact(Spoken("Nyckel", "Key"), same(""), signal.key))
    return found


def _timer(signal: Signal) -> Fact:
    labels = {
        "duration": Spoken("Efter", "After"),
        "cycle": Spoken("Upprepas", "Repeated"),
        "date": Spoken("Vid tiden", "At"),
    }
    label = labels.get(signal.timer, Spoken("Tid", "Time"))
    if signal.text.startswith("="):
        return Fact(label, same(""), signal.text)
    said = duration_words(signal.text) if signal.timer == "duration" else None
    said = said or (cycle_words(signal.text) if signal.timer == "cycle" else None)
    return Fact(label, said or same(signal.text), signal.text if said else "")


def _loop(loop: Loop, names: Names) -> list[Fact]:
    found = []
    if loop.kind == "each":
        order = (
            Spoken("en i taget", "one at a time")
            if loop.in_turn
            else Spoken("alla på en gång", "all at once")
        )
        item = same(f" ({loop.item})") if loop.item else same("")
        found.append(
            Fact(Spoken("För var och en", "For each"), order + item, loop.items or loop.count)
        )
        if loop.results:
            gathered = f"{loop.results} ← {loop.result}" if loop.result else loop.results
            found.append(Fact(Spoken("Svaren samlas i", "Gathered in"), same(""), gathered))
        ends = Spoken("Slutar i förtid när", "Stops early when")
    else:
        most = f"högst {loop.count} gånger", f"at most {loop.count} times"
        words = Spoken(*most) if loop.count else same("")
        found.append(Fact(Spoken("Görs om", "Repeated"), words))
        ends = Spoken("Så länge", "As long as")
        if loop.test_first:
            ends = Spoken("Prövas före varje gång", "Tested before each time")
    if loop.until:
        found.append(Fact(ends, condition_words(loop.until, names) or same(""), loop.until))
    return found
