"""Answers that would take the place of what Flows itself keeps in an instance."""

from collections.abc import Iterator

from flows.catalog.lints.known_names import ALWAYS
from flows.catalog.lints.subject import Subject
from flows.forms.field import every_field
from flows.kernel import Problem


def form_keys(subject: Subject) -> Iterator[Problem]:
    """Fields whose key is forum, part or instans."""
    for form in subject.forms.values():
        for field in every_field(form.form.fields):
            if field.key in ALWAYS:
                yield Problem(
                    "form-key-taken",
                    f"Nyckeln {field.key} är upptagen: svaret skulle skriva över det som flödet "
                    f"vet om {_ABOUT[field.key][0]}.",
                    f"The key {field.key} is taken: the answer would overwrite what is known of "
                    f"{_ABOUT[field.key][1]}.",
                    file=form.file,
                    line=form.line_of(field.key),
                    element=field.key,
                    severity="error",
                )


_ABOUT = {
    "forum": ("forumet", "the forum"),
    "part": ("parten", "the party"),
    "instans": ("sig självt", "the instance itself"),
}
