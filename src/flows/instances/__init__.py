"""The one door to running instances: start, advance, correlate, repair; one commit each."""

from flows.engine import TaskGone
from flows.instances.advance_instance import advance_instance, lock_instance, standing_of
from flows.instances.cancel_instance import cancel_instance
from flows.instances.deliver_message import deliver_message
from flows.instances.edit_variables import edit_variables
from flows.instances.ended_state import state_of
from flows.instances.errors import (
    InstanceEnded,
    InstanceMoved,
    InstanceStopped,
    InstanceSuspended,
    InstanceUnknown,
    ReasonMissing,
)
from flows.instances.finish_job import fail_job, finish_job, open_job, throw_job_error
from flows.instances.fire_timers import announce_due_timers, fail_timers, tick_instance
from flows.instances.forget_messages import KEPT_WHEN_TAKEN, forget_messages
from flows.instances.kept_messages import KeptMessage, NearMiss, kept_messages
from flows.instances.messages import send_message
from flows.instances.migrate_instances import AlreadyThere, InstanceMigration, migrate_instances
from flows.instances.move_token import move_token
from flows.instances.packing import packed, unpacked
from flows.instances.places import places_of
from flows.instances.queue import DELIVER, RUN_JOB, TICK
from flows.instances.reassign_task import reassign_task
from flows.instances.record_outcome import MESSAGE_LIFE
from flows.instances.retry_incident import NothingToRetry, retry_incident
from flows.instances.start_instance import earlier_start, start_instance
from flows.instances.suspend_instance import (
    AlreadySuspended,
    NotSuspended,
    resume_instance,
    suspend_instance,
)
from flows.instances.tables import (
    HistoryRow,
    IncidentRow,
    Instance,
    Job,
    Message,
    Repair,
    Subscription,
    Task,
    TaskCandidate,
    Timer,
)

__all__ = [
    "DELIVER",
    "KEPT_WHEN_TAKEN",
    "MESSAGE_LIFE",
    "RUN_JOB",
    "TICK",
    "AlreadySuspended",
    "AlreadyThere",
    "HistoryRow",
    "IncidentRow",
    "Instance",
    "InstanceEnded",
    "InstanceMigration",
    "InstanceMoved",
    "InstanceStopped",
    "InstanceSuspended",
    "InstanceUnknown",
    "Job",
    "KeptMessage",
    "Message",
    "NearMiss",
    "NotSuspended",
    "NothingToRetry",
    "ReasonMissing",
    "Repair",
    "Subscription",
    "Task",
    "TaskCandidate",
    "TaskGone",
    "Timer",
    "advance_instance",
    "announce_due_timers",
    "cancel_instance",
    "deliver_message",
    "earlier_start",
    "edit_variables",
    "fail_job",
    "fail_timers",
    "finish_job",
    "forget_messages",
    "kept_messages",
    "lock_instance",
    "migrate_instances",
    "move_token",
    "open_job",
    "packed",
    "places_of",
    "reassign_task",
    "resume_instance",
    "retry_incident",
    "send_message",
    "standing_of",
    "start_instance",
    "state_of",
    "suspend_instance",
    "throw_job_error",
    "tick_instance",
    "unpacked",
]
