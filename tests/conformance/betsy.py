"""Run a folder of BPMN conformance cases through the engine.

    python tests/conformance/betsy.py DIR

DIR is laid out like betsy's suite (https://github.com/uniba-dsg/betsy): BPMN files and a
`cases.json`. One line a case (right, refused with its message, wrong), then the sums. Exit code 1
when a case is wrong: something else happened than should, or nothing said why it did not.
"""

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from lxml import etree

from flows.engine import (
    BroadcastSignal,
    DeliverMessage,
    DialectError,
    FinishJob,
    OpenJob,
    Outcome,
    ThrowError,
    Tick,
    advance,
    deploy,
    start,
)

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
BEGIN = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)
MAX_JOBS = 500
CONDITIONS = ("conditionExpression", "condition", "loopCondition", "completionCondition")


def as_feel(java: str) -> str:
    """A condition of the suite (Java, perhaps in ${}) as FEEL."""
    text = java.strip().removeprefix("${").removesuffix("}")
    text = re.sub(r'!test\.contains\("(.)"\)', r'not(contains(test, "\1"))', text)
    return re.sub(r'test\.contains\("(.)"\)', r'contains(test, "\1")', text)


def translated(raw: bytes) -> bytes:
    """The file in our dialect: scripts become jobs, the long wait a timer, conditions FEEL."""
    root = etree.fromstring(raw)
    for name in CONDITIONS:
        for element in root.iter(BPMN + name):
            element.text = as_feel(element.text or "")
    for script in list(root.iter(BPMN + "script")):
        task, what = script.getparent(), (script.text or "").strip()
        task.remove(script)
        if what == "WAIT_TEN_SECONDS":
            become_wait(task)
            continue
        extensions = etree.Element(BPMN + "extensionElements")
        etree.SubElement(extensions, ZEEBE + "taskDefinition", type="script")
        headers = etree.SubElement(extensions, ZEEBE + "taskHeaders")
        etree.SubElement(headers, ZEEBE + "header", key="do", value=what)
        task.insert(0, extensions)
    return etree.tostring(root)


def become_wait(task: etree._Element) -> None:
    """Make a script task that sleeps a subprocess that waits on the clock."""
    task.tag = BPMN + "subProcess"
    names = [f"{task.get('id')}.{part}" for part in ("start", "wait", "end")]
    kinds = ("startEvent", "intermediateCatchEvent", "endEvent")
    for name, kind in zip(names, kinds, strict=True):
        etree.SubElement(task, BPMN + kind, id=name)
    timer = etree.SubElement(task[-2], BPMN + "timerEventDefinition")
    etree.SubElement(timer, BPMN + "timeDuration").text = "PT10S"
    for source, target in pairwise(names):
        name = f"{source}.flow"
        etree.SubElement(task, BPMN + "sequenceFlow", id=name, sourceRef=source, targetRef=target)


class World:
    """Instances side by side, what they send one another, and the trace they leave."""

    def __init__(self, raw: bytes, file: str) -> None:
        self.definition = deploy({file: raw})
        self.trace: list[str] = []
        self.now = BEGIN
        self.live: list[tuple[str, Outcome]] = []

    def start(self, process_id: str, variables: dict[str, Any], **event: str) -> None:
        """Start a process and let everything run."""
        outcome = start(self.definition, process_id, variables, now=self.now, **event)
        self.live.append((process_id, outcome))
        self._settle(len(self.live) - 1, outcome)

    def _act(self, index: int, action: Any) -> None:
        process_id, before = self.live[index]
        outcome = advance(self.definition, process_id, before.state, action, now=self.now)
        self.live[index] = (process_id, outcome)
        self._settle(index, outcome)

    def _settle(self, index: int, outcome: Outcome) -> None:
        for _ in range(MAX_JOBS):
            for thrown in outcome.thrown:
                self._spread(index, thrown)
            if self.live[index][1] is not outcome:
                return
            if not outcome.jobs:
                return
            self._act(index, self._work(outcome.jobs[0]))
            return

    def _work(self, job: OpenJob) -> FinishJob | ThrowError:
        result: dict[str, Any] = {}
        for what in job.headers["do"].split(","):
            if what.startswith("SCRIPT_"):
                self.trace.append(what)
            elif what == "CREATE_MARKER_FILE":
                self.trace.append("MARKER_exists")
            elif what.startswith("INCREMENT"):
                result["integerVariable"] = job.input["integerVariable"] + 1
                if what.endswith("LOG"):
                    self.trace.append("INCREMENT_correct")
            elif what == "THROW_ERROR":
                return ThrowError(job.task_id, "ERR_CODE")
            elif what != "CREATE_LOG_FILE":
                self.trace.append(f"unknown {what}")
        return FinishJob(job.task_id, result)

    def _spread(self, source: int, thrown: Any) -> None:
        for index, (_, outcome) in enumerate(list(self.live)):
            for waiting in outcome.subscriptions:
                if (waiting.kind, waiting.message) != (thrown.kind, thrown.name):
                    continue
                if thrown.kind == "message" and waiting.key == thrown.key:
                    self._act(index, DeliverMessage(waiting.task_id, thrown.name))
                    return
                if thrown.kind == "signal" and index != source:
                    self._act(index, BroadcastSignal(thrown.name))
                    break
        for process_id, outline in self.definition.processes.items():
            starts = outline.message_starts if thrown.kind == "message" else outline.signal_starts
            if thrown.name in starts:
                self.start(process_id, {}, **{thrown.kind: thrown.name})

    def wait(self, length: timedelta) -> None:
        """Move the clock second by second, so that each timer fires at its time."""
        until = self.now + length
        while self.now < until:
            self.now += timedelta(seconds=1)
            for index, (_, outcome) in enumerate(list(self.live)):
                if any(timer.due_at <= self.now for timer in outcome.timers):
                    self._act(index, Tick())


def play(folder: Path, case: dict[str, Any]) -> tuple[list[str], str]:
    """The trace of a case, and the message of what stopped it."""
    try:
        world = World(translated((folder / case["file"]).read_bytes()), case["file"])
    except DialectError as error:
        return ["ERROR_deployment"], error.problems[0].en
    variables = {"test": case["input"] or "", "integerVariable": case["integer"]}
    others = world.definition.processes.keys() if case["parallel"] else ()
    for process_id in others:
        if process_id != case["name"] and world.definition.processes[process_id].plain_start:
            world.start(process_id, dict(variables))
    world.start(case["name"], variables)
    world.wait(timedelta(milliseconds=case["delay_ms"]) + timedelta(seconds=30))
    said = ""
    for _, outcome in world.live:
        # A join that waits in vain is no error of the run: it waits, as the case wants it to.
        failed = [one for one in outcome.incidents if one.code != "waits-in-vain"]
        if failed:
            said = failed[0].en
            uncaught = failed[0].code == "uncaught-error"
            world.trace.append("ERROR_thrownErrorEvent" if uncaught else "ERROR_runtime")
    return world.trace, said


def seen_by_case(trace: list[str], expected: list[str]) -> list[str]:
    """The marker is a file: it is looked at only where a case asks for it, and counts once."""
    rest = [word for word in trace if word != "MARKER_exists"]
    marked = "MARKER_exists" in trace and "MARKER_exists" in expected
    return sorted([*rest, "MARKER_exists"] if marked else rest)


def main(folder: Path) -> int:
    """Play every case; the exit code."""
    sums = {"right": 0, "refused": 0, "wrong": 0}
    for case in json.loads((folder / "cases.json").read_text()):
        try:
            trace, said = play(folder, case)
        except Exception as error:
            trace, said = ["crash"], repr(error)
        got, wanted = seen_by_case(trace, case["expect"]), sorted(case["expect"])
        verdict = "right" if got == wanted else "wrong"
        if verdict == "wrong" and trace == ["ERROR_deployment"]:
            verdict = "refused"
        sums[verdict] += 1
        line = f"{verdict:8}{case['file']} {case['number']}"
        if verdict == "refused":
            line += f": {said}"
        elif verdict == "wrong":
            line += f": wanted {wanted}, got {got} {said}"
        print(line)
    print(", ".join(f"{verdict} {count}" for verdict, count in sums.items()))
    return 1 if sums["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
