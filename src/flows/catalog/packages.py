"""A package: the files of one process folder, deployed together."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson
import zstandard

from flows.kernel import Problem

SUFFIXES = frozenset({".bpmn", ".dmn", ".form"})
SCENARIOS = "scenarier"
ORGANISATIONS = "organisations"


@dataclass(frozen=True, slots=True)
class Package:
    """The files of one package by name: diagrams, decisions, forms and `scenarier/*.yaml`."""

    name: str
    files: Mapping[str, bytes]

    @property
    def sha256(self) -> str:
        """A digest of names and contents, the same wherever the files came from."""
        digest = hashlib.sha256()
        for name in sorted(self.files):
            content = self.files[name]
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    def by_suffix(self, suffix: str) -> dict[str, bytes]:
        """The files whose names end in `suffix`."""
        return {name: raw for name, raw in self.files.items() if name.endswith(suffix)}

    def packed(self) -> bytes:
        """The files as they are stored: zstd of a JSON object of base64 texts."""
        plain = {name: base64.b64encode(raw).decode() for name, raw in sorted(self.files.items())}
        return zstandard.ZstdCompressor(level=10).compress(orjson.dumps(plain))

    @classmethod
    def unpacked(cls, name: str, stored: bytes) -> "Package":
        """A stored package again."""
        plain = orjson.loads(zstandard.ZstdDecompressor().decompress(stored))
        return cls(name, {file: base64.b64decode(text) for file, text in plain.items()})


@dataclass(frozen=True, slots=True)
class Content:
    """What a content folder holds: packages, organisation files, and what could not be read."""

    packages: tuple[Package, ...]
    organisations: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def read_packages(path: Path, *, max_bytes: int) -> Content:
    """Read a content folder, one package folder, or one file.

    A package folder brings the organisations beside it, and a diagram the forms and decisions
    beside it, for they speak of them. A file over `max_bytes` is a problem and is not read.
    Raises nothing: a missing path is a problem too.
    """
    problems: list[Problem] = []
    packages: list[Package] = []
    organisations: dict[str, bytes] = {}
    path = path.absolute()
    if path.is_file() and path.suffix in {".yaml", ".yml"}:
        raw = _read(path, path.name, max_bytes, problems)
        organisations = {} if raw is None else {path.name: raw}
    elif path.is_file():
        packages = [_diagram(path, max_bytes, problems)]
    elif any(path.glob("*.bpmn")):
        packages = [_package(path, max_bytes, problems)]
        organisations = _organisations(path.parent, max_bytes, problems)
    elif path.is_dir():
        folders = [folder for folder in sorted(path.iterdir()) if any(folder.glob("*.bpmn"))]
        packages = [_package(folder, max_bytes, problems) for folder in folders]
        organisations = _organisations(path, max_bytes, problems)
    if not packages and not organisations and not problems:
        problems.append(_nothing(path))
    return Content(tuple(packages), organisations, tuple(problems))


def _nothing(path: Path) -> Problem:
    if path.exists():
        return Problem(
            "no-content",
            f"{path} innehåller varken processer eller organisationer.",
            f"{path} holds neither processes nor organisations.",
            file=str(path),
        )
    return Problem("no-such-path", f"{path} finns inte.", f"{path} does not exist.", file=str(path))


def _organisations(content: Path, max_bytes: int, problems: list[Problem]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for file in sorted((content / ORGANISATIONS).glob("*.yaml")):
        shown = f"{ORGANISATIONS}/{file.name}"
        raw = _read(file, shown, max_bytes, problems)
        if raw is not None:
            found[shown] = raw
    return found


def _diagram(path: Path, max_bytes: int, problems: list[Problem]) -> Package:
    beside = [file for file in sorted(path.parent.iterdir()) if file.suffix in {".form", ".dmn"}]
    return _files(path.stem, path.parent, [path, *beside], max_bytes, problems)


def _package(folder: Path, max_bytes: int, problems: list[Problem]) -> Package:
    return _files(folder.name, folder, package_files(folder), max_bytes, problems)


def package_files(folder: Path) -> list[Path]:
    """The files of a package folder that belong to the package."""
    wanted = [file for file in sorted(folder.iterdir()) if file.suffix in SUFFIXES]
    return wanted + sorted((folder / SCENARIOS).glob("*.yaml"))


def _files(
    name: str, folder: Path, wanted: list[Path], max_bytes: int, problems: list[Problem]
) -> Package:
    files: dict[str, bytes] = {}
    for file in wanted:
        inside = file.relative_to(folder).as_posix()
        raw = _read(file, f"{name}/{inside}", max_bytes, problems)
        if raw is not None:
            files[inside] = raw
    return Package(name, files)


def _read(file: Path, shown: str, max_bytes: int, problems: list[Problem]) -> bytes | None:
    try:
        size = file.stat().st_size
        if not file.is_file():  # a pipe would never end
            problems.append(
                Problem(
                    "unreadable-file",
                    "Det är ingen vanlig fil.",
                    "This is not an ordinary file.",
                    file=shown,
                )
            )
            return None
        if size > max_bytes:
            problems.append(
                Problem(
                    "file-too-large",
                    f"Filen är {size:,} byte; gränsen är {max_bytes:,} byte.".replace(",", " "),
                    f"The file has {size:,} bytes; the limit is {max_bytes:,} bytes.",
                    file=shown,
                )
            )
            return None
        return file.read_bytes()
    except OSError as error:
        problems.append(
            Problem(
                "unreadable-file",
                f"Filen går inte att läsa: {error.strerror}.",
                f"The file can't be read: {error.strerror}.",
                file=shown,
            )
        )
        return None
