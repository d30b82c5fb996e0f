"""What admins and process owners see: every instance, why it waits, and how to mend it."""

from flows.monitor.instance_list import InstanceRow, may_monitor, running
from flows.monitor.instance_page import InstancePage, LinkedInstance, instance_page
from flows.monitor.kept_messages import kept_messages
from flows.monitor.mending import retry_incident
from flows.monitor.repair_page import RepairPage, repair_page
from flows.monitor.waiting import TokenView

__all__ = [
    "InstancePage",
    "InstanceRow",
    "LinkedInstance",
    "RepairPage",
    "TokenView",
    "instance_page",
    "kept_messages",
    "may_monitor",
    "repair_page",
    "retry_incident",
    "running",
]
