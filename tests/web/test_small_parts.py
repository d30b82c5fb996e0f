"""Addresses that stay inside, tables in order, spreadsheets without formulas, the form's key."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.kernel import Settings
from flows.web import secret_key
from flows.web.addresses import inside
from flows.web.assets import Assets
from flows.web.sorting import Column, Order, sort_rows
from flows.web.spreadsheet import csv_answer


@pytest.mark.parametrize("address", ["/tasks", "/cases?search=å&status=open", "/"])
def test_an_address_inside_is_trusted(address: str) -> None:
    assert inside(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "tasks",
        "//example.org",
        "/\\example.org",
        "/a\\b",
        "https://example.org",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x",
        "/\t/example.org",
    ],
)
def test_any_other_address_is_not(address: str | None) -> None:
    assert inside(address, "/safe") == "/safe"


@dataclass
class Row:
    name: str
    at: datetime


COLUMNS = (Column[Row]("name", lambda row: row.name), Column[Row]("at", lambda row: row.at))
ROWS = [
    Row(name, datetime(2027, 1, day, tzinfo=UTC))
    for name, day in (("Örebro", 2), ("Ånge", 1), ("Zon", 3), ("Ärla", 4))
]


def test_words_sort_in_the_swedish_order_and_times_by_time() -> None:
    names = [row.name for row in sort_rows(ROWS, COLUMNS, Order("name"))]
    assert names == ["Zon", "Ånge", "Ärla", "Örebro"]
    latest = sort_rows(ROWS, COLUMNS, Order("at", falling=True))[0]
    assert latest.name == "Ärla"


def test_an_order_is_read_from_the_address_and_turns_round() -> None:
    order = Order.read("name", COLUMNS, otherwise="-at")
    assert (order.aria("name"), order.aria("at")) == ("ascending", "none")
    assert order.towards("name") == "-name"
    assert order.towards("at") == "at"
    turned = Order.read("-name", COLUMNS, otherwise="-at")
    assert turned.aria("name") == "descending"
    assert turned.towards("name") == "name"
    assert Order.read("password", COLUMNS, otherwise="-at").asked == "-at"


def test_no_cell_of_a_spreadsheet_is_a_formula() -> None:
    answer = csv_answer("ärenden", ("Ärende", "Svar"), [('=HYPERLINK("x")', None), ("a;b", "3/11")])
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeffÄrende;Svar\r\n")
    assert '"\'=HYPERLINK(""x"")";\r\n' in text
    assert '"a;b";3/11' in text
    assert answer.headers["Content-Disposition"].endswith("%C3%A4renden.csv")


def test_the_forms_key_is_made_once_and_is_for_the_owner_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "var")
    first = secret_key.of(settings)
    assert len(first) == 64
    assert secret_key.of(settings) == first
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert secret_key.of(replace(settings, secret_key="given")) == "given"


def test_without_a_built_front_end_pages_are_plain(tmp_path: Path) -> None:
    assets = Assets(tmp_path)
    assert assets.script("src/page.js") is None
    assert assets.styles("src/page.js") == []
    assert assets.preloads() == []
