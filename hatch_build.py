"""Builds the front end and the translations into the package: a wheel needs no Node.

`web/` is built by `npm ci` and Vite into `src/flows/web/static/dist`, unless what lies there was
built from the very same sources, or comes without any (a source distribution, the image's second
stage). The catalogues of `src/flows/web/translations` are compiled beside their sources. An
editable install builds nothing: `make` does that.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_SOURCES = ("src/**/*", "*.json", "*.mjs", "*.js", ".npmrc")


class Built(BuildHookInterface[Any]):
    """The step of `hatchling build` that makes what is not in the sources."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what the wheel carries besides the sources."""
        if version != "editable":
            compile_translations(Path(self.root))
            build_front_end(Path(self.root))


def compile_translations(root: Path) -> None:
    """Compile every catalogue; what is marked as fuzzy is left out."""
    for source in root.glob("src/flows/web/translations/*/LC_MESSAGES/*.po"):
        with source.open("rb") as file:
            catalogue = read_po(file)
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


def build_front_end(root: Path) -> bool:
    """Build `web/` of the project at `root`; returns False when it was built already.

    Raises RuntimeError when Node is missing, and with what npm said when it fails.
    """
    web = root / "web"
    built = root / "src/flows/web/static/dist"
    if not web.exists() and (built / "manifest.json").exists():
        return False
    stamp = built / ".sources"
    sources = _fingerprint(web)
    if stamp.exists() and stamp.read_text() == sources:
        return False
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeError("Node.js 20 or newer (npm) is needed to build the front end")
    _run([npm, "ci", "--no-audit", "--no-fund"], web)
    _run([npm, "run", "build"], web)
    stamp.write_text(sources)
    return True


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode != 0:
        raise RuntimeError(f"{done.stdout}\n{' '.join(command)} ended with {done.returncode}")


def _fingerprint(web: Path) -> str:
    digest = hashlib.sha256()
    files = {path for pattern in _SOURCES for path in web.glob(pattern) if path.is_file()}
    for path in sorted(files):
        digest.update(path.relative_to(web).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    try:
        compile_translations(Path(__file__).resolve().parent)
        build_front_end(Path(__file__).resolve().parent)
    except RuntimeError as error:
        sys.exit(str(error))
