"""What a file declares beside its processes: messages, signals, errors and escalations."""

from lxml import etree

from flows.diagrams.edit_checks import feel_in, name_in
from flows.diagrams.errors import refuse
from flows.diagrams.names import bpmn, zeebe
from flows.diagrams.read_facts import attributes
from flows.diagrams.workbench import Workbench
from flows.diagrams.xml_edits import make, put, put_after


def message_for(bench: Workbench, name: str, key: str) -> str:
    """The id of the message with this name and key, declared if need be. Raises EditRefused.

    Without a key that of a message of the same name is used.
    """
    name = name_in("message", name)
    key = feel_in("key", key) if key.strip() else ""
    same_name = [one for one in bench.file.root.findall(bpmn("message")) if one.get("name") == name]
    for one in same_name:
        if not key or attributes(one, "subscription").get("correlationKey", "") == key:
            return str(one.get("id"))
    if not key:
        raise refuse(
            "key",
            "Skriv vilken nyckel meddelandet ska ha, till exempel =string(arende.id).",
            "Write which key the message has, for example =string(arende.id).",
        )
    message = make(bpmn("message"), id=bench.new_id(f"meddelande_{name}"), name=name)
    extensions = make(bpmn("extensionElements"))
    extensions.append(make(zeebe("subscription"), correlationKey=key))
    message.append(extensions)
    _declare(bench, message)
    return str(message.get("id"))


def signal_for(bench: Workbench, kind: str, text: str) -> str:
    """The id of a signal by its name, or of an error or escalation by its code.

    It is declared if need be. `kind` is signal, error or escalation. Raises EditRefused when
    nothing is written.
    """
    text = " ".join(text.split())
    if not text:
        raise refuse("signal", *_MISSING[kind])
    said = "name" if kind == "signal" else f"{kind}Code"
    for one in bench.file.root.findall(bpmn(kind)):
        if one.get("id") and one.get(said) == text:
            return str(one.get("id"))
    made = make(bpmn(kind), id=bench.new_id(f"{_IDS[kind]}_{text}"), name=text)
    if kind != "signal":
        made.set(said, text)
    _declare(bench, made)
    return str(made.get("id"))


_IDS = {"signal": "signal", "error": "fel", "escalation": "eskalering"}
_MISSING = {
    "signal": ("Skriv vad signalen heter.", "Write what the signal is called."),
    "error": ("Skriv felets kod.", "Write the code of the error."),
    "escalation": ("Skriv koden för det som ska sägas.", "Write the code of the escalation."),
}


def _declare(bench: Workbench, made: etree._Element) -> None:
    """Put it after others of its kind, else before the processes."""
    root = bench.file.root
    declared = root.findall(str(made.tag))
    if declared:
        put_after(declared[-1], made)
        return
    first = root.find(bpmn("collaboration"))
    before = root.find(bpmn("process")) if first is None else first
    assert before is not None
    put(root, made, root.index(before))
