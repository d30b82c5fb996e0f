"""How a thing is written, whatever it says: what would otherwise be read in one way of several.

Yes and no are written true and false, what may stand once stands once, expressions are FEEL, and a
Zeebe setting stands where it does something.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from flows.engine.diagram.element import Element
from flows.engine.diagram.findings import Findings
from flows.engine.diagram.reading import bpmn, local_name, namespace
from flows.engine.diagram.vocabulary import BPMN, ZEEBE, ZEEBE_PLACES

_YES_OR_NO = (
    "cancelActivity",
    "instantiate",
    "isExecutable",
    "isForCompensation",
    "isInterrupting",
    "isSequential",
    "parallelMultiple",
    "propagateAllChildVariables",
    "propagateAllParentVariables",
    "testBefore",
    "triggeredByEvent",
)
_ONE_OF = (
    ("extensionElements",),
    ("conditionExpression",),
    ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics"),
    ("timeDate", "timeDuration", "timeCycle"),
    ("condition",),
    ("completionCondition",),
    ("loopCardinality",),
    ("loopCondition",),
    ("event",),
)
_KIND: Mapping[str, str] = {bpmn(name): names[0] for names in _ONE_OF for name in names}
_SEVERAL = ("header", "input", "output", "property")


def check_manners(element: etree._Element, findings: Findings) -> None:
    """Refuse what could be read in several ways; warn of a setting that does nothing."""
    _check_yes_or_no(element, findings)
    _check_language(element, findings)
    for name in _twice(element):
        findings.refuse(
            Element(element),
            "said-twice",
            f"{name} står två gånger; bara en kan gälla.",
            f"{name} stands twice; only one can count.",
        )
    _check_places(element, findings)


def _check_yes_or_no(element: etree._Element, findings: Findings) -> None:
    for name in _YES_OR_NO:
        value = element.get(name)
        if value not in (None, "true", "false"):
            findings.refuse(
                Element(element),
                "yes-or-no",
                f"{name} ska vara true eller false, inte ”{value}”.",
                f'{name} must be true or false, not "{value}".',
            )


def _check_language(element: etree._Element, findings: Findings) -> None:
    language = element.get("language", "")
    if language and "feel" not in language.lower():
        findings.refuse(
            Element(element),
            "other-language",
            f"Uttryck skrivs i FEEL, inte i {language[:60]}.",
            f"Expressions are written in FEEL, not in {language[:60]}.",
        )


def _twice(element: etree._Element) -> Iterator[str]:
    """What stands several times right under an element, and may not."""
    seen = set[str]()
    for child in element:
        kind = _KIND.get(str(child.tag))
        if namespace(child) == ZEEBE and local_name(child) not in _SEVERAL:
            kind = local_name(child)
        if kind is not None and kind in seen:
            yield kind
        elif kind is not None:
            seen.add(kind)


def _check_places(element: etree._Element, findings: Findings) -> None:
    if element.tag != bpmn("extensionElements"):
        return
    owner = element.getparent()
    if owner is None or namespace(owner) != BPMN:
        return
    where = local_name(owner)
    for word in element:
        name = local_name(word)
        if namespace(word) == ZEEBE and where not in ZEEBE_PLACES.get(name, (where,)):
            findings.warn(
                Element(owner),
                "setting-ignored",
                f"Inställningen {name} gör ingenting i {where}.",
                f"The setting {name} does nothing in a {where}.",
            )
