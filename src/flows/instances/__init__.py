"""The one door to running instances: start, advance, correlate, repair; one commit each."""

from flows.engine import TaskGone
from flows.instances.advance_instance import advance_instance, lock_instance, standing_of
from flows.instances.deliver_message import deliver_message
from flows.instances.errors import InstanceStopped, InstanceUnknown
from flows.instances.finish_job import fail_job, finish_job, open_job, throw_job_error
from flows.instances.fire_timers import announce_due_timers, tick_instance
from flows.instances.messages import send_message
from flows.instances.packing import packed, unpacked
from flows.instances.places import places_of
from flows.instances.queue import DELIVER, RUN_JOB, TICK
from flows.instances.record_outcome import MESSAGE_LIFE
from flows.instances.retry_incident import NothingToRetry, retry_incident
from flows.instances.start_instance import start_instance
from flows.instances.tables import (
    HistoryRow,
    IncidentRow,
    Instance,
    Job,
    Message,
    Subscription,
    Task,
    TaskCandidate,
    Timer,
)

__all__ = [
    "DELIVER",
    "MESSAGE_LIFE",
    "RUN_JOB",
    "TICK",
    "HistoryRow",
    "IncidentRow",
    "Instance",
    "InstanceStopped",
    "InstanceUnknown",
    "Job",
    "Message",
    "NothingToRetry",
    "Subscription",
    "Task",
    "TaskCandidate",
    "TaskGone",
    "Timer",
    "advance_instance",
    "announce_due_timers",
    "deliver_message",
    "fail_job",
    "finish_job",
    "lock_instance",
    "open_job",
    "packed",
    "places_of",
    "retry_incident",
    "send_message",
    "standing_of",
    "start_instance",
    "throw_job_error",
    "tick_instance",
    "unpacked",
]
