"""Every route says who may use it, and keeps to it."""

import uuid

import pytest
from flask import Flask
from tests.web.site import Site, Visitor
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from flows.kernel import NotAllowed
from flows.organisation import Actor, RoleRef
from flows.web.access import (
    Access,
    SignInNeeded,
    declared_access,
    public,
    require_declared_access,
    role,
    signed_in,
)

OPEN = {
    "static",
    "accessibility.show",
    "health.show",
    "language.choose",
    "sign_in.first",
    "sign_in.show",
    "sign_in.enter",
}
FOR_OVERSEERS = {
    "running.show",
    "running.table",
    "instance.show",
    "instance.retry",
    "instance_outline.show",
}
FOR_ADMINS = ("repair.", "repair_version.", "messages.")
PROCESS = "process"
"""How the names of all views of process owners begin."""
LOOKING_OVERSEERS = {
    "process_decision.try_out",
    "process_form.preview",
    "process_form.preview_fields",
    "process_moves.begin",
    "process_moves.resume",
    "process_moves.stop",
    "process_moves.undo",
}
"""What an administrator may send on a process's pages: trials, and moves of what runs."""
DRAWING_PAGES = (
    "process_import.",
    "process_new.",
    "process.ask_to_discard",
    "process_form.file.",
    "process_decision.file.",
    "process_scenarios.record",
)
"""Pages that are only for who draws."""

PARTICIPANT = "registrator-ockelbo"
SECRETARY = "sekreterare-natverk-valfard"
OWNER = "processagare-gavleborg"
ADMIN = "administrator-gavleborg"


def walk(site: Site) -> list[tuple[str, str, str]]:
    """Every route as (endpoint, method, an address that fits it)."""
    values = {
        "task_id": "none",
        "case_id": 1,
        "instance_id": uuid.UUID(int=1),
        "file_id": uuid.UUID(int=1),
    }
    values |= {
        "process_id": "arende",
        "element_id": "x",
        "forum_id": "natverk-valfard",
        "filename": "flows.svg",
        "package": "arende",
        "file": "arende.bpmn",
        "name": "arende.bpmn",
        "decision_id": "niva",
        "column_id": "ut_niva",
        "part_id": "niva",
        "number": 1,
        "batch_id": 1,
    }
    files = {"process_form.": "arende-beredning.form", "process_decision.": "niva.dmn"}
    found = []
    adapter = site.app.url_map.bind("localhost")
    for rule in site.app.url_map.iter_rules():
        fitting = {name: values[name] for name in rule.arguments}
        if "file" in fitting:
            prefix = rule.endpoint.partition(".")[0] + "."
            fitting["file"] = files.get(prefix, fitting["file"])
        address = adapter.build(rule.endpoint, fitting)
        found += [(rule.endpoint, method, address) for method in methods_of(rule)]
    return found


def methods_of(rule: Rule) -> set[str]:
    return (rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}


def may_use(person: str, endpoint: str, method: str) -> bool:
    """Whether the person's role may use a view, as we mean it to be."""
    if endpoint.startswith(PROCESS):
        drawing = method != "GET" or endpoint.startswith(DRAWING_PAGES)
        if drawing and endpoint not in LOOKING_OVERSEERS:
            return person == OWNER
        return person in {OWNER, ADMIN}
    if endpoint in FOR_OVERSEERS:
        return person in {OWNER, ADMIN}
    return person == ADMIN or not endpoint.startswith(FOR_ADMINS)


def ask(visitor: Visitor, method: str, address: str) -> TestResponse:
    """One request; with the form's token when it changes something."""
    if method in {"PUT", "DELETE"}:
        return visitor.client.open(address, method=method, headers={"X-CSRFToken": visitor.token()})
    return visitor.get(address) if method == "GET" else visitor.post(address)


def test_every_view_declares_who_may_use_it(site: Site) -> None:
    for endpoint, view in site.app.view_functions.items():
        access = declared_access(view)
        assert access is not None, endpoint
        assert access.open_to_all == (endpoint in OPEN), endpoint


def test_an_application_with_a_silent_view_does_not_start() -> None:
    app = Flask("silent")
    app.add_url_rule("/secret", "secret", lambda: "secret")
    with pytest.raises(RuntimeError, match="secret"):
        require_declared_access(app)


def test_a_view_that_lost_its_declaration_is_refused(site: Site) -> None:
    view = site.app.view_functions["inbox.show"]
    visitor = site.person(SECRETARY)
    site.app.view_functions["inbox.show"] = lambda: "open"
    try:
        assert visitor.get("/tasks").status_code == 403
        assert site.visitor().get("/tasks").status_code == 403
    finally:
        site.app.view_functions["inbox.show"] = view


def test_nobody_gets_past_the_door_without_signing_in(site: Site) -> None:
    visitor = site.visitor()
    for endpoint, method, address in walk(site):
        if method == "GET":
            answer = visitor.get(address)
            expected = {200, 302} if endpoint in OPEN else {303}
        else:
            answer = ask(visitor, method, address)
            expected = {303, 422} if endpoint in OPEN else {401}
        assert answer.status_code in expected, (endpoint, method, answer.status_code)
        if endpoint not in OPEN and method == "GET":
            assert answer.headers["Location"].startswith("/sign-in")


def test_nothing_changes_without_the_forms_token(site: Site) -> None:
    for person in (None, SECRETARY, ADMIN):
        visitor = site.person(person) if person else site.visitor()
        for _, method, address in walk(site):
            if method != "GET":
                answer = visitor.client.open(address, method=method)
                assert answer.status_code == 400, address


@pytest.mark.parametrize("person", [PARTICIPANT, SECRETARY, OWNER, ADMIN])
def test_each_role_sees_its_pages_and_no_more(site: Site, person: str) -> None:
    visitor = site.person(person)
    for endpoint, method, address in walk(site):
        if endpoint in {"sign_in.leave", "sign_in.enter"}:
            continue
        answer = ask(visitor, method, address)
        if not may_use(person, endpoint, method):
            assert answer.status_code == 403, (endpoint, method)
        else:
            answered = {200, 302, 303, 403, 404, 409, 412, 422, 428}
            assert answer.status_code in answered, (endpoint, method, answer.status_code)
            assert answer.status_code != 403 or endpoint.startswith(("start.", "instance.retry"))
    oversees = person in {OWNER, ADMIN}
    links = visitor.get("/tasks").text
    assert ('href="/running"' in links) == oversees
    assert ('href="/processes"' in links) == oversees


def test_links_lead_only_where_one_may_go(site: Site) -> None:
    visitor = site.person(PARTICIPANT)
    page = visitor.get("/tasks").text
    assert "Mina uppgifter" in page
    assert "Pågående" not in page


def test_a_declaration_is_checked_against_the_roles_held() -> None:
    forum = frozenset({RoleRef("sekreterare", "forum", "natverk-valfard")})
    secretary = Actor("s", "S", "gavleborg", forum)

    @role("sekreterare", "ordforande")
    def for_secretaries() -> None: ...

    @role("administrator")
    def for_admins() -> None: ...

    @signed_in
    def for_everyone() -> None: ...

    @public
    def for_all() -> None: ...

    def access(view: object) -> Access:
        found = declared_access(view)  # type: ignore[arg-type]
        assert found is not None
        return found

    access(for_all).check(None)
    access(for_everyone).check(secretary)
    access(for_secretaries).check(secretary)
    with pytest.raises(NotAllowed):
        access(for_admins).check(secretary)
    for view in (for_everyone, for_secretaries, for_admins):
        with pytest.raises(SignInNeeded):
            access(view).check(None)
