"""compose.yaml: well-formed, locked down, and in step with the program's settings."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from flows.kernel import Settings

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker/compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def test_it_is_what_compose_understands() -> None:
    schema = json.loads((HERE / "compose.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    faults = jsonschema.Draft202012Validator(schema).iter_errors(COMPOSE)
    assert [f"{fault.json_path}: {fault.message}" for fault in faults] == []


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_locked_down(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_the_parts_that_it_names_exist() -> None:
    for service in SERVICES.values():
        assert set(service.get("networks", [])) <= set(COMPOSE["networks"])
        assert set(service.get("depends_on", {})) <= set(SERVICES)
        for needed in service.get("depends_on", {}):
            has_own = "healthcheck" in SERVICES[needed]
            assert has_own or SERVICES[needed]["image"] == "flows"  # the image brings one
        for volume in service.get("volumes", []):
            assert volume.partition(":")[0] in COMPOSE["volumes"]


def test_the_settings_it_sets_exist() -> None:
    filled_in = {
        name: re.sub(r"\$\{\w+(?::[-?]([^}]*))?\}", r"\1", str(value))
        for name, value in SERVICES["web"]["environment"].items()
    }
    settings = Settings.from_environment(filled_in)
    assert settings.smtp_url == "smtp://mail:1025"
    assert settings.demo is False


def test_there_is_no_secret_in_it() -> None:
    text = (ROOT / "docker/compose.yaml").read_text()
    assert "${POSTGRES_PASSWORD:?" in text
    assert "${FLOWS_SECRET_KEY:?" in text
