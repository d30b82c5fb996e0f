"""Files that someone has sent with a form, checked before any of them is kept."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from flows.forms.field import Field, every_field
from flows.forms.file_kinds import FileKind, HoldsMacros, kind_of_name
from flows.forms.file_name import clean_file_name
from flows.forms.file_rules import FILES, MOST_BYTES, FileRules, size_in_words
from flows.forms.messages import answer_problem
from flows.forms.personal_number import holds_personal_number
from flows.kernel import Problem

_IN_ROW = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\[[0-9]{1,3}\]\.([A-Za-z_][A-Za-z0-9_]*)")
_MOST_FAULTS = 5


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: the name its sender gave it, its bytes, or None when there were too many.

    `size` is the number of bytes that were sent.
    """

    name: str
    size: int
    content: bytes | None


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A file that the form takes in, under a name that is safe."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Uploads:
    """The files of a submission by the name of their input, and how much they may be together."""

    files: Mapping[str, Sequence[Upload]]
    most_bytes: int


NO_UPLOADS = Uploads(MappingProxyType({}), 0)
"""A submission without files."""


@dataclass(frozen=True, slots=True)
class CheckedUploads:
    """What came of a submission's files, by the name of their input."""

    sound: Mapping[str, Sequence[SoundFile]]
    refused: Mapping[str, Problem]


def file_fields(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The questions for files, those in rows included."""
    every = (inner for one in every_field(fields) for inner in (one, *every_field(one.row)))
    return tuple(field for field in every if field.type == FILES)


def file_field(fields: tuple[Field, ...], name: str) -> Field | None:
    """The question that an input of this name belongs to, in a row or not."""
    in_row = _IN_ROW.fullmatch(name)
    if in_row is None:
        return _with_key(every_field(fields), name)
    rows = next((one for one in every_field(fields) if one.row and one.key == in_row[1]), None)
    return _with_key(every_field(rows.row), in_row[2]) if rows else None


def files_in(fields: tuple[Field, ...], values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The files in answers that the form has accepted, each once."""
    found: list[Mapping[str, Any]] = []
    for field in every_field(fields):
        value = values.get(field.key) or []
        if field.type == FILES:
            found += value
        for row in value if field.row else ():
            found += files_in(field.row, row)
    return list({one["id"]: one for one in found}.values())


def check_uploads(
    fields: tuple[Field, ...],
    uploads: Uploads,
    kept: Callable[[str], int],
    variables: Mapping[str, Any],
) -> CheckedUploads:
    """Which files can be taken in, and what is wrong with the others.

    `kept` tells how many files an input has already. Files for an input that the form doesn't have
    are left out.
    """
    variables = {**variables, MOST_BYTES: uploads.most_bytes}
    sound: dict[str, Sequence[SoundFile]] = {}
    refused: dict[str, Problem] = {}
    for name, sent in uploads.files.items():
        field = file_field(fields, name)
        if field is None or field.files is None or not sent:
            continue
        faults: list[Problem] = []
        found: list[SoundFile] = []
        # A file in the place of the only one takes its place.
        room = field.files.most_files - (kept(name) if field.files.multiple else 0)
        if len(sent) > room:
            limit = field.files.most_in_words("sv"), field.files.most_in_words("en")
            faults.append(answer_problem(field, "too-many-files", variables, limit))
        for upload in sent[: max(room, 0)]:
            checked = _check(field, field.files, upload, variables)
            if isinstance(checked, Problem):
                faults.append(checked)
            else:
                found.append(checked)
        if found:
            sound[name] = found
        if faults:
            refused[name] = _together(faults)
    return CheckedUploads(sound, refused)


def _with_key(fields: Iterable[Field], key: str) -> Field | None:
    return next((one for one in fields if one.type == FILES and one.key == key), None)


def _check(
    field: Field, rules: FileRules, upload: Upload, variables: Mapping[str, Any]
) -> SoundFile | Problem:
    name = clean_file_name(upload.name)
    kind = kind_of_name(name)
    most = rules.bytes_of(variables)
    if holds_personal_number(name):
        return answer_problem(field, "file-personal-number", variables)
    if kind is None or kind not in rules.kinds:
        limit = (rules.kinds_in_words("sv"), rules.kinds_in_words("en"))
        return answer_problem(field, "file-type", variables, limit, name)
    if upload.size > most:
        return answer_problem(field, "file-too-large", variables, _sizes(most), name)
    if upload.content is None:
        together = _sizes(variables[MOST_BYTES])
        return answer_problem(field, "files-too-large", variables, together, name)
    if not upload.content:
        return answer_problem(field, "file-empty", variables, file=name)
    fault = _content_fault(kind, upload.content)
    if fault:
        return answer_problem(field, fault, variables, (kind.sv, kind.en), name)
    return SoundFile(name, kind.media_type, upload.content)


def _content_fault(kind: FileKind, content: bytes) -> str:
    try:
        return "" if kind.fits(content) else "file-content"
    except HoldsMacros:
        return "file-macros"


def _sizes(count: int) -> tuple[str, str]:
    return size_in_words(count, "sv"), size_in_words(count, "en")


def _together(faults: Sequence[Problem]) -> Problem:
    """The faults of one answer as one; of many, the first."""
    told = faults[:_MOST_FAULTS]
    return replace(
        faults[0],
        sv=" ".join(dict.fromkeys(fault.sv for fault in told)),
        en=" ".join(dict.fromkeys(fault.en for fault in told)),
    )
