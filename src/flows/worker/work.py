"""What the queue can ask for, each with its own transactions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from flows.identity import forget_old_sessions
from flows.inbox import discard_unused_files
from flows.instances import (
    DELIVER,
    RUN_JOB,
    TICK,
    announce_due_timers,
    deliver_message,
    fail_job,
    fail_timers,
    forget_messages,
    lock_instance,
    open_job,
    tick_instance,
)
from flows.kernel import Clock, Database, Settings
from flows.modeler.move_batch import give_up, move_batch
from flows.modeler.start_move import MOVE
from flows.operations import run_operation


@dataclass(frozen=True, slots=True)
class Work:
    """The hands of the worker: a database, the settings and a clock."""

    database: Database
    settings: Settings
    clock: Clock

    def run_job(self, instance_id: str, task_id: str) -> None:
        """Do the work of a service task."""
        run_operation(self.database, self.settings, UUID(instance_id), task_id, self.clock)

    def tick(self, instance_id: str) -> None:
        """Fire an instance's due timers."""
        with self.database.transaction() as session:
            tick_instance(session, UUID(instance_id), now=self.clock())

    def deliver(self, message_id: int) -> None:
        """Deliver a message to who waits for it."""
        with self.database.transaction() as session:
            deliver_message(session, message_id, now=self.clock())

    def move(self, batch_id: int) -> None:
        """Move running instances to another version, some of them at a time."""
        move_batch(self.database, batch_id, self.clock)

    def sweep_timers(self) -> int:
        """Turn every due timer into work; returns how many there were."""
        swept = 0
        while True:
            with self.database.transaction() as session:
                found = announce_due_timers(session, now=self.clock())
            swept += found
            if not found:
                return swept

    def discard_files(self) -> int:
        """Drop the files that nobody has used; returns how many there were."""
        with self.database.transaction() as session:
            return discard_unused_files(session, now=self.clock())

    def tidy(self) -> int:
        """Drop what nobody will ask for: unused files, messages, sessions; returns how much."""
        gone = self.discard_files()
        with self.database.transaction() as session:
            gone += forget_old_sessions(session, now=self.clock())
        while True:
            with self.database.transaction() as session:
                found = forget_messages(session, now=self.clock())
            gone += found
            if not found:
                return gone

    def give_up(self, name: str, args: dict[str, Any]) -> None:
        """Set aside work that can't be done: it becomes an incident on its instance.

        A message stays among those that nobody has taken.
        """
        with self.database.transaction() as session:
            if name == MOVE:
                give_up(session, args["batch_id"], now=self.clock())
            elif name == TICK:
                instance = lock_instance(session, UUID(args["instance_id"]))
                fail_timers(session, instance, now=self.clock())
            elif name == RUN_JOB:
                self._give_up_job(session, UUID(args["instance_id"]), args["task_id"])

    def _give_up_job(self, session: Session, instance_id: UUID, task_id: str) -> None:
        instance = lock_instance(session, instance_id)
        job = open_job(session, instance_id, task_id)
        if job is not None:
            job.attempts = job.retries
            fail_job(
                session,
                instance,
                job,
                sv="Åtgärden avbröts gång på gång innan den blev klar.",
                en="The operation was cut off again and again before it was done.",
                now=self.clock(),
            )

    def by_name(self) -> dict[str, Callable[..., None]]:
        """The work of each name in the queue."""
        return {RUN_JOB: self.run_job, TICK: self.tick, DELIVER: self.deliver, MOVE: self.move}
