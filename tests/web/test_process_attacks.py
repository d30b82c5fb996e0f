"""The pages of process owners against whoever means harm: odd addresses, fields, forms, models.

Nothing may answer 500, take long, or let a script through.
"""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.site import Site, Visitor
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

OWNER = "processagare-gavleborg"
FORM = "/processes/arende/form/arende-beslut.form"
DECISION = "/processes/arende/decision/niva.dmn"
NIVA = (Path(__file__).parents[2] / "processes" / "arende" / "niva.dmn").read_text()
SECONDS = 4.0
"""Twice what a page may take, for a machine that is busy with other things."""

KNOWN = {
    "package": "arende",
    "file": "arende-beslut.form",
    "name": "scenarier/x.yaml",
    "process_id": "arende",
    "decision_id": "niva",
    "element_id": "x",
    "column_id": "x",
    "part_id": "x",
    "number": "1",
    "batch_id": "1",
}
TEXTS = ("%00", "a%00b", "..%2f..%2fetc", "%FF", "%3Cscript%3E", "x" * 300, "new", "arende%0A")
NUMBERS = ("0", "2147483648", "9223372036854775808", "9" * 30)
FIELDS = ("name", "reason", "revision", "seen", "version", "etag", "do", "kind", "stem", "title")
MORE_FIELDS = (
    "pattern",
    "to",
    "as",
    "what",
    "key",
    "process",
    "forum",
    "part",
    "at",
    "act",
    "item",
)
SLOW = "count(for a in 1..3000, b in 1..3000 return 1) > 1"


@pytest.fixture(scope="module")
def owner(site: Site) -> Visitor:
    visitor = site.person(OWNER)
    visitor.post("/processes/arende/draft")
    return visitor


def _rules(site: Site) -> Iterator[Rule]:
    for rule in site.app.url_map.iter_rules():
        if str(rule).startswith("/processes"):
            yield rule


def _addresses(rule: Rule) -> Iterator[str]:
    """The rule's address, with each part of it odd in turn."""
    for part in sorted(rule.arguments) or [""]:
        for odd in NUMBERS if part in {"number", "batch_id"} else TEXTS:
            values = {**KNOWN, part: odd} if part else {}
            yield re.sub(r"<(?:\w+:)?(\w+)>", lambda found, v=values: v[found[1]], str(rule))


def test_no_address_with_anything_in_it_is_a_fault_of_ours(site: Site, owner: Visitor) -> None:
    token = owner.token()
    odd = dict.fromkeys(FIELDS + MORE_FIELDS, "a\x00b") | {"revision": "9" * 30}
    for rule in _rules(site):
        for address in _addresses(rule):
            for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}):
                answer = owner.client.open(
                    address,
                    method=method,
                    data={"csrf_token": token, **odd} if method == "POST" else None,
                    headers={"X-CSRFToken": token, "If-Match": '"x"'},
                    buffered=True,
                )
                assert answer.status_code < 500, (method, address)
                assert b"<script>" not in answer.data, (method, address)


def test_no_question_of_an_address_is_a_fault_of_ours(site: Site, owner: Visitor) -> None:
    odd = "page version from to element row against search show step.x as item _decision number"
    for rule in _rules(site):
        if "GET" in (rule.methods or set()):
            address = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: KNOWN[found[1]], str(rule))
            for value in ("%00", "9" * 30, "-1", "%3Cscript%3E"):
                question = "&".join(f"{name}={value}" for name in odd.split())
                answer = owner.get(f"{address}?{question}")
                assert answer.status_code < 500, (address, value)
                assert b"<script>" not in answer.data, (address, value)


# ------------------------------------------------------------------------------- forms


def _form(*components: Any, **more: Any) -> str:
    return json.dumps({"id": "arende-beslut", "components": components, **more})


def _text(text: str, number: int = 0) -> dict[str, Any]:
    return {"type": "text", "id": f"t{number}", "text": text}


def _field(number: int = 0, **more: Any) -> dict[str, Any]:
    key = f"a{number}"
    return {"type": "textfield", "key": key, "id": key, "label": "x", **more}


FORMS = {
    "nothing": "",
    "null": "null",
    "deep": "[" * 100_000,
    "a type that is a list": _form({"type": ["x"], "key": {}, "label": [1]}),
    "a subtype that is a list": _form({"type": "datetime", "key": "a", "subtype": ["date"]}),
    "rules of the wrong kind": _form(
        _field(validate={"minLength": "x", "pattern": 5, "required": "yes", "maxLength": -1})
    ),
    "options of the wrong kind": _form(
        {"type": "select", "key": "a", "label": "x", "values": [1, None, [2], {"value": {"a": 1}}]}
    ),
    "many conditions that are slow": _form(
        *[_field(number, conditional={"hide": f"={SLOW}"}) for number in range(200)]
    ),
    "many texts that are slow": _form(
        *[_text("{{sum(for a in 1..100000 return a)}}", number) for number in range(100)]
    ),
    "patterns without end": _form(
        *[_field(number, validate={"pattern": "(a|aa)+$"}) for number in range(60)]
    ),
    "places that are never closed": _form(_text("{{" * 50_000)),
    "brackets that are never closed": _form(_text("[" * 50_000)),
    "lists without end": _form(_field(), more=[["a"]] * 50_000),
    "fields without end": _form(*[_field(number) for number in range(3_000)]),
    "the same key over and over": _form(*[_field() for _ in range(3_000)]),
    "options without end": _form(
        {"type": "radio", "key": "a", "label": "x", "values": [{"value": n} for n in range(20_000)]}
    ),
    "rows without end": _form(
        {
            "type": "dynamiclist",
            "path": "rader",
            "label": "x",
            "defaultRepetitions": 10**9,
            "components": [_field()],
        }
    ),
    "groups in groups": '{"id": "arende-beslut", "components": ['
    + '{"type": "group", "components": [' * 200
    + "]}" * 200
    + "]}",
    "names of our own fields": _form(*[_field(key=key) for key in ("csrf_token", "_schema")]),
    "half a character": _form(_text("\ud800")),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_no_form_brings_its_preview_down(owner: Visitor, form: str) -> None:
    answers = {f"a{number}": "a" * 60 + "!" for number in range(60)}
    answer = _quickly(owner, f"{FORM}/preview", _schema=form, _try="1", _shown="a0", **answers)
    assert answer.status_code == 200


def test_a_form_that_takes_too_much_is_told_beside_the_form(owner: Visitor) -> None:
    slow = "{{count(for a in 1..9999, b in 1..9999 return 1)}}"
    page = _quickly(owner, f"{FORM}/preview", _schema=_form(_text(slow)))
    assert page.status_code == 200
    assert "Uttrycket kräver för många steg." in page.text
    many = _quickly(owner, f"{FORM}/preview", _schema=_form(*[_field(n) for n in range(1_001)]))
    assert "högst 1000 komponenter" in many.text


def test_no_script_comes_through_a_form(owner: Visitor) -> None:
    script = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1))"
    form = _form(
        _text(script),
        _field(1, label=script, description=script, defaultValue=script, id=f'">{script}'),
        _field(2, appearance={"prefixAdorner": script}, properties={"label_en": script}),
        {"type": "radio", "key": "b", "label": "b", "values": [{"value": script, "label": script}]},
        {"type": "html", "id": "h", "content": script},
        {"type": "image", "id": "i", "source": "javascript:alert(1)"},
        {"type": f"{script}", "id": "j"},
    )
    page = _quickly(owner, f"{FORM}/preview", _schema=form).text
    assert "<script>" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page


KEPT = {
    "no list of components": '{"id": "konstig", "components": "x"}',
    "an id that is a list": '{"id": ["x"], "components": []}',
    "components of other kinds": '{"id": "konstig", "components": [null, [], "x", 1]}',
    "groups without anything": _form({"type": "group", "components": [{"type": "group"}]}),
    "everything a list": _form(
        {name: ["x"] for name in ("type", "id", "key", "label", "values", "properties", "validate")}
    ),
}


@pytest.mark.parametrize("form", KEPT.values(), ids=list(KEPT))
def test_a_form_that_is_odd_is_kept_and_every_page_stands(owner: Visitor, form: str) -> None:
    address = "/processes/arende/files/konstig.form"
    token = {"X-CSRFToken": owner.token()}
    saved = owner.client.put(address, data=form, headers={**token, "If-None-Match": "*"})
    assert saved.status_code == 200
    etag = saved.json["etag"] if saved.json else ""
    pages = ["", "/form/konstig.form", "/form/konstig.form/rows", "/form/konstig.form/file"]
    for page in [*pages, "/check", "/publish", "/compare", "/outline/arende"]:
        assert owner.get(f"/processes/arende{page}").status_code == 200, page
    for do in ("save:", "save:x", "up:x", "remove:component-1"):
        answer = owner.post(f"{FORM}/rows".replace("arende-beslut", "konstig"), do=do, etag=etag)
        assert answer.status_code < 500, do
    seen = owner.get(address).headers["ETag"]
    gone = owner.client.delete(address, headers={**token, "If-Match": seen})
    assert gone.status_code < 300


# ------------------------------------------------------------------------------- decisions


def _cell(expression: str) -> str:
    return NIVA.replace('"en_kommun"', expression, 1)


MODELS = {
    "nothing": "",
    "no model": "<x/>",
    "a doctype": '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>' + NIVA,
    "NUL": NIVA + "\0",
    "deep": "<a>" * 50_000,
    "a deep cell": _cell("(" * 20_000 + "1" + ")" * 20_000),
    "a loop without end": _cell("count(for a in 1..99999, b in 1..99999 return 1)"),
    "a power without end": _cell("9**9**9**9"),
    "a pattern without end": _cell(f'matches("{"a" * 60}!", "(a|aa)+$")'),
    "rules without end": re.sub(
        r"(?s)<rule .*?</rule>", lambda found: found[0] * 300, NIVA.replace('"en_kommun"', "((")
    ),
}


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
def test_no_model_brings_the_trial_down(owner: Visitor, model: str) -> None:
    assert _quickly(owner, f"{DECISION}/try", _model=model, _try="1").status_code == 200


def test_no_script_comes_through_a_decision(owner: Visitor) -> None:
    script = "&lt;script>alert(1)&lt;/script>"
    model = NIVA.replace("Hur många berörs?", script).replace("HS-09", script)
    page = _quickly(owner, f"{DECISION}/try", _model=model, _try="1", rackvidd="<script>").text
    assert "<script>" not in page


# ------------------------------------------------------------------------------- sizes


@pytest.mark.parametrize(
    "address", [f"{FORM}/preview", f"{DECISION}/try", "/processes/new", "/processes/arende/publish"]
)
def test_fifty_megabytes_are_refused_wherever_they_are_sent(owner: Visitor, address: str) -> None:
    answer = _quickly(owner, address, _schema="x" * 50_000_000)
    assert answer.status_code == 413


def _quickly(visitor: Visitor, address: str, **fields: object) -> TestResponse:
    data = {"csrf_token": visitor.token(), **fields}
    began = time.process_time()
    answer = visitor.client.post(address, data=data, headers={"HX-Request": "true"}, buffered=True)
    assert time.process_time() - began < SECONDS
    assert answer.status_code < 500
    return answer
