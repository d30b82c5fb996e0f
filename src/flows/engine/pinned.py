"""Refuse to run on another SpiffWorkflow than the one whose faults we know."""

from importlib.metadata import version

SPIFFWORKFLOW = "3.2.0"


def require(found: str) -> None:
    """Raise ImportError unless `found` is the version that the corrections are written for."""
    if found != SPIFFWORKFLOW:
        raise ImportError(
            f"Flows needs SpiffWorkflow {SPIFFWORKFLOW}, not {found}: "
            "read docs/decisions about the engine before changing it."
        )


require(version("SpiffWorkflow"))
