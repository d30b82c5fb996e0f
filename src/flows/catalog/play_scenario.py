"""Play a scenario in memory: the engine and the forms are the real ones, operations are answered.

What is missing compared with production is the database, the mail and the people; a scenario says
what each operation would have answered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.catalog.scenario_file import Scenario, step_instant
from flows.engine import (
    Action,
    CompleteTask,
    Definition,
    DeliverMessage,
    FinishJob,
    OpenJob,
    OpenTask,
    Outcome,
    ThrowError,
    Tick,
    advance,
    start,
)
from flows.expressions import evaluate
from flows.forms import Form
from flows.kernel import FlowsError, Problem
from flows.organisation import Organisation

MAX_JOBS = 5_000
"""A scenario that does more work than this goes round in a circle."""


@dataclass(slots=True)
class Played:
    """What came of a scenario: problems (none when it is right) and the elements it passed."""

    scenario: Scenario
    problems: list[Problem] = field(default_factory=list)
    passed: set[str] = field(default_factory=set)


class _Stop(Exception):
    """The scenario can't go on; the sentences say why."""

    def __init__(self, sv: str, en: str, line: int = 0) -> None:
        super().__init__(en)
        self.sv, self.en, self.line = sv, en, line


def play_scenario(
    scenario: Scenario,
    definition: Definition,
    forms: Mapping[str, Form],
    organisation_of: Mapping[str, Organisation],
) -> Played:
    """Run a scenario to its end and hold it against what it expects.

    `organisation_of` maps a forum's id to the organisation file it stands in.
    """
    play = _Play(scenario, definition, forms, organisation_of)
    try:
        play.run()
    except _Stop as stop:
        play.fault("scenario-stopped", stop.sv, stop.en, stop.line)
    except FlowsError as error:
        play.fault("scenario-stopped", error.sv, error.en, play.line)
    return play.played


class _Play:
    def __init__(
        self,
        scenario: Scenario,
        definition: Definition,
        forms: Mapping[str, Form],
        organisation_of: Mapping[str, Organisation],
    ) -> None:
        self.scenario = scenario
        self.definition = definition
        self.forms = forms
        self.played = Played(scenario)
        self.now = scenario.now
        self.line = 1
        self.calls: list[str] = []
        self.messages: list[str] = []
        self.ends: list[str] = []
        self.answers_given = dict.fromkeys(scenario.operations, 0)
        self.organisation = organisation_of.get(scenario.forum) if scenario.forum else None

    def fault(self, code: str, sv: str, en: str, line: int = 0) -> None:
        """Note one thing that is not as the scenario says."""
        self.played.problems.append(
            Problem(
                code,
                f"Scenariot ”{self.scenario.name}”: {sv}",
                f'The scenario "{self.scenario.name}": {en}',
                file=self.scenario.file,
                line=line or 1,
                name=self.scenario.name,
            )
        )

    def run(self) -> None:
        """The whole scenario, step by step."""
        outcome = self._work(self._note(self._start()))
        for number, step in enumerate(self.scenario.steps):
            self.line = self.scenario.lines[number]
            outcome = self._work(self._step(step, outcome))
        self._expect(outcome)

    def _start(self) -> Outcome:
        scenario = self.scenario
        outline = self.definition.processes.get(scenario.process)
        if outline is None:
            raise _Stop(
                f"processen {scenario.process} finns inte.",
                f"there is no process {scenario.process}.",
            )
        if scenario.forum and self.organisation is None:
            raise _Stop(
                f"forumet {scenario.forum} finns inte i någon organisationsfil.",
                f"the forum {scenario.forum} is in no organisation file.",
            )
        variables: dict[str, Any] = {"instans": {"id": "scenario"}}
        if self.organisation is not None and scenario.forum is not None:
            variables["forum"] = self.organisation.forum_context(scenario.forum)
            if scenario.part is not None:
                variables["part"] = self.organisation.party_context(scenario.part)
        variables |= scenario.variables
        if outline.start_form_id is not None and scenario.message is None:
            variables |= self._checked(outline.start_form_id, scenario.answers, variables)
        else:
            variables |= scenario.answers
        return start(
            self.definition,
            scenario.process,
            variables,
            now=self.now,
            message=scenario.message,
        )

    def _step(self, step: Mapping[str, Any], outcome: Outcome) -> Outcome:
        if "clock" in step:
            try:
                self.now = step_instant(step["clock"], self.now)
            except ValueError:
                raise _Stop(
                    f"{step['clock']} är varken en tidpunkt eller en tidsrymd.",
                    f"{step['clock']} is neither an instant nor a duration.",
                    self.line,
                ) from None
            return self._advance(outcome, Tick())
        if "message" in step:
            return self._deliver(step["message"], outcome)
        task = self._pick(step, outcome)
        self._may(step["as"], task)
        answers = step.get("answers", {})
        if "refused" in step:
            self._refused(task, answers, step["refused"])
            return outcome
        values = (
            self._checked(task.form_id, answers, task.variables) if task.form_id else dict(answers)
        )
        return self._advance(outcome, CompleteTask(task.task_id, values))

    def _refused(self, task: OpenTask, answers: Mapping[str, Any], keys: list[str]) -> None:
        form = self.forms[task.form_id] if task.form_id else None
        errors = form.check_answers(answers, task.variables, now=self.now) if form else {}
        if set(errors) != set(keys):
            raise _Stop(
                f"formuläret skulle neka {sorted(keys)} men nekade {sorted(errors)}.",
                f"the form should refuse {sorted(keys)} but refused {sorted(errors)}.",
                self.line,
            )

    def _checked(
        self, form_id: str, answers: Mapping[str, Any], variables: Mapping[str, Any]
    ) -> dict[str, Any]:
        checked = self.forms[form_id].accept(answers, variables, now=self.now)
        if checked.errors:
            said = "; ".join(f"{key}: {error.sv}" for key, error in checked.errors.items())
            said_en = "; ".join(f"{key}: {error.en}" for key, error in checked.errors.items())
            raise _Stop(
                f"formuläret {form_id} godtar inte svaren: {said}",
                f"the form {form_id} does not accept the answers: {said_en}",
                self.line,
            )
        return dict(checked.values)

    def _deliver(self, message: Mapping[str, Any], outcome: Outcome) -> Outcome:
        key = str(message["key"]) if "key" in message else None
        waiting = [
            s
            for s in outcome.subscriptions
            if s.kind == "message"
            and s.message == message["name"]
            and (key is None or s.key == key)
        ]
        if not waiting:
            there = [f"{s.message} ({s.key})" for s in outcome.subscriptions]
            raise _Stop(
                f"ingen väntar på meddelandet {message['name']} ({key}); det som väntas: {there}.",
                f"nobody waits for the message {message['name']} ({key}); awaited: {there}.",
                self.line,
            )
        return self._advance(
            outcome,
            DeliverMessage(waiting[0].task_id, message["name"], dict(message.get("variables", {}))),
        )

    def _pick(self, step: Mapping[str, Any], outcome: Outcome) -> OpenTask:
        found = [task for task in outcome.tasks if task.element_id == step["task"]]
        if "item" in step:
            found = [task for task in found if task.item == step["item"]]
        if "where" in step:
            found = [task for task in found if evaluate(step["where"][1:], task.variables) is True]
        if not found:
            there = sorted({task.element_id for task in outcome.tasks})
            raise _Stop(
                f"uppgiften {step['task']} är inte öppen; öppna är {there}.",
                f"the task {step['task']} is not open; open are {there}.",
                self.line,
            )
        return found[0]

    def _may(self, reference: str, task: OpenTask) -> None:
        if self.organisation is None:
            allowed = set(task.groups)
            who: object = reference
        else:
            forum, part = self.scenario.forum, self.scenario.part
            resolve = self.organisation.resolve_role
            roles = {resolve(group, forum, part) for group in task.groups}
            allowed = {str(role) for role in roles if role is not None}
            who = str(resolve(reference, forum, part) or reference)
        if who not in allowed:
            raise _Stop(
                f"{reference} får inte göra ”{task.name}”; det får {sorted(allowed)}.",
                f'{reference} may not do "{task.name}"; {sorted(allowed)} may.',
                self.line,
            )

    def _work(self, outcome: Outcome) -> Outcome:
        """Answer every operation until none waits."""
        for _ in range(MAX_JOBS):
            if not outcome.jobs:
                return outcome
            job = outcome.jobs[0]
            self.calls.append(job.type)
            answer = self._answer(job, outcome)
            if isinstance(answer, Mapping) and set(answer) == {"error"}:
                outcome = self._advance(outcome, ThrowError(job.task_id, str(answer["error"])))
            else:
                outcome = self._advance(outcome, FinishJob(job.task_id, dict(answer or {})))
        raise _Stop("scenariot går runt i en cirkel.", "the scenario goes round in a circle.")

    def _answer(self, job: OpenJob, outcome: Outcome) -> Any:
        for key in (job.element_id, job.type):
            if key in self.scenario.operations:
                given = self.scenario.operations[key]
                if isinstance(given, list):
                    turn = self.answers_given[key]
                    self.answers_given[key] += 1
                    given = given[min(turn, len(given) - 1)]
                return _filled(given, {**outcome.variables, **job.input})
        return {}

    def _advance(self, outcome: Outcome, action: Action) -> Outcome:
        return self._note(
            advance(self.definition, self.scenario.process, outcome.state, action, now=self.now)
        )

    def _note(self, outcome: Outcome) -> Outcome:
        self.played.passed |= {
            event.element_id for event in outcome.history if event.what != "cancelled"
        }
        self.ends.extend(outcome.ends)
        self.messages.extend(thrown.name for thrown in outcome.thrown)
        if outcome.incident is not None:
            raise _Stop(
                f"det blev stopp vid {outcome.incident.element_id}: {outcome.incident.sv}",
                f"it stopped at {outcome.incident.element_id}: {outcome.incident.en}",
                self.line,
            )
        return outcome

    def _expect(self, outcome: Outcome) -> None:
        expect = self.scenario.expect
        for code, key, got in (
            ("ends", "ends", self.ends),
            ("open", "open", [task.element_id for task in outcome.tasks]),
        ):
            if key in expect and sorted(expect[key]) != sorted(got):
                self.fault(
                    f"scenario-{code}",
                    f"{key} skulle vara {sorted(expect[key])} men är {sorted(got)}.",
                    f"{key} should be {sorted(expect[key])} but is {sorted(got)}.",
                )
        if "ends" in expect and "open" not in expect and not outcome.ended:
            waiting = sorted({token.element_id for token in outcome.tokens})
            self.fault(
                "scenario-not-ended",
                f"det är inte slut; det väntar vid {waiting}.",
                f"it has not ended; it waits at {waiting}.",
            )
        for key, said in (("operations", self.calls), ("messages", self.messages)):
            if not _in_order(expect.get(key, ()), said):
                self.fault(
                    f"scenario-{key}",
                    f"{key} skulle vara {expect[key]} i den ordningen men var {said}.",
                    f"{key} should be {expect[key]} in that order but were {said}.",
                )
        for name, wanted in expect.get("variables", {}).items():
            got_value = outcome.variables.get(name)
            if not _covers(wanted, got_value):
                self.fault(
                    "scenario-variable",
                    f"{name} skulle vara {wanted!r} men är {got_value!r}.",
                    f"{name} should be {wanted!r} but is {got_value!r}.",
                )


def _filled(answer: Any, variables: Mapping[str, Any]) -> Any:
    """An operation's answer with every text that starts with "=" evaluated as FEEL."""
    if isinstance(answer, str) and answer.startswith("="):
        return evaluate(answer[1:], variables)
    if isinstance(answer, Mapping):
        return {key: _filled(value, variables) for key, value in answer.items()}
    if isinstance(answer, list):
        return [_filled(value, variables) for value in answer]
    return answer


def _in_order(wanted: Any, got: list[str]) -> bool:
    rest: Iterator[str] = iter(got)
    return all(any(name == seen for seen in rest) for name in wanted)


def _covers(wanted: Any, got: Any) -> bool:
    """Whether `got` holds all that `wanted` names; a context may hold more."""
    if isinstance(wanted, Mapping):
        return isinstance(got, Mapping) and all(
            key in got and _covers(value, got[key]) for key, value in wanted.items()
        )
    if isinstance(wanted, list):
        return (
            isinstance(got, list)
            and len(got) == len(wanted)
            and all(_covers(a, b) for a, b in zip(wanted, got, strict=True))
        )
    return bool(wanted == got)
