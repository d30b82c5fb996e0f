"""The built front end: file names with hashes, from Vite's manifest."""

import json
from pathlib import Path
from typing import Any

from flask import Flask, url_for

from flows.kernel.log import logger

_DIST = Path(__file__).parent / "static" / "dist"


class Assets:
    """Vite's manifest: which built file holds which source file.

    It is read again when the front end has been built anew. Without one every page is plain,
    and the log says why.
    """

    def __init__(self, folder: Path = _DIST) -> None:
        self._path = folder / "manifest.json"
        self._built_at = 0
        self._entries: dict[str, dict[str, Any]] = {}
        if not self._path.exists():
            logger("web").warning("the front end is not built: run `make setup`")

    def script(self, source: str) -> str | None:
        """The address of the script built from a source file, such as `src/page.js`."""
        entry = self._manifest().get(source)
        return _address(entry["file"]) if entry else None

    def styles(self, source: str) -> list[str]:
        """The addresses of the style sheets that a script and what it imports bring with them."""
        names: dict[str, None] = {}
        waiting, seen = [source], set()
        while waiting:
            entry = self._manifest().get(waiting.pop(0), {})
            names.update(dict.fromkeys(entry.get("css", [])))
            new = [one for one in entry.get("imports", []) if one not in seen]
            seen.update(new)
            waiting.extend(new)
        return [_address(name) for name in names]

    def preloads(self) -> list[str]:
        """The addresses of the type face that every page shows."""
        return [
            _address(entry["file"])
            for source, entry in self._manifest().items()
            if source.endswith("inter-latin-wght-normal.woff2")
        ]

    def _manifest(self) -> dict[str, dict[str, Any]]:
        try:
            built_at = self._path.stat().st_mtime_ns
            if built_at != self._built_at:
                self._entries = json.loads(self._path.read_text())
                self._built_at = built_at
        except FileNotFoundError:
            self._entries = {}
        return self._entries


def install(app: Flask) -> None:
    """Give templates `assets`."""
    app.jinja_env.globals["assets"] = Assets()


def _address(name: str) -> str:
    return url_for("static", filename=f"dist/{name}")
