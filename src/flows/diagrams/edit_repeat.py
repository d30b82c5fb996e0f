"""Let a step be done several times: for each of a list, so many times, or as long as needed."""

from lxml import etree

from flows.diagrams.edit_checks import feel_in, variable_in
from flows.diagrams.edits import SetRepeat
from flows.diagrams.errors import refuse
from flows.diagrams.names import ACTIVITIES, bpmn, is_bpmn, local_name
from flows.diagrams.workbench import Workbench
from flows.diagrams.xml_edits import make, put_in_order, set_extension, set_formal, take_out

_EACH, _AGAIN = "multiInstanceLoopCharacteristics", "standardLoopCharacteristics"


def set_repeat(bench: Workbench, node: etree._Element, edit: SetRepeat) -> None:
    """Set or take away how many times a step is done. Raises EditRefused."""
    if not is_bpmn(node, ACTIVITIES) or node.get("triggeredByEvent") == "true":
        raise refuse("", "Ett sådant steg görs en gång.", "A step of this kind is done once.")
    if edit.order and any(
        local_name(bench.source(flow)) == "eventBasedGateway" for flow in bench.ins(node)
    ):
        raise refuse(
            "order",
            "Här väntar flödet på det som händer först, och då väntar steget en gång.",
            "Here the flow waits for whatever happens first, so the step waits once.",
        )
    match edit.order:
        case "":
            _only(node, "")
        case "turn" | "together":
            _for_each(_only(node, _EACH), edit)
        case "again":
            _again(_only(node, _AGAIN), edit)
        case _:
            raise refuse(
                "order", "Välj hur många gånger steget görs.", "Choose how often the step is done."
            )


def _only(node: etree._Element, wanted: str) -> etree._Element:
    """The marker that is wanted, made if need be; the other ones are taken away."""
    for name in {_EACH, _AGAIN} - {wanted}:
        for there in node.findall(bpmn(name)):
            take_out(there)
    if not wanted:
        return node
    found = node.find(bpmn(wanted))
    if found is None:
        found = make(bpmn(wanted))
        put_in_order(node, found)
    return found


def _for_each(rounds: etree._Element, edit: SetRepeat) -> None:
    items, count = edit.items.strip(), edit.count.strip()
    if items and count:
        raise refuse(
            "count",
            "Skriv en lista eller ett antal, inte båda.",
            "Write a list or a number, not both.",
        )
    if not items and not count:
        raise refuse(
            "items",
            "Skriv vilken lista steget görs för, till exempel forum.parter.",
            "Write which list the step is done for, such as forum.parter.",
        )
    if bool(edit.results.strip()) != bool(edit.result.strip()):
        empty = "result" if edit.results.strip() else "results"
        raise refuse(
            empty,
            "Fyll i både vad svaren samlas i och vad som samlas, eller inget av dem.",
            "Fill in both what the answers are gathered in and what is gathered, or neither.",
        )
    results, result = "", ""
    if edit.results.strip():
        results = variable_in("results", edit.results)
        result = feel_in("result", edit.result)
    words = {
        "inputCollection": feel_in("items", items) if items else "",
        "inputElement": variable_in("item", edit.item) if edit.item.strip() else "",
        "outputCollection": results,
        "outputElement": result,
    }
    count = feel_in("count", count) if count else ""
    if "-" in count.partition("=")[2].strip()[:1]:
        raise refuse("count", "Antalet kan inte vara negativt.", "The number can't be negative.")
    until = feel_in("until", edit.until) if edit.until.strip() else ""
    _flag(rounds, "isSequential", edit.order == "turn")
    set_extension(rounds, "loopCharacteristics", **words)
    set_formal(rounds, "loopCardinality", count, _after_head(rounds))
    set_formal(rounds, "completionCondition", until)


def _again(again: etree._Element, edit: SetRepeat) -> None:
    most, condition = edit.most.strip(), edit.again.strip()
    if not most and not condition:
        raise refuse(
            "again",
            "Skriv så länge vad steget görs om, eller hur många gånger som mest.",
            "Write as long as what the step is repeated, or how many times at most.",
        )
    if most and not (most.isascii() and most.isdecimal() and len(most) < 7):
        raise refuse(
            "most", "Skriv ett heltal, till exempel 3.", "Write a whole number, such as 3."
        )
    condition = feel_in("again", condition) if condition else ""
    if most:
        again.set("loopMaximum", most)
    elif "loopMaximum" in again.attrib:
        del again.attrib["loopMaximum"]
    set_formal(again, "loopCondition", condition)


def _flag(element: etree._Element, name: str, value: bool) -> None:
    """Set an attribute that is false when it isn't there."""
    if value:
        element.set(name, "true")
    elif element.get(name) not in (None, "false"):
        del element.attrib[name]


def _after_head(rounds: etree._Element) -> int:
    """Where the number of times stands: after what is said of every element."""
    return sum(local_name(one) in ("documentation", "extensionElements") for one in rounds)
