"""What can go wrong when an instance is asked for something.

NotFound   InstanceUnknown
Conflict   TaskGone (from the engine), InstanceStopped
"""

from flows.kernel import Conflict, NotFound


class InstanceUnknown(NotFound):
    """There is no such instance."""

    code = "instance-unknown"
    sv = "Flödet finns inte."
    en = "There is no such instance."


class InstanceStopped(Conflict):
    """The instance has stopped at an incident; it has to be mended first."""

    code = "instance-stopped"
    sv = "Det har blivit stopp här. En administratör behöver åtgärda det först."
    en = "This has stopped. An administrator has to mend it first."
