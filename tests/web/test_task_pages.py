"""A task on the page: taken, left back, kept as a draft, refused, done, and gone."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from tests.forms.documents import PDF
from tests.web.site import Site, Visitor

SECRETARY = "sekreterare-natverk-valfard"
CHAIR, MEMBER = "ordforande-natverk-valfard", "ordforande-lansledning-valfard"
INITIATOR = "initiativtagare-ockelbo"
START = "/start/arende/natverk-valfard"
REPORT = {
    "titel": "Gemensam rutin för utskrivning",
    "beskrivning": "Parterna gör olika.",
    "forslag_till_beslut": "Att ta fram en gemensam rutin.",
    "berorda_parter": ["gavle", "ockelbo"],
    "samverkansomrade": "Barn, unga och vuxna i behov av vård och omsorg",
    "arendetyp": "ny_fraga",
    "kalla": "lokal",
}


def report(site: Site, **more: object) -> None:
    answer = site.person(INITIATOR).post(START, **{**REPORT, **more})
    assert answer.status_code == 303, re.findall(r"<li><a href=\"#f-.*", answer.text)
    site.house.settle()


def open_task(visitor: Visitor, title: str) -> str:
    """The address of the visitor's task in a case."""
    rows = visitor.get("/tasks", search=title).text.split("<tr>")[2:]
    found = re.search(r'href="(/tasks/[^"]+)"', rows[0])
    assert found is not None
    return found[1]


def test_the_page_says_what_why_and_about_what(site: Site) -> None:
    report(site, titel="Vad, varför och om vad")
    secretary = site.person(SECRETARY)
    page = secretary.get(open_task(secretary, "Vad, varför")).text
    assert "Sekreterare, Nätverk Välfärd" in page
    assert "Vad, varför och om vad" in page
    assert "NV 2027-" in page
    assert "Ockelbo kommun" in page
    english = secretary.post("/language", language="en")
    assert english.status_code == 303
    page = secretary.get(open_task(secretary, "Vad, varför")).text
    assert "Receive the report" in page or "Why me" in page


def test_a_refused_form_keeps_everything_and_says_what_is_wrong(site: Site) -> None:
    visitor = site.person(INITIATOR)
    answer = visitor.post(START, titel="Bara en titel", berorda_parter="gavle")
    assert answer.status_code == 422
    assert 'value="Bara en titel"' in answer.text
    assert re.search(r'value="gavle"\s+checked', answer.text)
    assert 'href="#f-beskrivning"' in answer.text
    assert answer.text.count("autofocus") == 1
    assert "<title>Fel: Ärende – Flows</title>" in answer.text


def test_a_task_is_taken_left_back_and_taken_over(site: Site) -> None:
    report(site, titel="Ta och lämna")
    secretary = site.person(SECRETARY)
    task = open_task(secretary, "Ta och lämna")
    secretary.post(f"{task}/complete", mottagning="vidare", berorda_parter=["gavle", "ockelbo"])
    site.house.settle()
    chair, member = site.person(CHAIR), site.person(MEMBER)
    task = open_task(chair, "Ta och lämna")
    assert chair.post(f"{task}/claim").headers["Location"] == task
    assert "Du har tagit uppgiften." in chair.get(task).text
    page = member.get(task).text
    assert "Ordförande Nätverk Välfärd</span> har tagit uppgiften" in page or (
        "Ordförande Nätverk Välfärd har tagit uppgiften" in page
    )
    assert "Ta över uppgiften" in page
    assert "/complete" not in page
    assert member.post(f"{task}/claim").status_code == 409
    assert member.post(f"{task}/take-over").status_code == 303
    assert "Du har tagit uppgiften." in member.get(task).text
    assert chair.post(f"{task}/complete", beredningsbeslut="dagordning").status_code == 409
    assert member.post(f"{task}/release").headers["Location"] == "/tasks"
    assert "Ledig" in chair.get("/tasks", search="Ta och lämna").text


def test_a_draft_keeps_what_is_typed_right_or_wrong(site: Site) -> None:
    report(site, titel="Ett utkast")
    secretary = site.person(SECRETARY)
    task = open_task(secretary, "Ett utkast")
    answer = secretary.post(f"{task}/draft", mottagning="komplettera", komplettering_fraga="Va")
    assert answer.headers["Location"] == task
    assert "Utkastet är sparat" in secretary.get(task).text
    page = secretary.get(task).text
    assert re.search(r'value="komplettera"\s+checked', page)
    assert ">\nVa</textarea>" in page
    inbox = secretary.get("/tasks", search="Ett utkast").text
    assert "Utkast" in inbox.split("<tbody>")[1]


def test_new_questions_are_asked_for_piece_by_piece(site: Site) -> None:
    report(site, titel="Följdfrågor")
    secretary = site.person(SECRETARY)
    task = open_task(secretary, "Följdfrågor")
    answer = secretary.post(f"{task}/fields", mottagning="komplettera")
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'name="komplettering_fraga"' in answer.text
    assert "aria-invalid" not in answer.text
    other = secretary.post(f"{task}/fields", mottagning="vidare")
    assert "<textarea" not in other.text


def test_a_done_task_is_gone_for_the_next(site: Site) -> None:
    report(site, titel="Redan gjord")
    secretary = site.person(SECRETARY)
    task = open_task(secretary, "Redan gjord")
    answers = {"mottagning": "vidare", "berorda_parter": ["gavle", "ockelbo"]}
    done = secretary.post(f"{task}/complete", **answers)
    assert done.status_code == 303
    assert re.fullmatch(r"/cases/\d+|/tasks/\w+", done.headers["Location"])
    again = site.person(CHAIR).post(f"{task}/complete", **answers)
    assert again.status_code == 409
    assert "Någon annan hann före" in again.text
    assert site.person(CHAIR).get(task).status_code == 409


def test_a_double_press_does_a_task_once_and_goes_on(site: Site) -> None:
    report(site, titel="Två tryck")
    secretary = site.person(SECRETARY)
    task = open_task(secretary, "Två tryck")
    answers = {"mottagning": "vidare", "berorda_parter": ["gavle", "ockelbo"]}
    done = secretary.post(f"{task}/complete", **answers)
    again = secretary.post(f"{task}/complete", **answers)
    assert (again.status_code, again.headers["Location"]) == (303, done.headers["Location"])

    site.clock.move(timedelta(minutes=1))
    later = secretary.post(f"{task}/complete", motivering="Skrivet i en annan flik")
    assert later.status_code == 409
    assert "Du har redan gjort uppgiften" in later.text
    assert "Någon annan" not in later.text
    assert "Skrivet i en annan flik" in later.text


def test_another_answer_from_another_tab_is_never_lost(site: Site) -> None:
    """Two sessions of one person: only the very same answers are taken for a double press."""
    report(site, titel="Två flikar")
    first, second = site.person(SECRETARY), site.person(SECRETARY)
    task = open_task(first, "Två flikar")
    answers: dict[str, object] = {"mottagning": "komplettera", "berorda_parter": ["gavle"]}
    done = first.post(f"{task}/complete", **answers, komplettering_fraga="Vem betalar?")
    assert done.status_code == 303

    for changed in (
        {**answers, "komplettering_fraga": "Vad kostar det?"},
        {**answers, "komplettering_fraga": "Vem betalar?", "berorda_parter": ["ockelbo"]},
    ):
        other = second.post(f"{task}/complete", **changed)
        assert other.status_code == 409
        assert "Det är redan gjort" in other.text
        typed, recorded = other.text.split("Det du hade skrivit")[1].split("Det du skickade först")
        assert str(changed["komplettering_fraga"]) in typed
        assert "Vem betalar?" in recorded
        assert "Gävle kommun" in recorded
        assert ("Ockelbo kommun" in typed) is (changed["berorda_parter"] == ["ockelbo"])

    same = second.post(f"{task}/complete", **answers, komplettering_fraga=" Vem betalar? ")
    assert (same.status_code, same.headers["Location"]) == (303, done.headers["Location"])
    draft = second.post(f"{task}/draft", **answers, komplettering_fraga="Mitt utkast")
    assert draft.status_code == 409
    assert "Mitt utkast" in draft.text


def test_who_was_slower_keeps_what_they_typed_and_is_told_their_files(site: Site) -> None:
    report(site, titel="Den andra skrev också")
    secretary = site.person(SECRETARY)
    task = open_task(secretary, "Den andra skrev också")
    answers = {"mottagning": "vidare", "berorda_parter": ["gavle", "ockelbo"]}
    assert secretary.post(f"{task}/complete", **answers).status_code == 303
    slower = site.person(CHAIR).post(
        f"{task}/complete",
        **answers,
        komplettering_fraga="Min långa text",
        handlingar=(BytesIO(PDF), "underlag.pdf"),
    )
    assert slower.status_code == 409
    assert "Min långa text" in slower.text
    assert "underlag.pdf" in slower.text


def test_another_language_keeps_all_that_was_typed(site: Site) -> None:
    """The button sends the page's form along; nothing of it is saved, files are kept to be used."""
    report(site, titel="Byter språk")
    secretary = site.person(SECRETARY)
    task = open_task(secretary, "Byter språk")
    page = secretary.get(task).text
    assert re.search(rf'<button[^>]*form="answers" formaction="{task}/again" name="language"', page)
    typed = {"mottagning": "komplettera", "komplettering_fraga": "Halva frågan", "language": "en"}
    english = secretary.post(f"{task}/again", **typed)
    assert english.status_code == 200
    assert '<html lang="en"' in english.text
    assert "Halva frågan" in english.text
    assert '<html lang="en"' in secretary.get(task).text
    assert "Halva frågan" not in secretary.get(task).text
    assert secretary.get(f"{task}/again").headers["Location"] == task

    visitor = site.person(INITIATOR)
    sent = {"titel": "Halv titel", "language": "en", "handlingar": (BytesIO(PDF), "underlag.pdf")}
    english = visitor.post(f"{START}/again", **sent)
    assert '<html lang="en"' in english.text
    assert 'value="Halv titel"' in english.text
    assert "underlag.pdf" in english.text
    assert "Halv titel" not in visitor.get(START).text


def test_who_has_nothing_to_start_is_not_led_there(site: Site) -> None:
    assert 'href="/start"' not in site.person("administrator-gavleborg").get("/tasks").text
    assert 'href="/start"' in site.person(INITIATOR).get("/tasks").text


def test_a_double_press_starts_a_case_once(site: Site) -> None:
    visitor = site.person(INITIATOR)
    page = visitor.get(START).text
    key = re.search(r'name="_page" value="([^"]+)"', page)
    assert key is not None
    refused = visitor.post(START, _page=key[1], titel="En gång")
    assert f'name="_page" value="{key[1]}"' in refused.text, "it is still the same page"
    for _ in range(2):
        sent = visitor.post(START, **{**REPORT, "titel": "En gång", "_page": key[1]})
        assert sent.status_code == 303
    site.house.settle()
    assert "1 ärende" in visitor.get("/cases", search="En gång").text

    other = visitor.post(
        START, **{**REPORT, "titel": "En gång", "kalla": "regional", "_page": key[1]}
    )
    assert other.status_code == 409
    assert "Det är redan skickat" in other.text
    typed, first = other.text.split("Det du hade skrivit")[1].split("Det du skickade först")
    assert "Parterna gör olika." in typed
    assert "Parterna gör olika." in first
    assert typed != first

    key_of_another = re.search(r'name="_page" value="([^"]+)"', visitor.get(START).text)
    assert key_of_another is not None
    assert key_of_another[1] != key[1]
    visitor.post(START, **{**REPORT, "titel": "En gång", "_page": key_of_another[1]})
    neighbour = site.person("initiativtagare-gavle")
    neighbour.post(START, **{**REPORT, "titel": "En gång", "_page": key[1]})
    site.house.settle()
    assert "3 ärenden" in visitor.get("/cases", search="En gång").text


@pytest.mark.parametrize("form", ["complete", "draft"])
def test_the_address_of_a_refused_form_leads_to_the_task(site: Site, form: str) -> None:
    report(site, titel=f"Öppnad igen, {form}")
    secretary = site.person(SECRETARY)
    task = open_task(secretary, f"Öppnad igen, {form}")
    again = secretary.get(f"{task}/{form}")
    assert (again.status_code, again.headers["Location"]) == (303, task)


@pytest.mark.parametrize("person", ["registrator-gavle", "administrator-gavleborg"])
def test_others_tasks_are_not_there(site: Site, person: str) -> None:
    report(site, titel=f"Inte för {person}")
    secretary = site.person(SECRETARY)
    task = open_task(secretary, f"Inte för {person}")
    assert site.person(person).get(task).status_code == 404
    assert site.person(person).post(f"{task}/complete").status_code == 404


def test_another_county_sees_nothing(site: Site) -> None:
    report(site, titel="Bara i Gävleborg")
    other = site.person("sekreterare-halsam-politisk")
    assert "Bara i Gävleborg" not in other.get("/cases").text
    secretary = site.person(SECRETARY)
    listed = secretary.get("/cases", search="Bara i Gävleborg").text
    case = re.search(r'href="(/cases/\d+)"', listed)
    assert case is not None
    assert other.get(case[1]).status_code == 404
    assert other.get(f"{case[1]}/answers").status_code == 404
    assert (
        "Bara i Gävleborg" not in site.person("administrator-vasternorrland").get("/running").text
    )


def test_the_one_who_reported_may_take_the_case_back(site: Site) -> None:
    report(site, titel="Kan tas tillbaka")
    secretary = site.person(SECRETARY)
    task = open_task(secretary, "Kan tas tillbaka")
    answers = {"mottagning": "vidare", "berorda_parter": ["gavle", "ockelbo"]}
    secretary.post(f"{task}/complete", **answers)
    site.house.settle()
    initiator = site.person(INITIATOR)
    listed = initiator.get("/cases", search="Kan tas tillbaka").text
    case = re.search(r'href="(/cases/\d+)"', listed)
    assert case is not None
    page = initiator.get(case[1]).text
    action = re.search(r'action="(/cases/\d+/actions/\w+)"', page)
    assert action is not None
    assert "/actions/" not in secretary.get(case[1]).text
    assert secretary.post(action[1]).status_code == 409
    assert initiator.post(action[1]).headers["Location"] == case[1]
    site.house.settle()
    assert "Återkallat" in initiator.get(case[1]).text
    assert initiator.post(action[1]).status_code == 409


def test_what_runs_is_told_in_words_and_as_a_file(site: Site) -> None:
    report(site, titel="=Farlig titel")
    admin = site.person("administrator-gavleborg")
    page = admin.get("/running", search="Farlig", order="title").text
    assert 'aria-sort="ascending"' in page
    flow = re.search(r'href="(/running/[0-9a-f-]+)"', page)
    assert flow is not None
    told = admin.get(flow[1]).text
    assert "Väntar på någon med rollen Sekreterare, Nätverk Välfärd." in told
    assert "<svg" in told
    assert admin.post(f"{flow[1]}/retry", reason=" ").status_code in {409, 422}
    lines = admin.get("/running.csv", search="Farlig").text.splitlines()
    assert lines[1].startswith("'=Farlig titel;")
    listed = admin.get("/cases.csv", search="Farlig").text.splitlines()
    assert ";'=Farlig titel;" in listed[1]


def test_answers_are_sent_again_only_when_there_is_something_new(site: Site) -> None:
    report(site, titel="Ingenting nytt")
    secretary = site.person(SECRETARY)
    listed = secretary.get("/cases", search="Ingenting nytt").text
    case = re.search(r'href="(/cases/\d+)"', listed)
    assert case is not None
    first = secretary.get(f"{case[1]}/answers")
    assert first.status_code == 200
    seen = re.search(r"seen=(\w+)", first.text)
    assert seen is not None
    assert secretary.get(f"{case[1]}/answers", seen=seen[1]).status_code == 204


def test_what_one_may_start_is_told_once_with_its_forums(site: Site) -> None:
    page = site.person(INITIATOR).get("/start").text
    assert page.count("Varje part har initiativrätt") == 1
    assert page.index(">Nätverk Välfärd<") < page.index(">Utskott barn och unga<")
    assert page.count('href="/start/arende/') == 6
