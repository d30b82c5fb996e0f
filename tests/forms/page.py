"""A page with a form on it, as the server makes it, read back as HTML."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import html
from lxml.html import HtmlElement

from flows.forms import Answers, Form

TEMPLATES = Path(__file__).parents[2] / "src/flows/web/templates"
PAGE = """
{%- from "forms/fields.html" import form_fields, error_summary, answers_summary -%}
<main>{{ error_summary(errors, views, lang) }}
<form>{{ form_fields(views, lang, refresh) }}</form>
<section>{{ answers_summary(views, lang) }}</section></main>"""


def page(
    built: Form,
    variables: dict[str, Any] | None = None,
    answers: Answers | None = None,
    lang: str = "sv",
    refresh: str = "",
) -> HtmlElement:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    raw, errors = (answers.raw, answers.errors) if answers else (None, {})
    views = built.view(variables or {}, raw, errors, lang)
    text = environment.from_string(PAGE).render(
        views=views, errors=errors, lang=lang, refresh=refresh
    )
    return html.fromstring(text)


def one(root: HtmlElement, path: str) -> HtmlElement:
    (found,) = root.xpath(path)
    return found
