"""What can go wrong when an instance is asked for something.

NotFound   InstanceUnknown
Conflict   TaskGone (from the engine), InstanceStopped, InstanceSuspended, InstanceEnded,
           InstanceMoved
Invalid    ReasonMissing
"""

from flows.kernel import Conflict, Invalid, NotFound, Problem


class InstanceUnknown(NotFound):
    """There is no such instance."""

    code = "instance-unknown"
    sv = "Flödet finns inte."
    en = "There is no such instance."


class InstanceStopped(Conflict):
    """A fault in the program has stopped the instance; it has to be tried again first."""

    code = "instance-stopped"
    sv = "Det har blivit stopp här. En administratör behöver åtgärda det först."
    en = "This has stopped. An administrator has to mend it first."


class InstanceSuspended(Conflict):
    """The instance is paused: nothing can be done in it until it is resumed."""

    code = "instance-suspended"
    sv = "Flödet är pausat. Uppgiften kan göras klar när en administratör låter det fortsätta."
    en = "This is paused. The task can be completed when an administrator lets it continue."


class InstanceEnded(Conflict):
    """The instance has ended, so there is nothing left to mend."""

    code = "instance-ended"
    sv = "Flödet är redan avslutat."
    en = "This has already ended."


class InstanceMoved(Conflict):
    """The instance has moved on since the person saw it."""

    code = "instance-moved"
    sv = "Flödet har gått vidare sedan du öppnade sidan. Se efter hur det står nu, och försök igen."
    en = "This has moved on since you opened the page. See where it stands now, and try again."


class ReasonMissing(Invalid):
    """A repair is recorded with its reason, so there has to be one."""

    code = "reason-missing"
    sv = "Skriv varför."
    en = "Write why."

    def __init__(self) -> None:
        super().__init__(problems=[Problem(self.code, self.sv, self.en, element="reason")])
