"""Elements where something is done: user tasks, jobs, scripts and decisions."""

import re
from typing import Any

from flows.engine.corrections.task import Token
from flows.engine.errors import Fault
from flows.engine.parts import DUE_DATE, FOLLOW_UP_DATE
from flows.engine.specs.flow_node import FlowNode
from flows.engine.timers import instant_of

DEFAULT_PRIORITY = 50


class _Answered(FlowNode):
    """Waits for somebody's result, which is kept until it has been handed on."""

    is_manual = True
    automatic = False

    def execute(self, task: Token) -> bool:
        self.give(task, task.internal_data.get("result", {}))
        return True


class User(_Answered):
    """A user task: who gets it and when it is due is settled when it opens."""

    def enter(self, task: Token) -> bool:
        self.map_inputs(task)
        engine, given = task.workflow.script_engine, self.settings.assignment

        def value(name: str) -> Any:
            formula = getattr(given, name)
            return None if formula is None else engine.value(formula, task)

        due = instant_of(value("due"), DUE_DATE)
        follow_up = instant_of(value("follow_up"), FOLLOW_UP_DATE)
        assignee, priority = value("assignee"), value("priority")
        task.internal_data["task"] = {
            "assignee": None if assignee is None else str(assignee),
            "groups": _groups(value("groups"), self.lane),
            "due": due and due.isoformat(),
            "follow_up": follow_up and follow_up.isoformat(),
            "priority": DEFAULT_PRIORITY if priority is None else int(priority),
        }
        return True


class Job(_Answered):
    """A service task, or anything else that has a job type."""

    def enter(self, task: Token) -> bool:
        self.map_inputs(task)
        job, engine = self.settings.job, task.workflow.script_engine
        if job is not None:
            kind, retries = engine.value(job.type, task), engine.value(job.retries, task)
            task.internal_data["job"] = {"type": str(kind), "retries": int(retries)}
        return True


class Script(FlowNode):
    """A FEEL expression whose value becomes a variable."""

    def execute(self, task: Token) -> bool:
        script = self.settings.script
        if script is not None:
            value = task.workflow.script_engine.value(script.formula, task)
            self.give(task, {script.target: value})
            task.detail["result"] = value
        return True


class Decision(FlowNode):
    """A decision of the package; which rules hit is told in the history."""

    def execute(self, task: Token) -> bool:
        decision_id, variable = self.settings.decision or ("", "")
        found = task.workflow.script_engine.decide(decision_id, task)
        self.give(task, {variable: found.value})
        task.detail |= {
            "decision": decision_id,
            "result": found.value,
            "hits": [
                {"decision": hit.decision_id, "rule": hit.rule_number, "id": hit.rule_id}
                for hit in found.hits
            ],
        }
        return True


def _groups(value: Any, lane: str | None) -> list[str]:
    """Role references from a comma list or a list, else the role that the lane is named after."""
    if value is None or value == "":
        return [role_of_lane(lane)] if lane else []
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return [part.strip() for part in value if part.strip()]
    raise Fault(
        "bad-groups",
        "Rollerna ska vara en text med komma emellan eller en lista av texter.",
        "The roles must be a text with commas or a list of texts.",
    )


def role_of_lane(lane: str) -> str:
    """The role key of a lane's name: "Samverkanskansliet" -> "samverkanskansliet"."""
    key = lane.strip().lower().translate(str.maketrans("åäöé", "aaoe"))
    return re.sub(r"[\s/]+", "-", key)
