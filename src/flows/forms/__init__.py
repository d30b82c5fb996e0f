"""Forms: form-js schemas that people answer on server-made pages, checked on the server."""

from flows.forms.answers import SHOWN_FIELD, Answers
from flows.forms.failed import failures
from flows.forms.field import SOURCES, Field
from flows.forms.file_rules import KNOWN_FILES, MOST_BYTES, size_in_words
from flows.forms.file_view import FileView, about_file
from flows.forms.form import Form
from flows.forms.parse_form import FormError, check_form, parse_form, read_form
from flows.forms.uploads import NO_UPLOADS, CheckedUploads, SoundFile, Upload, Uploads
from flows.forms.view import FieldView, OptionView

__all__ = [
    "KNOWN_FILES",
    "MOST_BYTES",
    "NO_UPLOADS",
    "SHOWN_FIELD",
    "SOURCES",
    "Answers",
    "CheckedUploads",
    "Field",
    "FieldView",
    "FileView",
    "Form",
    "FormError",
    "OptionView",
    "SoundFile",
    "Upload",
    "Uploads",
    "about_file",
    "check_form",
    "failures",
    "parse_form",
    "read_form",
    "size_in_words",
]
