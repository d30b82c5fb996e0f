"""Files that are hostile as files: bombs, names that are paths, words that would run something."""

from tests.engine.drawing import (
    END,
    NAMESPACES,
    START,
    chain,
    diagram,
    node,
    script,
    several,
    user,
    zeebe,
)
from tests.engine.hostile_package import LINE, Hostile, alone, drawn, raw

_SPIFF = 'xmlns:spiff="http://spiffworkflow.org/bpmn/schema/1.0/core"'
_ELSEWHERE = "../../../../etc/passwd"
_CODE = "__import__('os').system('touch hostile')"
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def _file(doctype: str, inside: str = "") -> bytes:
    body = f'<bpmn:process id="p" isExecutable="true">{LINE}{inside}</bpmn:process>'
    return f"{doctype}<bpmn:definitions {NAMESPACES}>{body}</bpmn:definitions>".encode()


def _entity(declared: str, used: str = "&a;", refused: str = "doctype") -> Hostile:
    return raw(_file(f"<!DOCTYPE x [{declared}]>", used), refused)


def bombs() -> dict[str, Hostile]:
    """Files that grow when they are read, reach for others, or aren't what they say."""
    include = '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
    attributes = " ".join(f'a{n}="1"' for n in range(60_000))
    namespaces = " ".join(f'xmlns:a{n}="u:{n}"' for n in range(30_000))
    laughing = f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]><definitions>&l9;</definitions>'
    return {
        "billion-laughs": _entity(f'<!ENTITY l0 "ha">{_LAUGHS}', "&l9;", "not-xml"),
        "quadratic-blowup": _entity(f'<!ENTITY a "{"A" * 200_000}">', "&a;" * 5_000, "not-xml"),
        "file-entity": _entity('<!ENTITY a SYSTEM "file:///etc/passwd">'),
        "endless-file": _entity('<!ENTITY a SYSTEM "file:///dev/zero">'),
        "parameter-entity": _entity('<!ENTITY % a SYSTEM "http://127.0.0.1:9/a"> %a;', ""),
        "network-dtd": raw(_file('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'), "doctype"),
        "decision-bomb": Hostile(
            {"p.bpmn": diagram(LINE), "d.dmn": laughing.encode()}, ("not-xml",)
        ),
        "include": raw(_file("", include)),
        "stylesheet": raw(b'<?xml-stylesheet href="http://127.0.0.1:9/"?>' + diagram(LINE)),
        "too-large": raw(diagram(LINE) + b" " * 1_100_000, "too-large"),
        "not-utf-8": raw(diagram(LINE).replace(b'"p"', b'"\xff\xfe"'), "not-xml"),
        "unknown-encoding": raw(b'<?xml version="1.0" encoding="no"?>' + diagram(LINE), "not-xml"),
        "utf-16": raw(diagram(LINE).decode().encode("utf-16")),
        "nul": raw(b"\x00" * 500_000, "not-xml"),
        "nested-elements": raw(_file("", "<a>" * 20_000 + "</a>" * 20_000), "not-xml"),
        "nested-a-little": raw(_file("", "<a>" * 220 + "</a>" * 220), "too-deep"),
        "many-attributes": raw(_file("", f"<a {attributes}/>")),
        "many-namespaces": raw(_file("", f"<a {namespaces}/>")),
        "many-comments": raw(_file("", "<!-- -->" * 110_000)),
        "long-name": drawn(alone(user("u", name="å" * 450_000), "u")),
        "many-faults": raw(_file("", '<bpmn:nonsens a="1"/>' * 40_000), "not-supported"),
    }


def names() -> dict[str, Hostile]:
    """Ids and names that are paths or markup, or that something inside may use itself."""
    reserved = ["Start", "End", "Root", "StartEventSplit", "p.EndJoin", "__class__", "typename"]
    form = zeebe("formDefinition", formId=_ELSEWHERE)
    call = node("callActivity", "c", calledElement=_ELSEWHERE)
    processes = several({_ELSEWHERE: LINE, "p": LINE})
    return {
        "traversal-in-ids": raw(diagram(alone(user(_ELSEWHERE), _ELSEWHERE)), "bad-id"),
        "traversal-in-a-process": raw(processes, "bad-id", "id-twice"),
        "traversal-in-a-form": drawn(alone(user("u", "", form), "u")),
        "traversal-in-a-call": raw(diagram(alone(call, "c")), "no-such-process"),
        "reserved-ids": drawn(
            START + "".join(map(user, reserved)) + END + chain("s", *reserved, "e")
        ),
        "markup-in-names": drawn(alone(user("u", name="</title><script>alert(1)</script>"), "u")),
    }


def smuggled() -> dict[str, Hostile]:
    """Words and scripts of others, that would run something."""
    words = {
        "pre-script": f"<spiff:preScript>{_CODE}</spiff:preScript>",
        "post-script": f"<spiff:postScript>{_CODE}</spiff:postScript>",
        "service-operator": f'<spiff:serviceTaskOperator id="{_CODE}" resultVariable="x"/>',
        "camunda-listener": '<c:executionListener xmlns:c="http://camunda.org/schema/1.0/bpmn"'
        ' class="java.lang.Runtime" event="start"/>',
    }
    found = {
        name: drawn(
            alone(
                user("u", f"<bpmn:extensionElements {_SPIFF}>{word}</bpmn:extensionElements>"), "u"
            )
        )
        for name, word in words.items()
    }
    python = node("scriptTask", "x", f"<bpmn:script>{_CODE}</bpmn:script>")
    java = '=function() external {java: {class: "java.lang.Runtime"}}'
    return found | {
        "zeebe-listener": raw(diagram(alone(user("u", "", zeebe("listener")), "u")), "zeebe-word"),
        "script-in-python": raw(diagram(alone(python, "x")), "no-script"),
        "python-as-feel": raw(diagram(alone(script("x", f"={_CODE}", "r"), "x")), "bad-expression"),
        "java-as-feel": drawn(alone(script("x", java, "r"), "x")),
    }
