"""Names of variables that a diagram gives."""

import re

from lxml import etree

from flows.engine.diagram.element import Element
from flows.engine.diagram.findings import Findings
from flows.engine.parts import Part

_VARIABLE = re.compile(r"[^\W\d]\w*")


def check_variable(findings: Findings, element: etree._Element, name: str, part: Part) -> None:
    """Refuse what can't be the name of a variable; advise against other than ASCII."""
    if not _VARIABLE.fullmatch(name):
        findings.refuse(
            Element(element),
            "bad-variable",
            f"{part.sv}: ”{name}” kan inte vara namn på en variabel.",
            f'{part.en}: "{name}" can\'t be the name of a variable.',
        )
    elif not name.isascii():
        findings.warn(
            Element(element),
            "not-ascii",
            f"{part.sv}: variabeln {name} bör skrivas utan å, ä och ö.",
            f"{part.en}: the variable {name} is better written in ASCII.",
        )
