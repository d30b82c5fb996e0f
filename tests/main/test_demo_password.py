"""The password of a demonstration stays what its accounts have."""

from dataclasses import replace
from pathlib import Path

import pytest

from flows.kernel import Settings
from flows.main.demo_password import demo_password
from flows.main.faults import Stopped


def test_one_is_made_up_once_and_kept(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)

    first = demo_password(settings)

    assert len(first) == 8
    assert demo_password(settings) == first


def test_the_setting_is_used_and_remembered(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, demo_password="sesam")

    assert demo_password(settings) == "sesam"
    assert demo_password(replace(settings, demo_password=None)) == "sesam"


def test_another_one_afterwards_is_refused_in_words(tmp_path: Path) -> None:
    demo_password(Settings(data_dir=tmp_path))

    with pytest.raises(Stopped, match="FLOWS_DEMO_PASSWORD"):
        demo_password(Settings(data_dir=tmp_path, demo_password="sesam"))
