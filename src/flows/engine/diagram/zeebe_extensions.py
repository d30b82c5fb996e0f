"""Read what the Zeebe extensions of an element say; every other word is left behind."""

from collections.abc import Iterator

from lxml import etree

from flows.engine.diagram.element import Element
from flows.engine.diagram.expressions import ExpressionReader
from flows.engine.diagram.findings import Findings
from flows.engine.diagram.model import (
    Assignment,
    JobSetting,
    Mapped,
    Settings,
)
from flows.engine.diagram.reading import bpmn, local_name, namespace
from flows.engine.diagram.variable_names import check_variable
from flows.engine.diagram.vocabulary import REFUSED_WAYS, ZEEBE, ZEEBE_WORDS
from flows.engine.formula import Formula, Kind, literal
from flows.engine.parts import (
    ASSIGNEE,
    CANDIDATES,
    DECISION_RESULT,
    DUE_DATE,
    FOLLOW_UP_DATE,
    JOB_TYPE,
    MAPPING,
    PRIORITY,
    RETRIES,
    SCRIPT,
    SCRIPT_RESULT,
    Part,
    variable,
)
from flows.engine.timers import is_date, is_life

MOST_PARTS = 20
TIME_TO_LIVE = "timeToLive"
"""The free property that says how long a thrown message is kept for someone to take it."""


class SettingsReader:
    """Reads the settings of one file's elements."""

    def __init__(self, findings: Findings, expressions: ExpressionReader) -> None:
        self.findings = findings
        self.expressions = expressions

    def settings(self, element: etree._Element) -> Settings:
        """Everything a Zeebe extension says about a flow node."""
        self._check_words(element)
        called = extension(element, "calledElement")
        form = extension(element, "formDefinition")
        decision = extension(element, "calledDecision")
        if form is not None and not form.get("formId"):
            self.findings.refuse(
                Element(element),
                "no-form-id",
                "Formuläret ska anges med sitt id.",
                "The form must be given by its id.",
            )
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
            properties=self._properties(element),
        )

    def _properties(self, element: etree._Element) -> dict[str, str]:
        found = properties_of(element)
        life = found.get(TIME_TO_LIVE)
        if life is not None and not is_life(life):
            self.findings.refuse(
                Element(element),
                "bad-time-to-live",
                f"{TIME_TO_LIVE} ska vara en tidsrymd på minst en minut, till exempel P30D; "
                f"här står ”{life}”.",
                f"{TIME_TO_LIVE} must be a duration of at least a minute, for example P30D; "
                f'here is "{life}".',
            )
        return found

    def _check_words(self, element: etree._Element) -> None:
        for owner in _extensions(element):
            for word in owner.iter():
                if namespace(word) == ZEEBE and local_name(word) not in ZEEBE_WORDS:
                    name = local_name(word)
                    self.findings.refuse(
                        Element(element),
                        "zeebe-word",
                        f"zeebe:{name} stöds inte.",
                        f"zeebe:{name} is not supported.",
                    )

    def _assignment(self, element: etree._Element) -> Assignment:
        who = extension(element, "assignmentDefinition")
        if who is not None and who.get("candidateUsers"):
            code = "candidate-users"
            self.findings.refuse(Element(element), code, *REFUSED_WAYS[code])
        times = extension(element, "taskSchedule")
        priority = extension(element, "priorityDefinition")
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
        word: etree._Element | None,
        name: str,
        what: Part,
        kind: Kind,
    ) -> Formula | None:
        text = word.get(name) if word is not None else None
        return self.expressions.formula(element, text, what, kind) if text else None

    def _time(
        self, element: etree._Element, word: etree._Element | None, name: str, what: Part
    ) -> Formula | None:
        found = self._attribute(element, word, name, what, Kind.ANY)
        if found is not None and found.expression is None and not is_date(found.literal or ""):
            self.findings.refuse(
                Element(element),
                "bad-time",
                f"{what.sv}: ”{found.literal}” är inte en tidpunkt.",
                f'{what.en}: "{found.literal}" is not a point in time.',
            )
        return found

    def _priority(self, element: etree._Element, word: etree._Element | None) -> Formula | None:
        found = self._attribute(element, word, "priority", PRIORITY, Kind.NUMBER)
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
        word = extension(element, "taskDefinition")
        if word is None:
            return None
        kind = word.get("type", "").strip()
        if not kind:
            self.findings.refuse(
                Element(element),
                "no-job-type",
                "Det är inte valt vilken operation som ska göras.",
                "No operation is chosen.",
            )
        retries = self.expressions.formula(
            element, word.get("retries") or "3", RETRIES, Kind.NUMBER
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
        word = extension(element, "ioMapping")
        if word is None:
            return ()
        found = []
        for line in word.findall(f"{{{ZEEBE}}}{direction}"):
            target = line.get("target", "").strip()
            parts = target.split(".")
            for part in parts[:MOST_PARTS]:
                check_variable(self.findings, element, part, MAPPING)
            if len(parts) > MOST_PARTS:
                self.findings.refuse(
                    Element(element),
                    "bad-variable",
                    f"{MAPPING.sv}: en väg in i en variabel kan ha högst {MOST_PARTS} delar.",
                    f"{MAPPING.en}: a path into a variable can have at most {MOST_PARTS} parts.",
                )
            formula = self.expressions.formula(element, line.get("source"), variable(target))
            found.append(Mapped(target, formula))
        return tuple(found)

    def _script(self, element: etree._Element) -> Mapped | None:
        word = extension(element, "script")
        if word is None:
            return None
        name = word.get("resultVariable", "").strip()
        check_variable(self.findings, element, name, SCRIPT_RESULT)
        formula = self.expressions.feel(element, word.get("expression"), SCRIPT)
        return Mapped(name, formula)

    def _decision(
        self, element: etree._Element, word: etree._Element | None
    ) -> tuple[str, str] | None:
        if word is None:
            return None
        decision = word.get("decisionId", "").strip()
        name = word.get("resultVariable", "").strip()
        check_variable(self.findings, element, name, DECISION_RESULT)
        if not decision or decision.startswith("="):
            self.findings.refuse(
                Element(element),
                "no-decision",
                "Beslutstabellen ska anges med sitt id.",
                "The decision table must be given by its id.",
            )
        return (decision, name)

    def _called(self, element: etree._Element, word: etree._Element | None) -> str | None:
        if local_name(element) != "callActivity":
            return None
        called = word.get("processId") if word is not None else None
        called = (called or element.get("calledElement") or "").strip()
        if not called or called.startswith("="):
            self.findings.refuse(
                Element(element),
                "no-called-process",
                "Den anropade processen ska anges med sitt id.",
                "The called process must be given by its id.",
            )
        return called.rpartition(":")[2]


def properties_of(element: etree._Element) -> dict[str, str]:
    """The free properties of an element, by name."""
    return {
        entry.get("name", ""): entry.get("value", "")
        for owner in _extensions(element)
        for entry in owner.iter(f"{{{ZEEBE}}}property")
    }


def _extensions(element: etree._Element) -> Iterator[etree._Element]:
    return iter(element.findall(bpmn("extensionElements")))


def extension(element: etree._Element, name: str) -> etree._Element | None:
    """The Zeebe extension of an element with this name."""
    for owner in _extensions(element):
        found = owner.find(f"{{{ZEEBE}}}{name}")
        if found is not None:
            return found
    return None
