"""Random changes of a diagram, every kind of them."""

from random import Random

from flows.diagrams import DiagramFile, edits
from flows.diagrams.diagram_file import flow_nodes, scopes_in, sequence_flows
from flows.operations import element_templates

NOTICE = next(one for one in element_templates() if one["id"] == "flows.notis.skicka")
FILLED = {"till": "sekreterare", "amne": "Hej", "text": "Ett besked"}


def random_edit(random: Random, raw: bytes, process_id: str = "p") -> edits.Edit:
    """Something that a person could ask for; much of it is refused."""
    process = DiagramFile(raw).process(process_id)
    steps = [str(one.get("id")) for scope in scopes_in(process) for one in flow_nodes(scope)]
    flows = [str(one.get("id")) for scope in scopes_in(process) for one in sequence_flows(scope)]
    lanes = [str(one.get("id")) for one in process.iter("{*}lane")]
    step, flow = random.choice(steps), random.choice(flows or ["none"])
    lane = random.choice([*lanes, ""])
    to = random.choice([*steps, "end", ""])
    place = random.choice(
        [
            edits.Place("on", flow),
            edits.Place("on", flow),
            edits.Place("after", step),
            edits.Place("before", step),
        ]
    )
    found: list[edits.Edit] = [
        edits.InsertStep(place, new_step(random, steps), lane),
        edits.InsertStep(place, new_step(random, steps)),
        edits.InsertStep(place, new_step(random, steps)),
        edits.SetTexts(step, "Nytt namn", "New name", "Hjälp", "Help"),
        edits.SetRole(step, lane, "sekreterare, registrator@ockelbo"),
        edits.SetForm(step, "formular"),
        edits.SetDue(step, "14", "=now()"),
        edits.SetTime(step, "duration", "3"),
        edits.SetMessage(step, "svar", ""),
        edits.SetScript(step, "1 + 1", "summa"),
        edits.SetOperation(step, NOTICE, FILLED),
        edits.SetSignal(step, random.choice(["", "E-1", "hej"])),
        edits.SetCondition(step, "=a > 1"),
        edits.SetInterrupts(step, random.random() < 0.5),
        random_repeat(random, step),
        edits.SetPriority(step, random.choice(["", "70", "=p"])),
        edits.SetCall(step, "q"),
        edits.SetMappings(step, random.choice(["", "a: =b\nc.d: text"]), "ut: =in"),
        edits.SetProcess("Processen", "Process", "Till för", ""),
        edits.AddLane("Sekreterare", "Secretary", lane),
        edits.SetLane(lane, "Registrator", random.choice(["", "Registrar"])),
        edits.RemoveLane(lane),
        random_event(random, step, to),
        edits.AddReminder(step, "Påminnelse", "P14D", NOTICE, FILLED, random.choice([0, 1, 3])),
        edits.MoveStep(step, random.random() < 0.5),
        edits.MoveStep(step, random.random() < 0.5),
        edits.RemoveStep(step),
        edits.SetWay(flow, "Väg", random.choice(["", "=a > 1"]), random.random() < 0.3),
        edits.AddWay(step, "Till", "a = 1", to),
        edits.LeadWay(flow, to),
        edits.RemoveWay(flow),
    ]
    return random.choice(found)


def random_repeat(random: Random, step: str) -> edits.SetRepeat:
    """Any way of doing a step several times, or none."""
    order = random.choice(["turn", "together"])
    found = [
        edits.SetRepeat(step),
        edits.SetRepeat(step, order, items="=l", item="x", results="r", result="x.y"),
        edits.SetRepeat(step, order, items="l", until="=numberOfCompletedInstances > 1"),
        edits.SetRepeat(step, order, count="3"),
        edits.SetRepeat(step, "again", again="more", most="4"),
        edits.SetRepeat(step, "again", most="4"),
    ]
    return random.choice(found)


def random_event(random: Random, step: str, to: str) -> edits.AddEvent:
    """Anything that may happen while a step is done."""
    beside = random.random() < 0.5
    found = [
        edits.AddEvent(step, "error", "Fel", to, signal=random.choice(["", "E-1"])),
        edits.AddEvent(step, "message", "Svar", to, beside, message="svar"),
        edits.AddEvent(step, "signal", "Signal", to, beside, signal="hej", name_en="Signal"),
        edits.AddEvent(step, "escalation", "Säg till", to, beside, signal="H"),
        edits.AddEvent(step, "timer", "Sent", to, beside, time="14"),
        edits.AddEvent(step, "conditional", "Gäller", to, beside, condition="a > 1"),
    ]
    return random.choice(found)


def new_step(random: Random, steps: list[str]) -> edits.NewStep:
    """Any new step."""
    to = random.choice(["", "", "end", random.choice(steps)])
    found: list[edits.NewStep] = [
        edits.TaskStep("Granska", "formular", "sekreterare"),
        edits.TaskStep("Å ä ö <&>", "", "=roll", "English"),
        edits.ServiceStep("Meddela", NOTICE, FILLED),
        edits.ScriptStep("Räkna", "=a + 1", "b"),
        edits.DecisionStep("Avgör", "tabell", "svar"),
        edits.CallStep("Annan", "q"),
        edits.TimerStep("Vänta", "duration", "14"),
        edits.MessageStep("Svar", "svar"),
        edits.ChoiceStep(
            "Vilken?",
            (
                edits.NewBranch("Ja", "a = 1", to),
                edits.NewBranch("Kanske", "a = 2"),
                edits.NewBranch("Nej", "", random.choice(["", "end"])),
            ),
        ),
        edits.ParallelStep("", ("Ett", "Två", "Tre")[: random.choice([2, 3])]),
        edits.EndStep("Klart"),
        edits.EndStep("", kind="terminate"),
        edits.EndStep("Fel", kind="error", signal="E-1"),
        edits.SendStep("Säg till", random.choice(["signal", "escalation"]), "hej"),
        edits.SendStep("Skicka", "message", message="nytt", key="=string(id)"),
        edits.SignalStep("Signal", "hej"),
        edits.ConditionStep("Gäller", "a > 1"),
    ]
    return random.choice(found)
