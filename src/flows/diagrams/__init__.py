"""A BPMN file as something drawn: outlined in words, edited step by step, laid out, compared."""

from flows.diagrams.diagram_file import DiagramFile
from flows.diagrams.errors import EditRefused, FileRefused, ProcessUnknown, StepUnknown
from flows.diagrams.facts import Facts, Loop, Signal
from flows.diagrams.outline import Lane, Outline, Part, Step, Way
from flows.diagrams.read_outline import read_outline

__all__ = [
    "DiagramFile",
    "EditRefused",
    "Facts",
    "FileRefused",
    "Lane",
    "Loop",
    "Outline",
    "Part",
    "ProcessUnknown",
    "Signal",
    "Step",
    "StepUnknown",
    "Way",
    "read_outline",
]
