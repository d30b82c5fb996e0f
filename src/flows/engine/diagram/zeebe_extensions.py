"""Read what the Zeebe extensions of an element say; every other extension is left behind."""

import re
from collections.abc import Iterator

from lxml import etree

from flows.engine.diagram.element import Element
from flows.engine.diagram.expressions import ExpressionReader
from flows.engine.diagram.findings import Findings
from flows.engine.diagram.model import (
    Assignment,
    ForEach,
    JobSetting,
    Mapped,
    Repeat,
    Settings,
)
from flows.engine.diagram.reading import bpmn, local_name, namespace
from flows.engine.diagram.vocabulary import ZEEBE, ZEEBE_WORDS
from flows.engine.formula import Formula, Kind, literal
from flows.engine.parts import (
    ASSIGNEE,
    CANDIDATES,
    COLLECTION,
    DECISION_RESULT,
    DUE_DATE,
    END_CONDITION,
    FOLLOW_UP_DATE,
    JOB_TYPE,
    LOOP_CONDITION,
    MAPPING,
    MULTI_INSTANCE,
    PRIORITY,
    RETRIES,
    ROUND_RESULT,
    SCRIPT,
    SCRIPT_RESULT,
    Part,
    variable,
)
from flows.engine.timers import is_date

_VARIABLE = re.compile(r"[^\W\d]\w*")


class SettingsReader:
    """Reads the settings of one file's elements."""

    def __init__(self, findings: Findings, expressions: ExpressionReader) -> None:
        self.findings = findings
        self.expressions = expressions

    def settings(self, element: etree._Element) -> Settings:
        """Everything a Zeebe extension says about a flow node."""
        self._check_words(element)
        called = _extension(element, "calledElement")
        form = _extension(element, "formDefinition")
        decision = _extension(element, "calledDecision")
        return Settings(
            form_id=(form.get("formId") or None) if form is not None else None,
            assignment=self._assignment(element),
            job=self._job(element),
            inputs=self._mapping(element, "input"),
            outputs=self._mapping(element, "output"),
            script=self._script(element),
            decision=self._decision(element, decision),
            calls=self._called(element, called),
            all_down=called is None or called.get("propagateAllParentVariables") != "false",
            all_up=called is None or called.get("propagateAllChildVariables") != "false",
            properties=properties_of(element),
        )

    def _check_words(self, element: etree._Element) -> None:
        for extension in _extensions(element):
            for word in extension.iter():
                if namespace(word) == ZEEBE and local_name(word) not in ZEEBE_WORDS:
                    name = local_name(word)
                    self.findings.refuse(
                        Element(element),
                        "zeebe-word",
                        f"zeebe:{name} stöds inte.",
                        f"zeebe:{name} is not supported.",
                    )

    def _assignment(self, element: etree._Element) -> Assignment:
        who = _extension(element, "assignmentDefinition")
        times = _extension(element, "taskSchedule")
        priority = _extension(element, "priorityDefinition")
        return Assignment(
            self._attribute(element, who, "assignee", ASSIGNEE, Kind.TEXT),
            self._attribute(element, who, "candidateGroups", CANDIDATES, Kind.ANY),
            self._time(element, times, "dueDate", DUE_DATE),
            self._time(element, times, "followUpDate", FOLLOW_UP_DATE),
            self._priority(element, priority),
        )

    def _attribute(
        self,
        element: etree._Element,
        extension: etree._Element | None,
        name: str,
        what: Part,
        kind: Kind,
    ) -> Formula | None:
        text = extension.get(name) if extension is not None else None
        return self.expressions.formula(element, text, what, kind) if text else None

    def _time(
        self, element: etree._Element, extension: etree._Element | None, name: str, what: Part
    ) -> Formula | None:
        found = self._attribute(element, extension, name, what, Kind.ANY)
        if found is not None and found.expression is None and not is_date(found.literal or ""):
            self.findings.refuse(
                Element(element),
                "bad-time",
                f"{what.sv}: ”{found.literal}” är inte en tidpunkt.",
                f'{what.en}: "{found.literal}" is not a point in time.',
            )
        return found

    def _priority(
        self, element: etree._Element, extension: etree._Element | None
    ) -> Formula | None:
        found = self._attribute(element, extension, "priority", PRIORITY, Kind.NUMBER)
        if found is None or found.expression is not None:
            return found
        return self._whole_number(element, found, PRIORITY)

    def _whole_number(self, element: etree._Element, found: Formula, what: Part) -> Formula:
        text = str(found.literal)
        if text.isascii() and text.isdigit() and len(text) < 10:
            return literal(Kind.NUMBER, what, int(text))
        self.findings.refuse(
            Element(element),
            "not-a-number",
            f"{what.sv}: ”{text}” är inte ett heltal.",
            f'{what.en}: "{text}" is not a whole number.',
        )
        return literal(Kind.NUMBER, what, 0)

    def _job(self, element: etree._Element) -> JobSetting | None:
        extension = _extension(element, "taskDefinition")
        if extension is None:
            return None
        kind = extension.get("type", "").strip()
        if not kind:
            self.findings.refuse(
                Element(element),
                "no-job-type",
                "Det är inte valt vilken operation som ska göras.",
                "No operation is chosen.",
            )
        retries = self.expressions.formula(
            element, extension.get("retries") or "3", RETRIES, Kind.NUMBER
        )
        if retries.expression is None:
            retries = self._whole_number(element, retries, RETRIES)
        headers = {
            header.get("key", ""): header.get("value", "")
            for owner in _extensions(element)
            for header in owner.iter(f"{{{ZEEBE}}}header")
        }
        return JobSetting(
            self.expressions.formula(element, kind, JOB_TYPE, Kind.TEXT),
            kind,
            retries,
            headers,
        )

    def _mapping(self, element: etree._Element, direction: str) -> tuple[Mapped, ...]:
        extension = _extension(element, "ioMapping")
        if extension is None:
            return ()
        found = []
        for line in extension.findall(f"{{{ZEEBE}}}{direction}"):
            target = line.get("target", "").strip()
            for part in target.split("."):
                self._variable(element, part, MAPPING)
            formula = self.expressions.formula(element, line.get("source"), variable(target))
            found.append(Mapped(target, formula))
        return tuple(found)

    def _script(self, element: etree._Element) -> Mapped | None:
        extension = _extension(element, "script")
        if extension is None:
            return None
        name = extension.get("resultVariable", "").strip()
        self._variable(element, name, SCRIPT_RESULT)
        formula = self.expressions.feel(element, extension.get("expression"), SCRIPT)
        return Mapped(name, formula)

    def _decision(
        self, element: etree._Element, extension: etree._Element | None
    ) -> tuple[str, str] | None:
        if extension is None:
            return None
        decision = extension.get("decisionId", "").strip()
        name = extension.get("resultVariable", "").strip()
        self._variable(element, name, DECISION_RESULT)
        if not decision or decision.startswith("="):
            self.findings.refuse(
                Element(element),
                "no-decision",
                "Beslutstabellen ska anges med sitt id.",
                "The decision table must be given by its id.",
            )
        return (decision, name)

    def _variable(self, element: etree._Element, name: str, part: Part) -> None:
        """Refuse what can't be the name of a variable; advise against other than ASCII."""
        if not _VARIABLE.fullmatch(name):
            self.findings.refuse(
                Element(element),
                "bad-variable",
                f"{part.sv}: ”{name}” kan inte vara namn på en variabel.",
                f'{part.en}: "{name}" can\'t be the name of a variable.',
            )
        elif not name.isascii():
            self.findings.warn(
                Element(element),
                "not-ascii",
                f"{part.sv}: variabeln {name} bör skrivas utan å, ä och ö.",
                f"{part.en}: the variable {name} is better written in ASCII.",
            )

    def _called(self, element: etree._Element, extension: etree._Element | None) -> str | None:
        if local_name(element) != "callActivity":
            return None
        called = extension.get("processId") if extension is not None else None
        called = (called or element.get("calledElement") or "").strip()
        if not called or called.startswith("="):
            self.findings.refuse(
                Element(element),
                "no-called-process",
                "Den anropade processen ska anges med sitt id.",
                "The called process must be given by its id.",
            )
        return called.rpartition(":")[2]

    def loop(self, element: etree._Element) -> ForEach | Repeat | None:
        """The multi-instance or loop marker of an activity."""
        rounds = element.find(bpmn("multiInstanceLoopCharacteristics"))
        if rounds is not None:
            return self._for_each(element, rounds)
        again = element.find(bpmn("standardLoopCharacteristics"))
        if again is None:
            return None
        condition, most = again.findtext(bpmn("loopCondition")), again.get("loopMaximum")
        if not condition and not most:
            self.findings.refuse(
                Element(element),
                "endless-loop",
                "Slingan har varken villkor eller högsta antal varv.",
                "The loop has neither a condition nor a highest number of turns.",
            )
        return Repeat(
            again.get("testBefore") == "true",
            self.expressions.feel(element, condition, LOOP_CONDITION, Kind.BOOLEAN)
            if condition
            else None,
            int(most) if most and most.isdigit() and len(most) < 7 else None,
        )

    def _for_each(self, element: etree._Element, rounds: etree._Element) -> ForEach:
        if rounds.get("behavior", "All") != "All":
            behavior = rounds.get("behavior")
            self.findings.refuse(
                Element(element),
                "multi-instance-behavior",
                f"Flerinstans med behavior={behavior} stöds inte, bara All.",
                f"Multi-instance with behavior={behavior} is not supported, only All.",
            )
        loop = _extension(rounds, "loopCharacteristics")
        count = rounds.findtext(bpmn("loopCardinality"))
        done = rounds.findtext(bpmn("completionCondition"))
        collection = loop.get("inputCollection") if loop is not None else None
        if not collection and not count:
            self.findings.refuse(
                Element(element),
                "no-collection",
                "Flerinstansen saknar lista att gå igenom.",
                "The multi-instance has no list to go through.",
            )
            collection = "[]"
        elif not collection:
            collection = f"for i in 1..({(count or '').strip().removeprefix('=')}) return i"
        for word in ("inputElement", "outputCollection"):
            if loop is not None and loop.get(word):
                self._variable(element, loop.get(word, ""), MULTI_INSTANCE)
        output = loop.get("outputElement") if loop is not None else None
        results = loop.get("outputCollection") if loop is not None else None
        return ForEach(
            sequential=rounds.get("isSequential") == "true",
            items=self.expressions.feel(element, collection, COLLECTION, Kind.LIST),
            item=(loop.get("inputElement") or None) if loop is not None else None,
            results=results or None,
            result=self.expressions.feel(element, output, ROUND_RESULT) if output else None,
            done=self.expressions.feel(element, done, END_CONDITION, Kind.BOOLEAN)
            if done
            else None,
        )


def properties_of(element: etree._Element) -> dict[str, str]:
    """The free properties of an element, by name."""
    return {
        entry.get("name", ""): entry.get("value", "")
        for owner in _extensions(element)
        for entry in owner.iter(f"{{{ZEEBE}}}property")
    }


def form_of(element: etree._Element) -> str | None:
    """The id of the form on an element."""
    form = _extension(element, "formDefinition")
    return (form.get("formId") or None) if form is not None else None


def _extensions(element: etree._Element) -> Iterator[etree._Element]:
    return iter(element.findall(bpmn("extensionElements")))


def _extension(element: etree._Element, name: str) -> etree._Element | None:
    for owner in _extensions(element):
        found = owner.find(f"{{{ZEEBE}}}{name}")
        if found is not None:
            return found
    return None
