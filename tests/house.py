"""A house for tests: organisations, published diagrams, a clock, a worker that works at once."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from flows.catalog import Package, read_packages
from flows.catalog.publish_package import publish_package
from flows.engine import CompleteTask
from flows.instances import Instance, Task, advance_instance, lock_instance, start_instance
from flows.kernel import Database, FixedClock, Settings
from flows.organisation import Actor, actor_of, load_organisation
from flows.worker.work import Work

MONDAY = datetime(2027, 1, 11, 8, tzinfo=UTC)
CONTENT = Path(__file__).parent.parent / "processes"
ORGANISATIONS = CONTENT / "organisations"
FORUM = "natverk-valfard"


class House:
    """One database with people in it. Every action is a transaction of its own."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.clock = FixedClock(MONDAY)
        self.work = Work(database, settings, self.clock)
        with database.transaction() as session:
            for file in sorted(ORGANISATIONS.glob("*.yaml")):
                load_organisation(session, file.read_bytes(), file.name, MONDAY)

    def publish(self, name: str, files: Mapping[str, bytes]) -> int | None:
        """Publish a package without asking whether its content is fit for people."""
        with self.database.transaction() as session:
            return publish_package(
                session, Package(name, files), author="test", reason="test", now=self.clock()
            )

    def publish_content(self) -> None:
        """Publish the processes that come with Flows."""
        for package in read_packages(CONTENT, max_bytes=1_048_576).packages:
            self.publish(package.name, package.files)

    def start(
        self,
        process_id: str,
        forum: str = FORUM,
        case_id: int | None = None,
        **variables: Any,
    ) -> UUID:
        """Start an instance and do all the work that follows at once."""
        with self.database.transaction() as session:
            instance = start_instance(
                session,
                process_id,
                now=self.clock(),
                forum_id=forum,
                case_id=case_id,
                variables=variables,
            )
        self.settle()
        return instance.id

    def answer(self, instance_id: UUID, element_id: str, **answers: Any) -> None:
        """Complete the first open task of an element, and do the work that follows."""
        with self.database.transaction() as session:
            instance = lock_instance(session, instance_id)
            task = session.scalars(
                select(Task.id).where(
                    Task.instance_id == instance_id,
                    Task.element_id == element_id,
                    Task.closed_at.is_(None),
                )
            ).first()
            assert task is not None, f"{element_id} is not open: {self.open(instance_id)}"
            advance_instance(
                session, instance, CompleteTask(task, answers), now=self.clock(), actor="test"
            )
        self.settle()

    def open(self, instance_id: UUID) -> list[str]:
        """The elements of the open tasks, in order."""
        with self.database.transaction() as session:
            return list(
                session.scalars(
                    select(Task.element_id)
                    .where(Task.instance_id == instance_id, Task.closed_at.is_(None))
                    .order_by(Task.opened_at, Task.id)
                )
            )

    def instance(self, instance_id: UUID) -> Instance:
        """The instance's row."""
        with self.database.transaction() as session:
            return session.get_one(Instance, instance_id)

    def actor(self, person_id: str) -> Actor:
        """A person with the roles of the day."""
        with self.database.transaction() as session:
            return actor_of(session, person_id, self.clock().date())

    def move(self, step: timedelta) -> None:
        """Move the clock, and do the work that falls due."""
        self.clock.move(step)
        self.settle()

    def settle(self) -> None:
        """Be the worker, until nothing is due."""
        while self.work.sweep_timers() + self._work_once():
            pass

    def _work_once(self) -> int:
        by_name = self.work.by_name()
        with self.database.transaction() as session:
            rows = session.execute(
                text(
                    "delete from procrastinate_jobs where status = 'todo' and"
                    " (scheduled_at is null or scheduled_at <= clock_timestamp())"
                    " returning id, task_name, args"
                )
            ).all()
        for row in sorted(rows):
            by_name[row.task_name](**row.args)
        return len(rows)

    def tell_later_work(self) -> int:
        """How many pieces of work wait for another try."""
        with self.database.transaction() as session:
            found = session.execute(text("select count(*) from procrastinate_jobs")).scalar_one()
            return int(found)

    def hurry(self) -> None:
        """Do the work that waits for another try now."""
        with self.database.transaction() as session:
            session.execute(text("update procrastinate_jobs set scheduled_at = null"))
        self.settle()
