"""Documents: diagrams drawn on the server, to read on a page, in a letter or on paper."""

from flows.documents.diagram_pdf import diagram_pdf
from flows.documents.diagram_svg import diagram_svg
from flows.documents.mark import Mark
from flows.documents.plan import DiagramUnreadable

__all__ = ["DiagramUnreadable", "Mark", "diagram_pdf", "diagram_svg"]
