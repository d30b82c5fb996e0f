"""The messages that a file declares."""

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
    declared = bench.file.root.findall(bpmn("message"))
    if declared:
        put_after(declared[-1], message)
    else:
        first = bench.file.root.find(bpmn("collaboration"))
        before = bench.process if first is None else first
        put(bench.file.root, message, bench.file.root.index(before))
    return str(message.get("id"))
