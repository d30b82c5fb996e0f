"""Read the markers that make an activity be done several times."""

import re
from collections.abc import Mapping

from lxml import etree

from flows.engine.diagram.element import Element
from flows.engine.diagram.events import EventReader
from flows.engine.diagram.expressions import ExpressionReader
from flows.engine.diagram.findings import Findings
from flows.engine.diagram.model import ForEach, Repeat
from flows.engine.diagram.reading import bpmn
from flows.engine.diagram.round_events import RoundEventReader
from flows.engine.diagram.variable_names import check_variable
from flows.engine.diagram.zeebe_extensions import extension
from flows.engine.formula import Formula, Kind
from flows.engine.parts import (
    COLLECTION,
    COUNT,
    END_CONDITION,
    LOOP_CONDITION,
    MULTI_INSTANCE,
    ROUND_RESULT,
    Part,
)

_NEGATIVE = re.compile(r"=?\s*-\s*\d.*", re.DOTALL)
_WHOLE = re.compile(r"\d{1,6}")


class LoopReader:
    """Reads the loop markers of one file's activities."""

    def __init__(
        self, findings: Findings, expressions: ExpressionReader, events: EventReader
    ) -> None:
        self.findings = findings
        self.expressions = expressions
        self.round_events = RoundEventReader(findings, expressions, events)

    def loop(self, element: etree._Element) -> ForEach | Repeat | None:
        """The multi-instance or loop marker of an activity."""
        rounds = element.find(bpmn("multiInstanceLoopCharacteristics"))
        if rounds is not None:
            return self._for_each(element, rounds)
        again = element.find(bpmn("standardLoopCharacteristics"))
        return None if again is None else self._repeat(element, again)

    def _repeat(self, element: etree._Element, again: etree._Element) -> Repeat:
        condition, most = again.findtext(bpmn("loopCondition")), again.get("loopMaximum")
        if not condition and not most:
            self.findings.refuse(
                Element(element),
                "endless-loop",
                "Slingan har varken villkor eller högsta antal varv.",
                "The loop has neither a condition nor a highest number of turns.",
            )
        if most and not _WHOLE.fullmatch(most):
            self._bad_count(element, most)
        return Repeat(
            again.get("testBefore") == "true",
            self._optional(element, condition, LOOP_CONDITION),
            int(most) if most and _WHOLE.fullmatch(most) else None,
        )

    def _for_each(self, element: etree._Element, rounds: etree._Element) -> ForEach:
        loop = extension(rounds, "loopCharacteristics")
        words = {} if loop is None else {str(key): str(text) for key, text in loop.items()}
        for word in ("inputElement", "outputCollection"):
            if words.get(word):
                check_variable(self.findings, element, words[word], MULTI_INSTANCE)
        count = rounds.findtext(bpmn("loopCardinality"))
        output = words.get("outputElement")
        self._check_pairs(element, words, count)
        return ForEach(
            sequential=rounds.get("isSequential") == "true",
            items=self._items(element, words.get("inputCollection"), count),
            count=None if words.get("inputCollection") else self._count(element, count),
            item=words.get("inputElement") or None,
            results=words.get("outputCollection") or None,
            result=self.expressions.feel(element, output, ROUND_RESULT) if output else None,
            done=self._optional(
                element, rounds.findtext(bpmn("completionCondition")), END_CONDITION
            ),
            throws=self.round_events.thrown(element, rounds),
            first_only=rounds.get("behavior") == "One",
        )

    def _check_pairs(
        self, element: etree._Element, words: Mapping[str, str], count: str | None
    ) -> None:
        if bool(words.get("outputCollection")) != bool(words.get("outputElement")):
            self.findings.refuse(
                Element(element),
                "half-a-result",
                "Resultatlistan och vad varje varv ger hör ihop; den ena saknas.",
                "The list of results and what each round gives belong together; one is missing.",
            )
        if count and words.get("inputCollection"):
            self.findings.refuse(
                Element(element),
                "said-twice",
                "Steget har både en lista att gå igenom och ett antal; bara en kan gälla.",
                "The multi-instance has both a list and a number; only one can count.",
            )

    def _items(
        self, element: etree._Element, collection: str | None, count: str | None
    ) -> Formula | None:
        if collection:
            return self.expressions.feel(element, collection, COLLECTION, Kind.LIST)
        if not count:
            self.findings.refuse(
                Element(element),
                "no-collection",
                "Steget görs för var och en, men ingen lista att gå igenom är vald.",
                "The multi-instance has no list to go through.",
            )
        return None

    def _count(self, element: etree._Element, count: str | None) -> Formula | None:
        if not count:
            return None
        if _NEGATIVE.fullmatch(count.strip()):
            self._bad_count(element, count)
        return self.expressions.feel(element, count, COUNT, Kind.NUMBER)

    def _bad_count(self, element: etree._Element, count: str) -> None:
        self.findings.refuse(
            Element(element),
            "bad-count",
            f"”{count.strip()}” kan inte vara ett antal varv.",
            f'"{count.strip()}" can\'t be a number of turns.',
        )

    def _optional(self, element: etree._Element, text: str | None, part: Part) -> Formula | None:
        return self.expressions.feel(element, text, part, Kind.BOOLEAN) if text else None
