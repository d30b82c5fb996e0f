"""A submission in which the files that came with it are named by their ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.forms.form import Form
from flows.forms.reading import Submitted


@dataclass(frozen=True, slots=True)
class WithFiles:
    """What was submitted, with `ids` in the place of the files, by the name of their input."""

    submitted: Submitted
    form: Form
    ids: Mapping[str, Sequence[str]]

    def get(self, key: str, /) -> str | None:
        """The first value of the key."""
        return self.submitted.get(key)

    def getlist(self, key: str, /) -> Sequence[str]:
        """Every value of the key; where files came, those chosen before only if there is room."""
        new = self.ids.get(key)
        if new is None:
            return self.submitted.getlist(key)
        field = self.form.file_field(key)
        several = field is not None and field.files is not None and field.files.multiple
        return [*(self.submitted.getlist(key) if several else ()), *new]
