"""One step of an instance: take its state, do one action, run to rest, give back what is new.

Nothing here reads a clock: `now` is the caller's. Nothing is shared between steps but the
definition, which is read-only, so steps of different instances may run at the same time.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flows.engine import state as states
from flows.engine.actions import perform
from flows.engine.corrections.instance import Instance, Stopped
from flows.engine.corrections.task import Token
from flows.engine.definition import Definition
from flows.engine.errors import TooLarge, UnknownProcess, UnknownStart
from flows.engine.history import History
from flows.engine.observe import (
    incidents,
    open_jobs,
    open_subscriptions,
    open_tasks,
    open_timers,
    places,
)
from flows.engine.outcome import (
    Action,
    Outcome,
    Retry,
    Tick,
)
from flows.engine.plain_values import plain_copy
from flows.engine.repairs import ways_out
from flows.engine.script_environment import ScriptEngine
from flows.expressions import evaluation_clock
from flows.kernel import FlowsError
from flows.kernel.log import logger

_log = logger("engine")


def start(
    definition: Definition,
    process_id: str,
    variables: Mapping[str, Any],
    *,
    now: datetime,
    message: str | None = None,
    signal: str | None = None,
) -> Outcome:
    """A new instance of a process, run to its first rest.

    With `message` or `signal` it begins at the start event that waits for it. Raises
    UnknownProcess, UnknownStart, NotPlain or TooLarge.
    """
    history = History(now)
    with (
        opened_instance(definition, process_id, now, history) as instance,
        evaluation_clock(now),
    ):
        begin = _start_event(definition, process_id, message, signal)
        instance.data.update(plain_copy(variables))
        instance.task_tree = Token(instance, instance.spec.start)
        instance.begin([begin])
        instance.work(fire_due=False)
        return outcome_of(instance, process_id, history)


def advance(
    definition: Definition, process_id: str, state: bytes, action: Action, *, now: datetime
) -> Outcome:
    """Do one action and run the instance to its next rest.

    Raises TaskGone when what the action is for is not open any more, RepairRefused when it would
    not be right, NotPlain and TooLarge; then nothing has happened. An element that fails is held
    with all it was given, the rest of the instance goes on, and `Outcome.incidents` say what is the
    matter; `Retry` tries again.
    """
    history = History(now)
    try:
        with (
            opened_instance(definition, process_id, now, history, state) as instance,
            evaluation_clock(now),
        ):
            perform(instance, action)
            instance.work(fire_due=isinstance(action, Tick))
            return outcome_of(instance, process_id, history)
    except TooLarge as full:
        return _stopped(definition, process_id, state, action, full.sv, full.en, now)
    except (FlowsError, states.BadState):
        raise
    except Exception as bug:
        _log.exception("engine_stopped", process=process_id, action=type(action).__name__)
        kind = type(bug).__name__
        return _stopped(
            definition,
            process_id,
            state,
            action,
            f"Ett fel i programmet ({kind}) stoppade steget. Inget har gått förlorat.",
            f"A fault in the program ({kind}) stopped the step. Nothing is lost.",
            now,
        )


def _stopped(
    definition: Definition,
    process_id: str,
    state: bytes,
    action: Action,
    sv: str,
    en: str,
    now: datetime,
) -> Outcome:
    """The instance as it was before the action, which is kept so that it can be tried again."""
    history = History(now)
    with opened_instance(definition, process_id, now, history, state) as instance:
        earlier = instance.stopped.actions if instance.stopped is not None else ()
        actions = earlier if earlier and isinstance(action, Retry) else (*earlier, action)
        instance.stopped = Stopped(actions, sv, en)
        return outcome_of(instance, process_id, history)


def inspect(definition: Definition, process_id: str, state: bytes, *, now: datetime) -> Outcome:
    """Where an instance stands; nothing changes."""
    history = History(now)
    with opened_instance(definition, process_id, now, history, state) as instance:
        return outcome_of(instance, process_id, history, state=state)


def possible_moves(
    definition: Definition, process_id: str, state: bytes, *, now: datetime
) -> dict[str, list[str]]:
    """The elements that each token, by its task id, may be moved to."""
    with opened_instance(definition, process_id, now, History(now), state) as instance:
        return {task.id: ways_out(instance, task) for task in instance.tokens()}


def _start_event(
    definition: Definition, process_id: str, message: str | None, signal: str | None
) -> str:
    outline = definition.processes[process_id]
    found = outline.plain_start
    if message is not None:
        found = outline.message_starts.get(message)
    elif signal is not None:
        found = outline.signal_starts.get(signal)
    if found is None:
        raise UnknownStart(en=f"{process_id} has no start for {message or signal or 'a person'}.")
    return found


@contextmanager
def opened_instance(
    definition: Definition,
    process_id: str,
    now: datetime,
    history: History,
    state: bytes | None = None,
) -> Iterator[Instance]:
    """An instance in memory for the block, empty or filled from its state, and then let go.

    Raises UnknownProcess or BadState.
    """
    instance = new_instance(definition, process_id, now, history)
    try:
        if state is not None:
            states.load(state, instance, process_id)
        yield instance
    finally:
        instance.let_go()


def new_instance(
    definition: Definition, process_id: str, now: datetime, history: History
) -> Instance:
    """An empty instance in memory. Raises UnknownProcess."""
    if process_id not in definition.processes:
        raise UnknownProcess(en=f"There is no process {process_id}.")
    engine = ScriptEngine(definition.decisions, now)
    return Instance(definition.specs[process_id], definition.specs, engine, history)


def outcome_of(
    instance: Instance, process_id: str, history: History, *, state: bytes | None = None
) -> Outcome:
    """What there is to say of an instance that has come to rest."""
    tokens = instance.tokens()
    return Outcome(
        state=states.dump(instance, process_id) if state is None else state,
        ended=instance.completed,
        ends=tuple(instance.ends),
        variables=dict(instance.data),
        tasks=tuple(open_tasks(tokens)),
        jobs=tuple(open_jobs(tokens)),
        timers=tuple(open_timers(tokens)),
        subscriptions=tuple(open_subscriptions(tokens)),
        thrown=tuple(instance.thrown),
        history=tuple(history.events),
        tokens=tuple(places(tokens)),
        incidents=tuple(incidents(instance, tokens)),
    )
