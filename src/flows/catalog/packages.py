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

    A file over `max_bytes` is a problem and is not read. Raises nothing: a missing path is a
    problem too.
    """
    problems: list[Problem] = []
    if path.is_file():
        raw = _read(path, path.name, max_bytes, problems)
        files = {} if raw is None else {path.name: raw}
        if path.suffix in {".yaml", ".yml"}:
            return Content((), files, tuple(problems))
        return Content((Package(path.stem, files),) if files else (), {}, tuple(problems))
    if not path.is_dir():
        problem = Problem(
            "no-such-path",
            f"{path} finns inte.",
            f"{path} does not exist.",
            file=str(path),
        )
        return Content((), {}, (problem,))
    if any(path.glob("*.bpmn")):
        return Content((_package(path, path.name, max_bytes, problems),), {}, tuple(problems))
    packages = tuple(
        _package(folder, f"{folder.name}", max_bytes, problems)
        for folder in sorted(path.iterdir())
        if folder.is_dir() and any(folder.glob("*.bpmn"))
    )
    organisations: dict[str, bytes] = {}
    for file in sorted((path / ORGANISATIONS).glob("*.yaml")):
        raw = _read(file, f"{ORGANISATIONS}/{file.name}", max_bytes, problems)
        if raw is not None:
            organisations[f"{ORGANISATIONS}/{file.name}"] = raw
    if not packages and not organisations and not problems:
        problems.append(
            Problem(
                "no-content",
                f"{path} innehåller varken processer eller organisationer.",
                f"{path} holds neither processes nor organisations.",
                file=str(path),
            )
        )
    return Content(packages, organisations, tuple(problems))


def _package(folder: Path, name: str, max_bytes: int, problems: list[Problem]) -> Package:
    files: dict[str, bytes] = {}
    wanted = [file for file in sorted(folder.iterdir()) if file.suffix in SUFFIXES]
    wanted += sorted((folder / SCENARIOS).glob("*.yaml"))
    for file in wanted:
        inside = file.relative_to(folder).as_posix()
        raw = _read(file, f"{name}/{inside}", max_bytes, problems)
        if raw is not None:
            files[inside] = raw
    return Package(name, files)


def _read(file: Path, shown: str, max_bytes: int, problems: list[Problem]) -> bytes | None:
    try:
        size = file.stat().st_size
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
