"""Signing in and out, and the cookie between."""

import dataclasses
import re
from datetime import timedelta
from html import unescape

import pytest
from tests.web.site import PASSWORD, Site, Visitor
from werkzeug.http import parse_cookie

from flows.identity import IDLE_LIFE
from flows.web import create_app

SECRETARY = "sekreterare-natverk-valfard"
RIGHT = {"user": SECRETARY, "password": PASSWORD}
ADMIN = "administrator-gavleborg"


def cookie(answer: object, name: str = "flows") -> str:
    lines = answer.headers.getlist("Set-Cookie")  # type: ignore[attr-defined]
    return next(line for line in lines if line.startswith(f"{name}="))


def test_a_participant_comes_to_their_tasks_and_an_admin_to_what_runs(site: Site) -> None:
    assert site.visitor().sign_in(SECRETARY).headers["Location"] == "/tasks"
    assert site.visitor().sign_in(ADMIN).headers["Location"] == "/running"
    person = site.person(SECRETARY)
    assert person.get("/").headers["Location"] == "/tasks"
    assert person.get("/sign-in").headers["Location"] == "/tasks"


def test_the_visitor_comes_back_to_the_page_asked_for_but_never_elsewhere(site: Site) -> None:
    visitor = site.visitor()
    door = visitor.get("/cases", search="strategi").headers["Location"]
    assert door == "/sign-in?next=/cases?search%3Dstrategi"
    assert 'value="/cases?search=strategi"' in visitor.get(door).text
    answer = visitor.sign_in(SECRETARY, next="/cases?search=strategi")
    assert answer.headers["Location"] == "/cases?search=strategi"
    for trap in ("https://example.org/", "//example.org/", "/\\example.org", "javascript:x"):
        assert site.visitor().sign_in(SECRETARY, next=trap).headers["Location"] == "/tasks"


def test_one_answer_for_every_reason_to_refuse(site: Site) -> None:
    wrong = site.visitor().sign_in(SECRETARY, "fel")
    unknown = site.visitor().sign_in("finns-inte", PASSWORD)
    assert wrong.status_code == unknown.status_code == 422
    text = "Användarnamnet eller lösenordet stämmer inte."
    for answer in (wrong, unknown):
        assert text in answer.text
        assert "<title>Fel: Logga in – Flows</title>" in answer.text
        assert "autofocus" in answer.text
        assert not any(line.startswith("flows=") for line in answer.headers.getlist("Set-Cookie"))
    assert f'value="{SECRETARY}"' in wrong.text
    assert "fel" not in wrong.text.split('id="password"')[1].split(">")[0]


def test_guessing_makes_the_account_wait(site: Site) -> None:
    person = "ordforande-natverk-valfard"
    for _ in range(5):
        assert site.visitor().sign_in(person, "fel").status_code == 422
    assert site.visitor().sign_in(person).status_code == 422
    site.clock.move(timedelta(minutes=2))
    assert site.visitor().sign_in(person).status_code == 303


def test_the_token_is_new_at_every_sign_in_and_out_of_reach_of_scripts(site: Site) -> None:
    visitor = site.visitor()
    first = cookie(visitor.sign_in(SECRETARY))
    assert "HttpOnly" in first
    assert "SameSite=Lax" in first
    assert "Path=/" in first
    assert "Domain" not in first
    second = cookie(visitor.sign_in(SECRETARY))
    assert first.split(";")[0] != second.split(";")[0]
    stolen = Visitor(site.app.test_client())
    stolen.client.set_cookie("flows", parse_cookie(first.split(";")[0])["flows"])
    assert stolen.get("/tasks").status_code == 303, "the replaced session is over"


def test_over_https_the_cookie_is_secure_and_bound_to_the_host(site: Site) -> None:
    settings = dataclasses.replace(site.app.settings, base_url="https://flows.example.org")  # type: ignore[attr-defined]
    app = create_app(settings, site.house.database, site.clock)
    answer = Visitor(app.test_client()).sign_in(SECRETARY)
    assert "Secure" in cookie(answer, "__Host-flows")
    assert "Secure" in cookie(Visitor(app.test_client()).get("/sign-in"), "flows_form")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_signing_out_ends_the_session_for_the_token_too(site: Site) -> None:
    visitor = site.visitor()
    token = parse_cookie(cookie(visitor.sign_in(SECRETARY)).split(";")[0])["flows"]
    answer = visitor.post("/sign-out")
    assert answer.headers["Location"] == "/sign-in?out=1"
    assert "Du är utloggad" in visitor.get("/sign-in?out=1").text
    assert visitor.get("/tasks").status_code == 303
    thief = Visitor(site.app.test_client())
    thief.client.set_cookie("flows", token)
    assert thief.get("/tasks").status_code == 303


def test_one_cannot_be_signed_out_by_a_link(site: Site) -> None:
    assert site.person(SECRETARY).get("/sign-out").status_code == 405


def task_to_do(site: Site, visitor: Visitor) -> str:
    """The address of a task that waits for the visitor."""
    site.house.start(
        "arende",
        titel="Avbruten",
        anmalare={"id": "ockelbo", "namn": "Ockelbo kommun", "slag": "part"},
        berorda_parter=["ockelbo", "gavle"],
    )
    found = re.search(r'href="(/tasks/[^"/]+)"', visitor.get("/tasks").text)
    assert found is not None
    return found[1]


def held(page: str) -> dict[str, str]:
    """The hidden fields of the page's form, as a browser would send them."""
    main = page.split("<main")[1]
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', main)
    return {name: unescape(value) for name, value in found}


def test_who_was_signed_out_while_writing_goes_on_where_they_were(site: Site) -> None:
    visitor = site.person(SECRETARY)
    task = task_to_do(site, visitor)
    token = visitor.token()
    site.clock.move(IDLE_LIFE)
    away = visitor.client.post(
        f"{task}/complete",
        data={"csrf_token": token, "mottagning": "komplettera", "komplettering_fraga": 'Va"d?'},
    )
    assert away.status_code == 401
    assert "Det du skrev följer med" in away.text
    assert token not in held(away.text)["_unfinished"]

    header = away.text.split("<main")[0]
    switch = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', header))
    sent = {name: unescape(text) for name, text in switch.items()} | {"language": "en"}
    english = visitor.client.post("/language", data=sent)
    assert "What you typed comes along" in english.text
    assert held(english.text)["_unfinished"] == held(away.text)["_unfinished"]
    visitor.client.post("/language", data={**sent, "language": "sv"})

    wrong = {**held(away.text), "user": SECRETARY, "password": "fel"}
    again = visitor.client.post("/sign-in", data=wrong)
    assert again.status_code == 422
    back = visitor.client.post("/sign-in", data={**held(again.text), **RIGHT})
    assert "Det du skrev finns kvar" in back.text
    assert "Logga ut" in back.text
    assert f'action="{task}/draft"' in back.text
    kept = visitor.client.post(f"{task}/draft", data=held(back.text), follow_redirects=True)
    assert kept.status_code == 200
    assert "Va&#34;d?" in kept.text


def test_who_was_signed_out_while_starting_goes_on_where_they_were(site: Site) -> None:
    visitor = site.person("initiativtagare-ockelbo")
    start = "/start/arende/natverk-valfard"
    token = visitor.token(start)
    site.clock.move(IDLE_LIFE)
    away = visitor.client.post(start, data={"csrf_token": token, "titel": "En lång titel"})
    signed_in = {"user": "initiativtagare-ockelbo", "password": PASSWORD}
    back = visitor.client.post("/sign-in", data={**held(away.text), **signed_in})
    again = visitor.client.post(f"{start}/again", data=held(back.text))
    assert 'value="En lång titel"' in again.text
    assert visitor.get(f"{start}/again").headers["Location"] == start


@pytest.mark.parametrize(
    "brought",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"address": "https://example.org/tasks/1/draft", "fields": []}',
        '{"address": "//example.org/tasks/1/draft", "fields": []}',
        '{"address": "/running/1/repair/cancel", "fields": []}',
        '{"address": "/sign-out", "fields": [["a", "b"]]}',
        '{"address": "/tasks/1/draft", "fields": [["a"]]}',
        '{"address": "/tasks/1/draft", "fields": [[1, 2]]}',
        '{"address": ["/tasks/1/draft"], "fields": []}',
    ],
)
def test_nothing_else_is_brought_along(site: Site, brought: str) -> None:
    visitor = site.visitor()
    answer = visitor.client.post(
        "/sign-in", data={"csrf_token": visitor.token("/sign-in"), "_unfinished": brought, **RIGHT}
    )
    assert answer.status_code == 303


def test_what_was_typed_elsewhere_is_shown(site: Site) -> None:
    visitor = site.person("processagare-gavleborg")
    token = visitor.token()
    site.clock.move(IDLE_LIFE)
    answer = visitor.client.post("/processes/new", data={"csrf_token": token, "name": "Ett namn"})
    assert answer.status_code == 401
    assert "Ett namn" in answer.text


def test_a_demonstration_begins_with_a_few_and_what_they_do(site: Site) -> None:
    page = site.visitor().get("/sign-in").text
    few, everyone = page.split('<details class="ds-details everyone">')
    assert few.count("?user=") == 12
    assert "Ritar, provar och publicerar processer." in few
    assert everyone.count(f"?user={SECRETARY}") == 1
    assert everyone.index("Nätverk Välfärd</span>") < everyone.index("Ockelbo kommun</span>")


def test_what_they_do_is_told_in_english_too(site: Site) -> None:
    visitor = site.visitor()
    visitor.post("/language", language="en", next="/sign-in")
    assert "Draws, tries and publishes processes." in visitor.get("/sign-in").text


def test_one_click_fills_the_form_in(site: Site) -> None:
    chosen = site.visitor().get("/sign-in", user=SECRETARY).text
    assert f'value="{SECRETARY}"' in chosen
    assert '<details class="ds-details everyone">' in chosen
    settings = dataclasses.replace(site.app.settings, demo_password=PASSWORD)  # type: ignore[attr-defined]
    visitor = Visitor(create_app(settings, site.house.database, site.clock).test_client())
    assert f'value="{PASSWORD}"' in visitor.get("/sign-in", user=SECRETARY).text
    assert f'value="{PASSWORD}"' not in visitor.get("/sign-in").text


def test_whoever_is_not_among_the_few_is_found_open(site: Site) -> None:
    page = site.visitor().get("/sign-in", user="registrator-bollnas").text
    assert '<details class="ds-details everyone" open>' in page
    assert page.count(" open>") == 2
    assert 'user=registrator-bollnas" aria-current="true"' in page


def test_without_demonstration_nobody_is_listed(site: Site) -> None:
    settings = dataclasses.replace(site.app.settings, demo=False)  # type: ignore[attr-defined]
    app = create_app(settings, site.house.database, site.clock)
    assert "?user=" not in Visitor(app.test_client()).get("/sign-in").text
