"""What admins and process owners see: every instance, why it waits, and how to mend it."""

from flows.monitor.instance_list import InstanceRow, may_monitor, running
from flows.monitor.instance_page import InstancePage, LinkedInstance, instance_page
from flows.monitor.mending import retry_incident
from flows.monitor.waiting import TokenView

__all__ = [
    "InstancePage",
    "InstanceRow",
    "LinkedInstance",
    "TokenView",
    "instance_page",
    "may_monitor",
    "retry_incident",
    "running",
]
