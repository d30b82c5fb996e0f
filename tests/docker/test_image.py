"""The image's recipe holds together; no engine is at hand, so its steps are walked through."""

import fnmatch
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "docker/Dockerfile").read_text()
INSTRUCTIONS = [
    re.sub(r"\s*\\\n\s*", " ", instruction)
    for instruction in re.findall(r"^[A-Z]+ (?:.*\\\n)*.*$", DOCKERFILE, re.MULTILINE)
]


def instructions(name: str) -> list[str]:
    return [it.removeprefix(f"{name} ") for it in INSTRUCTIONS if it.startswith(f"{name} ")]


def test_the_linter_has_nothing_to_say() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, "docker/Dockerfile"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_what_runs_is_not_root() -> None:
    assert instructions("USER") == ["10001"]
    assert "--uid 10001" in DOCKERFILE


def sent_to_the_engine(path: str) -> bool:
    rules = (ROOT / ".dockerignore").read_text().splitlines()
    sent = True
    for rule in rules:
        if not rule or rule.startswith("#"):
            continue
        pattern = rule.removeprefix("!")
        if fnmatch.fnmatch(path, pattern) or path.startswith(f"{pattern}/"):
            sent = rule.startswith("!")
    return sent


@pytest.mark.parametrize(
    "source",
    [
        source
        for copy in instructions("COPY")
        if not copy.startswith("--from")
        for source in copy.split()[:-1]
    ],
)
def test_what_is_copied_exists_and_is_sent(source: str) -> None:
    assert (ROOT / source).exists()
    assert sent_to_the_engine(source.rstrip("/"))


def test_what_is_local_is_not_sent() -> None:
    for path in (".venv/bin/python", "var/secret-key", ".git/config", "tests/conftest.py"):
        assert not sent_to_the_engine(path)
    assert not sent_to_the_engine("src/flows/web/static/dist/manifest.json")


def test_the_lock_files_are_installed_with_their_hashes() -> None:
    installs = [part for run in instructions("RUN") for part in run.split("&&") if "--req" in part]
    assert installs
    assert all("--require-hashes" in install for install in installs)


def test_the_settings_it_sets_exist() -> None:
    from flows.kernel import Settings

    pairs = [shlex.split(environment) for environment in instructions("ENV")]
    environment = dict(pair.split("=", 1) for line in pairs for pair in line)
    settings = Settings.from_environment(environment)
    assert settings.host == "0.0.0.0"
    assert settings.log_json
