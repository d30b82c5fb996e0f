"""Settings are read once, and every fault in them is told at the same time."""

from pathlib import Path

import pytest

from flows.kernel import Settings, SettingsError


def test_without_anything_set_the_defaults_hold() -> None:
    assert Settings.from_environment({}) == Settings()


def test_what_is_set_is_read() -> None:
    settings = Settings.from_environment(
        {
            "FLOWS_PORT": "9000",
            "FLOWS_DATA_DIR": "/srv/flows",
            "FLOWS_LOG_JSON": "yes",
            "FLOWS_LOG_LEVEL": "debug",
            "FLOWS_SMTP_URL": "",
            "HOME": "/root",
        }
    )
    assert settings.port == 9000
    assert settings.data_dir == Path("/srv/flows")
    assert settings.log_json is True
    assert settings.log_level == "DEBUG"
    assert settings.smtp_url is None


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        (Settings(), "http://127.0.0.1:8000"),
        (Settings(host="0.0.0.0", port=80), "http://127.0.0.1:80"),
        (Settings(host="::1"), "http://[::1]:8000"),
        (Settings(base_url="https://flows.example.org/"), "https://flows.example.org"),
    ],
)
def test_people_find_the_pages_at_one_address(settings: Settings, address: str) -> None:
    assert settings.address == address


def test_every_fault_is_told() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(
            {
                "FLOWS_PORT": "http",
                "FLOWS_WEB_THREADS": "0",
                "FLOWS_DEMO": "maybe",
                "FLOWS_LOG_LEVEL": "loud",
                "FLOWS_PROT": "1",
            }
        )
    said = caught.value.en
    assert "FLOWS_PORT: 'http' is not a whole number" in said
    assert "FLOWS_WEB_THREADS: 0 is not between 1 and 256" in said
    assert "FLOWS_DEMO: 'maybe' is neither true nor false" in said
    assert "FLOWS_LOG_LEVEL: 'loud' is not DEBUG, INFO, WARNING or ERROR" in said
    assert "FLOWS_PROT: no such setting" in said


def test_a_secret_is_not_shown_with_the_settings() -> None:
    settings = Settings(
        secret_key="sesame", demo_password="open", database_url="postgresql://a:b@c/d"
    )
    assert "sesame" not in repr(settings)
    assert "open" not in repr(settings)
    assert "postgresql" not in repr(settings)
