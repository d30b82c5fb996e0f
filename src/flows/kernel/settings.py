"""Settings: read once from the environment, all faults reported together, passed as an argument."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.kernel.errors import FlowsError


class SettingsError(FlowsError):
    """One or more FLOWS_ settings can't be used."""

    code = "settings"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of Flows; each field is documented in `docs/reference/settings.md`."""

    port: int = 8000
    host: str = "127.0.0.1"
    database_url: str | None = field(default=None, repr=False)  # may hold a secret
    data_dir: Path = Path("var")
    processes_dir: Path = Path("processes")
    secret_key: str | None = field(default=None, repr=False)  # may hold a secret
    base_url: str | None = None
    max_file_bytes: int = 1024 * 1024
    max_upload_bytes: int = 20 * 1024 * 1024
    smtp_url: str | None = field(default=None, repr=False)  # may hold a secret
    mail_from: str = "Flows <flows@localhost>"
    web_processes: int = 1
    web_threads: int = 8
    worker_jobs: int = 4
    max_rounds: int = 1_000
    log_level: str = "INFO"
    log_json: bool = False
    demo: bool = False
    demo_password: str | None = field(default=None, repr=False)  # may hold a secret

    @property
    def address(self) -> str:
        """Where people find the web pages, without a slash at the end."""
        if self.base_url:
            return self.base_url.rstrip("/")
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read FLOWS_<FIELD> for every field.

        Raises SettingsError naming every setting that can't be read or is unknown.
        """
        faults: list[str] = []
        values: dict[str, object] = {}
        for key, raw in environ.items():
            if not key.startswith("FLOWS_"):
                continue
            field = key.removeprefix("FLOWS_").lower()
            if field not in _READERS:
                faults.append(f"{key}: no such setting")
                continue
            try:
                values[field] = _READERS[field](raw)
            except ValueError as error:
                faults.append(f"{key}: {error}")
        if faults:
            joined = "; ".join(sorted(faults))
            raise SettingsError(
                f"Inställningar går inte att använda: {joined}", f"Settings can't be used: {joined}"
            )
        return cls(**values)  # type: ignore[arg-type]


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(raw: str) -> int:
        try:
            number = int(raw)
        except ValueError:
            raise ValueError(f"{raw!r} is not a whole number") from None
        if not low <= number <= high:
            raise ValueError(f"{number} is not between {low} and {high}")
        return number

    return read


def _truth(raw: str) -> bool:
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"", "0", "false", "no", "off"}:
        return False
    raise ValueError(f"{raw!r} is neither true nor false")


def _text(raw: str) -> str | None:
    return raw or None


def _level(raw: str) -> str:
    if raw.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError(f"{raw!r} is not DEBUG, INFO, WARNING or ERROR")
    return raw.upper()


_READERS: dict[str, Callable[[str], object]] = {
    "port": _whole(1, 65535),
    "host": str,
    "database_url": _text,
    "data_dir": Path,
    "processes_dir": Path,
    "secret_key": _text,
    "base_url": _text,
    "max_file_bytes": _whole(1024, 64 * 1024 * 1024),
    "max_upload_bytes": _whole(1024, 1024 * 1024 * 1024),
    "smtp_url": _text,
    "mail_from": str,
    "web_processes": _whole(1, 64),
    "web_threads": _whole(1, 256),
    "worker_jobs": _whole(1, 64),
    "max_rounds": _whole(1, 5_000),
    "log_level": _level,
    "log_json": _truth,
    "demo": _truth,
    "demo_password": _text,
}
