"""A group of questions that repeats, row by row, with JavaScript and without."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.live_site import LiveSite
from tests.browser.visit import Desk
from tests.instances.build import diagram, end, extensions, flows, process, start

SECRETARY = "sekreterare-natverk-valfard"
TASK = '<bpmn:userTask id="rakna" name="Fördela kostnaden">' + (
    extensions(
        "<zeebe:userTask/>",
        '<zeebe:formDefinition formId="kostnad"/>',
        '<zeebe:assignmentDefinition candidateGroups="sekreterare"/>',
    )
    + "</bpmn:userTask>"
)
PROCESS = diagram(process("kostnad", start(), TASK, end(), flows("start", "rakna", "slut")))


def field(kind: str, key: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "id": f"falt_{key}", "label": key.capitalize(), **more}


YES = [{"label": "Ja", "value": "ja"}, {"label": "Nej", "value": "nej"}]
FORM = {
    "type": "default",
    "id": "kostnad",
    "components": [
        {
            "type": "dynamiclist",
            "id": "falt_poster",
            "path": "poster",
            "label": "Poster",
            "components": [
                field("textfield", "part", validate={"required": True}),
                field("radio", "villkor", values=YES),
                field("textfield", "vilket", conditional={"hide": '=villkor != "ja"'}),
            ],
        }
    ],
}


@pytest.mark.parametrize("javascript", [True, False])
def test_rows_come_and_go(live: LiveSite, browser: Browser, javascript: bool) -> None:
    house = live.site.house
    files = {"kostnad.bpmn": PROCESS, "kostnad.form": json.dumps(FORM).encode()}
    house.publish("kostnad", files)
    instance = house.start("kostnad")
    with Desk(browser, live.address, javascript=javascript) as desk:
        page = desk.sit_down(SECRETARY)
        desk.open_task("Fördela kostnaden")

        def press(button: str) -> None:
            if javascript:
                page.get_by_role("button", name=button).click()
                desk.rest()
            else:
                desk.follow(page.get_by_role("button", name=button))

        parts = page.get_by_label("Part", exact=True)
        parts.nth(0).fill("Gävle")
        press("Lägg till en rad")
        expect(parts).to_have_count(2)
        parts.nth(1).fill("Ockelbo")
        press("Lägg till en rad")
        expect(parts).to_have_count(3)
        parts.nth(2).fill("Hofors")
        assert page.locator("#errors").count() == 0, "a form that gets a row is not finished"
        if javascript:
            page.locator('[name="poster[2].villkor"][value="ja"]').check()
            desk.rest()
            page.locator('[name="poster[2].vilket"]').fill("Om budgeten räcker")
            desk.look("rader")
        press("Ta bort Rad 2" if page.get_by_role("button", name="Ta bort Rad 2").count() else "2")
        expect(parts).to_have_count(2)
        expect(parts.nth(0)).to_have_value("Gävle")
        expect(parts.nth(1)).to_have_value("Hofors")
        desk.submit()
        expect(page.get_by_role("status")).to_contain_text("Klart")
    house.settle()
    assert house.open(instance) == []
