"""What every room stands on: the clock, the settings, the errors, the log and the transaction."""

from flows.kernel.clock import STOCKHOLM, Clock, FixedClock, system_clock
from flows.kernel.errors import Conflict, FlowsError, Invalid, NotAllowed, NotFound, Problem
from flows.kernel.settings import Settings, SettingsError
from flows.kernel.transaction import Base, Database

__all__ = [
    "STOCKHOLM",
    "Base",
    "Clock",
    "Conflict",
    "Database",
    "FixedClock",
    "FlowsError",
    "Invalid",
    "NotAllowed",
    "NotFound",
    "Problem",
    "Settings",
    "SettingsError",
    "system_clock",
]
