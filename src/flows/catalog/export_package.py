"""Write a published package to a folder, so that it can be kept in a repository."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from flows.catalog.packages import Package, package_files
from flows.catalog.versions import PackageVersion, latest_version, package_of
from flows.kernel import Invalid


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did: the version, files written and files that the version no longer has."""

    version: PackageVersion
    folder: Path
    written: tuple[str, ...]
    removed: tuple[str, ...]


def export_package(session: Session, package: str, content: Path) -> Exported:
    """Make `content`/`package` hold the files of the current version.

    Diagrams, forms, decisions and scenarios there that the version does not have are removed; all
    other files are left alone. Raises ProcessUnknown, OSError.
    """
    version = latest_version(session, package)
    files = package_of(session, version.version_id)
    folder = content / package
    _require_inside(folder, files)
    (folder / "scenarier").mkdir(parents=True, exist_ok=True)
    there = {file.relative_to(folder).as_posix(): file for file in package_files(folder)}
    removed = sorted(set(there) - set(files.files))
    for name in removed:
        there[name].unlink()
    written = [name for name in sorted(files.files) if _write(folder / name, files.files[name])]
    if not any((folder / "scenarier").iterdir()):
        (folder / "scenarier").rmdir()
    return Exported(version, folder, tuple(written), tuple(removed))


def _write(file: Path, content: bytes) -> bool:
    """Write the file; False when it was so already."""
    if file.is_file() and file.read_bytes() == content:
        return False
    file.write_bytes(content)
    return True


def _require_inside(folder: Path, package: Package) -> None:
    """Raises Invalid for a name that would lead out of the folder."""
    root = folder.resolve()
    for name in package.files:
        if not (root / name).resolve().is_relative_to(root) or name.count("/") > 1:
            raise Invalid(
                f"Filen {name!r} har ett namn som leder ut ur mappen.",
                f"The file {name!r} has a name that leads out of the folder.",
            )
