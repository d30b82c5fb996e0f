"""A scenario carried on step by step, in memory: the engine and the forms are the real ones.

What is missing compared with production is the database, the mail and the people. What an
operation answers is said by the scenario, or by whoever records one.
"""

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

from flows.catalog.scenario_file import Scenario, step_instant
from flows.catalog.scenario_stage import Propose, ScenarioStopped, Stage, Work
from flows.catalog.scenario_words import in_words, quoted
from flows.engine import (
    Action,
    BroadcastSignal,
    CompleteTask,
    DeliverMessage,
    Element,
    FinishJob,
    HistoryEvent,
    OpenJob,
    OpenTask,
    Outcome,
    ThrowError,
    Tick,
    advance,
    start,
)
from flows.expressions import evaluate, evaluation_clock
from flows.forms import SOURCES, Answers, Form

MAX_WORK = 2_000
"""Operations in a scenario; one that does more goes round in a circle."""

MAX_SECONDS = 10.0
"""How long a scenario may take; those of a whole county take hundredths."""

_LISTS = frozenset(paths[0] for paths in SOURCES.values())


class ScenarioRun:
    """A process on its way through a scenario. `begin` it, then `take` one step after the other.

    Every method that carries it on raises ScenarioStopped, or another FlowsError, when it can't;
    the run then stands where it stood when it stopped.
    """

    def __init__(
        self,
        scenario: Scenario,
        stage: Stage,
        propose: Propose = lambda job: {},
        *,
        seconds: float | None = None,
    ) -> None:
        self.scenario = scenario
        self.stage = stage
        self.propose = propose
        self.now = scenario.now
        self.outcome: Outcome | None = None
        self.work: list[Work] = []
        self.messages: list[str] = []
        self.ends: list[str] = []
        self.passed: set[str] = set()
        self.history: list[HistoryEvent] = []
        self.people = stage.people_of.get(scenario.forum) if scenario.forum else None
        self.proposed: dict[str, Any] = {}
        self._turns: dict[str, int] = {}
        self._seconds = MAX_SECONDS if seconds is None else seconds
        self._until = monotonic() + self._seconds

    @property
    def standing(self) -> Outcome:
        """Where it stands; the run has begun."""
        if self.outcome is None:
            raise ScenarioStopped("Det har inte börjat.", "It has not begun.")
        return self.outcome

    @property
    def stands(self) -> set[str]:
        """The elements where it stands; none before it has begun."""
        return {token.element_id for token in self.outcome.tokens} if self.outcome else set()

    # ------------------------------------------------ what carries it on

    def begin(self) -> None:
        """Start the process and do the work that follows at once."""
        scenario = self.scenario
        variables = self.first_variables()
        form_id = self.start_form_id()
        if form_id is not None:
            checked = self._checked(form_id, scenario.answers, variables)
            variables |= checked
        else:
            variables |= scenario.answers
        self._note(
            start(
                self.stage.definition,
                scenario.process,
                variables,
                now=self.now,
                **self._begun_by(scenario.message),
            )
        )
        self._work()

    def _begun_by(self, name: str | None) -> dict[str, str | None]:
        """How the engine is told of the message, or of the signal, that starts the process."""
        outline = self.stage.definition.processes.get(self.scenario.process)
        if name is None or outline is None or name in outline.message_starts:
            return {"message": name}
        return {"signal" if name in outline.signal_starts else "message": name}

    def take(self, step: Mapping[str, Any]) -> None:
        """Take one step of the kind that a scenario file has, and do the work that follows."""
        if "clock" in step:
            self._move_clock(step["clock"])
        elif "message" in step:
            self._deliver(step["message"])
        elif "signal" in step:
            signal = step["signal"]
            self._advance(BroadcastSignal(signal["name"], dict(signal.get("variables", {}))))
        else:
            self._complete(step)
        self._work()

    # ------------------------------------------------ what it can be asked

    def start_form_id(self) -> str | None:
        """The form that starts it, if a person does. Raises ScenarioStopped: no such process."""
        outline = self.stage.definition.processes.get(self.scenario.process)
        if outline is None:
            raise ScenarioStopped(
                f"Processen {self.scenario.process} finns inte.",
                f"There is no process {self.scenario.process}.",
            )
        return outline.start_form_id if self.scenario.message is None else None

    def first_variables(self) -> dict[str, Any]:
        """What the process knows before its start form is answered."""
        scenario = self.scenario
        if scenario.forum and self.people is None:
            raise ScenarioStopped(
                f"Forumet {scenario.forum} finns inte.", f"There is no forum {scenario.forum}."
            )
        variables: dict[str, Any] = {"instans": {"id": "scenario"}}
        if self.people is not None and scenario.forum is not None:
            variables["forum"] = self.people.forum_context(scenario.forum)
            if scenario.part is not None:
                variables["part"] = self.people.party_context(scenario.part)
        return variables | dict(scenario.variables) | dict(scenario.message_variables)

    def form(self, form_id: str) -> Form:
        """A form of the package. Raises ScenarioStopped."""
        found = self.stage.forms.get(form_id)
        if found is None:
            raise ScenarioStopped(
                f"Formuläret {form_id} finns inte.", f"There is no form {form_id}."
            )
        return found

    def form_variables(self, form: Form, variables: Mapping[str, Any]) -> dict[str, Any]:
        """What a form may read: the variables, and the lists that its pickers choose from."""
        wanted = form.sources or form.reads & _LISTS
        lists = self.people.picker_lists() if self.people is not None and wanted else {}
        return {**lists, **variables}

    def refusals(self, task: OpenTask, answers: Mapping[str, Any]) -> set[str]:
        """The keys of the answers that the task's form does not accept."""
        if not task.form_id:
            return set()
        return set(self._accept(task.form_id, answers, task.variables).errors)

    def pick(self, step: Mapping[str, Any]) -> OpenTask:
        """The open task that a step is about. Raises ScenarioStopped."""
        tasks = self.standing.tasks
        found = [task for task in tasks if task.element_id == step["task"]]
        if "item" in step:
            found = [task for task in found if task.item == step["item"]]
        if "where" in step:
            with evaluation_clock(self.now):
                condition = step["where"][1:]
                found = [task for task in found if evaluate(condition, task.variables) is True]
        if not found:
            there = sorted({task.name or task.element_id for task in tasks})
            name = self.name_of(step["task"])
            raise ScenarioStopped(
                f"Uppgiften ”{name}” är inte öppen. Öppna är {quoted(there, 'sv')}.",
                f'The task "{name}" is not open. Open are {quoted(there, "en")}.',
            )
        return found[0]

    def doers(self, task: OpenTask) -> Sequence[str]:
        """The roles that may do a task, as a scenario names them."""
        if self.people is None:
            return list(dict.fromkeys(task.groups))
        forum, part = self.scenario.forum, self.scenario.part
        roles = [self.people.resolve_role(group, forum, part) for group in task.groups]
        return list(dict.fromkeys(str(role) for role in roles if role is not None))

    def require_doer(self, reference: str, task: OpenTask) -> None:
        """Raises ScenarioStopped when the role may not do the task."""
        forum, part = self.scenario.forum, self.scenario.part
        role = self.people.resolve_role(reference, forum, part) if self.people else None
        doers = self.doers(task)
        if str(role or reference) not in doers:
            raise ScenarioStopped(
                f"{reference} får inte göra ”{task.name}”. Det får {quoted(doers, 'sv')}.",
                f'{reference} may not do "{task.name}". {quoted(doers, "en")} may.',
            )

    def element(self, element_id: str) -> Element | None:
        """An element of the package as it is drawn."""
        outlines = self.stage.definition.processes.values()
        found = (outline.elements.get(element_id) for outline in outlines)
        return next((one for one in found if one is not None), None)

    def name_of(self, element_id: str) -> str:
        """What an element is called where it is drawn; its id when it has no name."""
        element = self.element(element_id)
        return element.name if element is not None and element.name else element_id

    # ------------------------------------------------ the steps

    def _move_clock(self, text: str) -> None:
        try:
            self.now = step_instant(text, self.now)
        except (ValueError, OverflowError):
            raise ScenarioStopped(
                f"{text} är varken en tidpunkt eller en tidsrymd.",
                f"{text} is neither an instant nor a duration.",
            ) from None
        self._advance(Tick())

    def _deliver(self, message: Mapping[str, Any]) -> None:
        key = str(message["key"]) if "key" in message else None
        awaited = [s for s in self.standing.subscriptions if s.kind == "message"]
        waiting = [
            s for s in awaited if s.message == message["name"] and (key is None or s.key == key)
        ]
        if not waiting:
            about = f" ({key})" if key is not None else ""
            there = sorted({f"{s.message} ({s.key})" if s.key else s.message for s in awaited})
            raise ScenarioStopped(
                f"Ingen väntar på meddelandet ”{message['name']}”{about}. "
                f"Det som väntas är {quoted(there, 'sv')}.",
                f'Nobody waits for the message "{message["name"]}"{about}. '
                f"Awaited are {quoted(there, 'en')}.",
            )
        variables = dict(message.get("variables", {}))
        self._advance(DeliverMessage(waiting[0].task_id, message["name"], variables))

    def _complete(self, step: Mapping[str, Any]) -> None:
        task = self.pick(step)
        self.require_doer(step["as"], task)
        answers = step.get("answers", {})
        if "refused" in step:
            self._refused(task, answers, step["refused"])
        elif task.form_id:
            values = self._checked(task.form_id, answers, task.variables)
            self._advance(CompleteTask(task.task_id, values))
        else:
            self._advance(CompleteTask(task.task_id, dict(answers)))

    def _refused(self, task: OpenTask, answers: Mapping[str, Any], keys: Sequence[str]) -> None:
        errors = self.refusals(task, answers)
        if errors != set(keys):
            wanted, got = sorted(keys), sorted(errors)
            raise ScenarioStopped(
                f"Formuläret skulle säga nej till {quoted(wanted, 'sv')} men sade nej till "
                f"{quoted(got, 'sv')}.",
                f"The form should refuse {quoted(wanted, 'en')} but refused {quoted(got, 'en')}.",
            )

    def _checked(
        self, form_id: str, answers: Mapping[str, Any], variables: Mapping[str, Any]
    ) -> dict[str, Any]:
        checked = self._accept(form_id, answers, variables)
        if checked.errors:
            raise ScenarioStopped(
                f"Formuläret {form_id} godtar inte svaren. "
                + " ".join(f"{key}: {error.sv}" for key, error in checked.errors.items()),
                f"The form {form_id} does not accept the answers. "
                + " ".join(f"{key}: {error.en}" for key, error in checked.errors.items()),
            )
        return dict(checked.values)

    def _accept(
        self, form_id: str, answers: Mapping[str, Any], variables: Mapping[str, Any]
    ) -> Answers:
        form = self.form(form_id)
        return form.accept(answers, self.form_variables(form, variables), now=self.now)

    # ------------------------------------------------ the work in between

    def _work(self) -> None:
        """Answer every operation until none waits."""
        while self.standing.jobs:
            if len(self.work) >= MAX_WORK:
                raise ScenarioStopped(
                    f"Det går runt i en cirkel: {MAX_WORK} åtgärder är gjorda utan att det tar "
                    "slut.",
                    f"It goes round in a circle: {MAX_WORK} operations are done and there is no "
                    "end.",
                )
            job = self.standing.jobs[0]
            done = self._answer(job)
            self.work.append(done)
            if set(done.answer) == {"error"}:
                self._advance(ThrowError(job.task_id, str(done.answer["error"])))
            else:
                self._advance(FinishJob(job.task_id, dict(done.answer)))

    def _answer(self, job: OpenJob) -> Work:
        said = self.scenario.operations
        key = next((one for one in (job.element_id, job.type) if one in said), job.type)
        turn = self._turns[key] = self._turns.get(key, -1) + 1
        if key not in said and key not in self.proposed:
            self.proposed[key] = self.propose(job)
        written = given = said[key] if key in said else self.proposed[key]
        if isinstance(given, list):
            written = given[min(turn, len(given) - 1)] if given else {}
        with evaluation_clock(self.now):
            answer = _filled(written or {}, {**self.standing.variables, **job.input})
        if not isinstance(answer, Mapping):
            raise ScenarioStopped(
                f"Svaret från {key} ska vara namngivna värden, men är {in_words(answer, 'sv')}.",
                f"The answer of {key} should be named values, but is {in_words(answer, 'en')}.",
            )
        return Work(job.element_id, job.name, job.type, key, turn, written or {}, answer)

    def _advance(self, action: Action) -> None:
        if monotonic() > self._until:
            raise ScenarioStopped(
                f"Det tog för lång tid: mer än {self._seconds:.0f} sekunder.",
                f"It took too long: more than {self._seconds:.0f} seconds.",
            )
        process, state = self.scenario.process, self.standing.state
        self._note(advance(self.stage.definition, process, state, action, now=self.now))

    def _note(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.history.extend(outcome.history)
        self.passed |= {event.element_id for event in outcome.history if event.what != "cancelled"}
        self.ends.extend(outcome.ends)
        self.messages.extend(thrown.name for thrown in outcome.thrown)
        stop = outcome.incident
        if stop is not None:
            where = stop.name or stop.element_id
            raise ScenarioStopped(
                f"Det blev stopp vid ”{where}”. {stop.sv}" if where else stop.sv,
                f'It stopped at "{where}". {stop.en}' if where else stop.en,
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
