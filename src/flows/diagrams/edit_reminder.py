"""Remind somebody while a step waits."""

from lxml import etree

from flows.diagrams.edit_checks import name_in, time_in
from flows.diagrams.edit_events import require_host
from flows.diagrams.edits import AddReminder, EndStep, ServiceStep
from flows.diagrams.errors import refuse
from flows.diagrams.event_definitions import timer_definition
from flows.diagrams.names import bpmn
from flows.diagrams.new_steps import new_element
from flows.diagrams.workbench import Workbench
from flows.diagrams.xml_edits import make


def add_reminder(bench: Workbench, edit: AddReminder) -> str:
    """A notice after a time while a step waits; the id of the event on the step's edge."""
    host = bench.step(edit.step)
    require_host(bench, host)
    name = name_in("name", edit.name)
    time = time_in("time", "duration", edit.time)
    event = make(bpmn("boundaryEvent"), id=bench.new_id(f"paminnelse_{edit.step}"), name=name)
    event.set("cancelActivity", "false")
    event.set("attachedToRef", edit.step)
    if edit.times == 1:
        event.append(timer_definition(bench, event, "duration", time))
    elif time.startswith("="):
        raise refuse(
            "time",
            "En upprepad påminnelse behöver en fast tid.",
            "A repeated reminder needs a fixed time.",
        )
    else:
        turns = str(edit.times) if edit.times else ""
        event.append(timer_definition(bench, event, "cycle", f"R{turns}/{time}"))
    notice = new_element(bench, ServiceStep(_notice_name(host), edit.template, edit.values))
    end = new_element(bench, EndStep("Påmind"))
    bench.add_step(event, host)
    bench.add_step(notice, event, bench.lane_of(host))
    bench.add_step(end, notice)
    bench.connect(event, notice)
    bench.connect(notice, end)
    return str(event.get("id"))


def _notice_name(host: etree._Element) -> str:
    return f"Påminn: {host.get('name') or host.get('id')}"
