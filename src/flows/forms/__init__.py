"""Forms: form-js schemas that people answer on server-made pages, checked on the server."""

from flows.forms.answers import SHOWN_FIELD, Answers
from flows.forms.field import SOURCES, Field
from flows.forms.form import Form
from flows.forms.parse_form import FormError, check_form, parse_form
from flows.forms.view import FieldView, OptionView

__all__ = [
    "SHOWN_FIELD",
    "SOURCES",
    "Answers",
    "Field",
    "FieldView",
    "Form",
    "FormError",
    "OptionView",
    "check_form",
    "parse_form",
]
