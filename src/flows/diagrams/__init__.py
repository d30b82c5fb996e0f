"""A BPMN file as something drawn: outlined in words, edited step by step, laid out, compared."""

from flows.diagrams import edits
from flows.diagrams.diagram_file import DiagramFile
from flows.diagrams.edit_outline import Edited, edit_outline
from flows.diagrams.errors import EditRefused, FileRefused, ProcessUnknown, StepUnknown
from flows.diagrams.facts import Facts, Loop, Signal
from flows.diagrams.layout_full import lay_out
from flows.diagrams.outline import Lane, Outline, Part, Step, Way
from flows.diagrams.read_outline import read_outline

__all__ = [
    "DiagramFile",
    "EditRefused",
    "Edited",
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
    "edit_outline",
    "edits",
    "lay_out",
    "read_outline",
]
