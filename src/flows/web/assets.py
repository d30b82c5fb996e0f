"""The built front end: file names with hashes, from Vite's manifest."""

import json
from pathlib import Path
from typing import Any

from flask import Flask, url_for

from flows.kernel.log import logger

_DIST = Path(__file__).parent / "static" / "dist"


class Assets:
    """Vite's manifest: which built file holds which source file."""

    def __init__(self, manifest: dict[str, dict[str, Any]]) -> None:
        self._manifest = manifest

    @classmethod
    def read(cls, folder: Path = _DIST) -> "Assets":
        """Read the manifest; without one, every page is plain and the log says why."""
        path = folder / "manifest.json"
        if not path.exists():
            logger("web").warning("the front end is not built: run `make setup`")
            return cls({})
        return cls(json.loads(path.read_text()))

    def script(self, source: str) -> str | None:
        """The address of the script built from a source file, such as `src/page.js`."""
        entry = self._manifest.get(source)
        return _address(entry["file"]) if entry else None

    def styles(self, source: str) -> list[str]:
        """The addresses of the style sheets that a script brings with it."""
        return [_address(name) for name in self._manifest.get(source, {}).get("css", [])]

    def preloads(self) -> list[str]:
        """The addresses of the type faces that every page shows."""
        return [
            _address(entry["file"])
            for source, entry in self._manifest.items()
            if source.endswith("inter-latin-wght-normal.woff2")
        ]


def install(app: Flask) -> None:
    """Give templates `assets`."""
    app.jinja_env.globals["assets"] = Assets.read()


def _address(name: str) -> str:
    return url_for("static", filename=f"dist/{name}")
