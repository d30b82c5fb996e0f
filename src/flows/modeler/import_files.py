"""Read what somebody uploads into a draft: one file, or a zip of a package folder.

All of it is taken in or nothing. Nothing is unpacked to a disk, and a zip is only believed as far
as it is read: how much it says that it holds decides nothing but a refusal.
"""

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from flows.catalog.packages import SCENARIOS, SUFFIXES
from flows.kernel import Problem
from flows.modeler.ascii_name import ascii_name
from flows.modeler.drafts import is_file_name
from flows.modeler.errors import ImportRefused
from flows.modeler.readable_file import in_utf8, of_another_kind, unreadable

MOST_FILES = 300
MOST_TIMES = 20
"""How many times the limit of one file all of them may be together."""
MOST_RATIO = 200
"""A file that is packed harder than this is made to fill a memory, not to be read."""
_SMALL = 64 * 1024
_MOST_DIRECTORY = 1 << 20
_END = b"PK\x05\x06"
_END_BYTES = 22
_LOCATOR_64 = b"PK\x06\x07"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError)
"""What zipfile raises for one that is; ValueError for places before the file's beginning."""
_ARCHIVES = (".zip", ".jar", ".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz")


@dataclass(frozen=True, slots=True)
class Imported:
    """The files of an upload under the names that a draft gives them.

    `folder` is the package folder's name in a zip, or the file's own name without its ending;
    `skipped` are files that belong to no package.
    """

    files: Mapping[str, bytes]
    folder: str
    skipped: tuple[str, ...]
    is_folder: bool


def read_import(name: str, content: bytes, *, max_bytes: int) -> Imported:
    """The files of an upload, all of them fit for a draft.

    `max_bytes` is the limit of one file. Raises ImportRefused with every problem.
    """
    if content.startswith(b"PK") or name.lower().endswith(".zip"):
        return _read_zip(content, max_bytes)
    return _read_file(name, content, max_bytes)


def _read_file(name: str, content: bytes, max_bytes: int) -> Imported:
    short = re.split(r"[\\/]", name)[-1]
    stored = _stored_name(PurePosixPath(short))
    if stored is None:
        raise _refused(
            "import-kind",
            f"{short[:100]} är ingen fil som en process har. Välj en fil som slutar på .bpmn, .dmn"
            " eller .form, eller en zip.",
            f"{short[:100]} is not a file of a process. Choose one that ends in .bpmn, .dmn or"
            " .form, or a zip.",
        )
    files = _checked({stored: content}, max_bytes)
    return Imported(files, PurePosixPath(short).stem, (), is_folder=False)


def _read_zip(content: bytes, max_bytes: int) -> Imported:
    _require_honest_directory(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as opened:
            entries = _entries(opened)
            folder = _folder(entries)
            files: dict[str, bytes] = {}
            skipped: list[str] = []
            left = MOST_TIMES * max_bytes
            for path, entry in entries.items():
                inside = path.relative_to(folder) if path.is_relative_to(folder) else None
                stored = _stored_name(inside) if inside else None
                if stored is None:
                    skipped.append(str(inside or path))
                    continue
                if stored in files:
                    raise _twice(stored)
                files[stored] = _unpacked(opened, entry, min(max_bytes, left))
                left -= len(files[stored])
    except _DAMAGED:
        raise _refused("zip-damaged", "Zippen är skadad.", "The zip is damaged.") from None
    if not files:
        raise _refused(
            "zip-empty",
            "Zippen har inga diagram, formulär eller beslutstabeller.",
            "The zip has no diagrams, forms or decision tables.",
        )
    return Imported(
        _checked(files, max_bytes), PurePosixPath(folder).name, tuple(skipped), is_folder=True
    )


def _require_honest_directory(content: bytes) -> None:
    """Refuse a list of entries that is too long before any of it is read."""
    end = content.rfind(_END, max(0, len(content) - _END_BYTES - 0xFFFF))
    if end < 0 or len(content) < end + _END_BYTES:
        raise _refused("zip-damaged", "Zippen är skadad.", "The zip is damaged.")
    count, size = struct.unpack_from("<HI", content, end + 10)
    big = content[max(0, end - 20) : end].startswith(_LOCATOR_64)
    if big or count > MOST_FILES or size > _MOST_DIRECTORY:
        raise _refused(
            "zip-files",
            f"Zippen har för många filer. En process kan ha högst {MOST_FILES}.",
            f"The zip has too many files. A process can have at most {MOST_FILES}.",
        )


def _entries(opened: zipfile.ZipFile) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """The files of a zip by path, each name and each kind judged."""
    found: dict[PurePosixPath, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for entry in opened.infolist():
        name = unicodedata.normalize("NFC", entry.filename)
        if entry.orig_filename.endswith("/"):
            _require_plain_path(name.rstrip("/"))
            continue
        _require_plain_path(name)
        if entry.flag_bits & 0x1:
            raise _refused(
                "zip-encrypted",
                "Zippen är krypterad. Packa den utan lösenord.",
                "The zip is encrypted. Pack it without a password.",
            )
        mode = entry.external_attr >> 16
        if entry.create_system == 3 and stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
            raise _refused(
                "zip-link",
                f"{_shown(name)} i zippen är en länk, ingen fil.",
                f"{_shown(name)} in the zip is a link, not a file.",
            )
        if name.lower().endswith(_ARCHIVES):
            raise _refused(
                "zip-nested",
                f"{_shown(name)} är en packad fil i zippen. Packa upp den först.",
                f"{_shown(name)} is a packed file within the zip. Unpack it first.",
            )
        if name.casefold() in seen:
            raise _twice(name)
        seen.add(name.casefold())
        found[PurePosixPath(name)] = entry
    return found


def _require_plain_path(name: str) -> None:
    parts = name.split("/")
    odd = any(unicodedata.category(character)[0] == "C" for character in name)
    if odd or "\\" in name or ":" in name or any(part in {"", ".", ".."} for part in parts):
        raise _refused(
            "zip-path",
            f"{_shown(name)} i zippen har ett namn som leder ut ur mappen eller inte går att läsa.",
            f"{_shown(name)} in the zip has a name that leads out of the folder or can't be read.",
        )


def _folder(entries: Mapping[PurePosixPath, zipfile.ZipInfo]) -> str:
    """The folder that the diagrams are in; "." when they are at the top of the zip."""
    wanted = [path for path in entries if path.suffix.lower() in SUFFIXES and not _is_dross(path)]
    folders = sorted({str(path.parent) for path in wanted})
    if len(folders) > 1:
        raise _refused(
            "zip-packages",
            f"Zippen har filer i flera mappar ({', '.join(map(_shown, folders[:5]))}). En zip ska"
            " ha en process, med alla filer i samma mapp och scenarier i mappen scenarier.",
            f"The zip has files in several folders ({', '.join(map(_shown, folders[:5]))}). A zip"
            " is to have one process, all its files in one folder and scenarios in the folder"
            " scenarier.",
        )
    return folders[0] if folders else "."


def _unpacked(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """What an entry holds, read no further than the limit."""
    packed = max(entry.compress_size, 1)
    bomb = entry.file_size > _SMALL and entry.file_size / packed > MOST_RATIO
    if entry.compress_type not in _METHODS or bomb or entry.file_size > most:
        raise _too_much(entry.filename)
    with opened.open(entry) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise _too_much(entry.filename)
    return content


def _stored_name(path: PurePosixPath) -> str | None:
    """The name a draft gives the file; None for one that belongs to no package."""
    if _is_dross(path):
        return None
    stem, suffix = ascii_name(path.stem, keep="._-"), path.suffix.lower()
    if suffix in {".yaml", ".yml"}:
        name = f"{SCENARIOS}/{stem}.yaml" if path.parent.name == SCENARIOS else ""
    else:
        name = f"{stem}{suffix}" if len(path.parts) == 1 else ""
    return name if is_file_name(name) else None


def _is_dross(path: PurePosixPath) -> bool:
    """Whether it is what programs and systems leave beside people's files."""
    return any(part.startswith(".") or part == "__MACOSX" for part in path.parts)


def _checked(files: Mapping[str, bytes], max_bytes: int) -> Mapping[str, bytes]:
    """The files in UTF-8. Raises ImportRefused with every file that a draft can't hold."""
    ready = {
        name: in_utf8(content) if name.endswith((".bpmn", ".dmn")) else content
        for name, content in files.items()
    }
    problems = [
        problem for name, content in ready.items() for problem in _faults(name, content, max_bytes)
    ]
    if problems:
        raise ImportRefused(problems=problems)
    return ready


def _faults(name: str, content: bytes, max_bytes: int) -> Iterator[Problem]:
    if len(content) > max_bytes:
        yield _large(name, max_bytes)
        return
    fault = unreadable(name, content) or of_another_kind(name, content)
    if fault:
        yield fault


def _large(name: str, max_bytes: int) -> Problem:
    return Problem(
        "file-too-large",
        f"{name} är för stor. En fil får vara högst {max_bytes // 1024} kB.",
        f"{name} is too large. A file may be at most {max_bytes // 1024} kB.",
        file=name,
    )


def _too_much(name: str) -> ImportRefused:
    return _refused(
        "zip-bomb",
        f"{_shown(name)} i zippen är för stor när den packas upp, eller packad på ett sätt som"
        " inte tas emot.",
        f"{_shown(name)} in the zip is too large when it is unpacked, or packed in a way that is"
        " not accepted.",
    )


def _twice(name: str) -> ImportRefused:
    return _refused(
        "zip-twice",
        f"Zippen har två filer som heter {_shown(name)}.",
        f"The zip has two files called {_shown(name)}.",
    )


def _shown(name: str) -> str:
    """A name from outside, fit to be read by a person."""
    plain = "".join(one if unicodedata.category(one)[0] != "C" else "?" for one in name)
    return plain if len(plain) <= 80 else f"{plain[:77]}…"


def _refused(code: str, sv: str, en: str) -> ImportRefused:
    return ImportRefused(problems=[Problem(code, sv, en)])
