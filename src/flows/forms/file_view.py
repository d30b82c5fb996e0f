"""Files as a page shows them: their name, kind and size in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.forms.file_kinds import kind_of_type
from flows.forms.file_rules import size_in_words


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that is chosen or given: `token` is its id, `about` its kind and size."""

    token: str
    name: str
    about: str

    @property
    def text(self) -> str:
        """All of it, where there is no room for more than a line."""
        return f"{self.name} ({self.about})"


def file_views(value: Any, language: str) -> tuple[FileView, ...]:
    """The files of an answer; what is no file is left out."""
    given = value if isinstance(value, list | tuple) else ()
    return tuple(_view(one, language) for one in given if isinstance(one, Mapping) and "id" in one)


def about_file(media_type: str, size: int, language: str) -> str:
    """The kind and size of a file: "PDF, 340 kB"."""
    kind = kind_of_type(media_type)
    said = size_in_words(size, language)
    return f"{kind.say(language)}, {said}" if kind else said


def _view(one: Mapping[str, Any], language: str) -> FileView:
    size = one.get("byte")
    about = about_file(str(one.get("typ")), size if isinstance(size, int) else 0, language)
    return FileView(str(one["id"]), str(one.get("namn") or one["id"]), about)
