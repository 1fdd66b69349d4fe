"""Settings: each is read from its variable and stands in the README."""

from pathlib import Path

import pytest

from config import Settings, read_settings

README = (Path(__file__).parents[2] / "README.md").read_text()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_stands_in_the_readme(name):
    row = f"| `EARMARK_{name.upper()}` |"

    assert row in README
    assert str(Settings.model_fields[name].description) in README


def test_private_hosts_are_a_comma_list(monkeypatch, data_dir):
    monkeypatch.setenv("EARMARK_ALLOW_PRIVATE_HOSTS", "nas.local, 127.0.0.1:8970")

    assert read_settings().allow_private_hosts == {"nas.local", "127.0.0.1:8970"}


def test_an_env_file_is_read(data_dir, tmp_path):
    (tmp_path / ".env").write_text("EARMARK_HOUR=5\n")

    assert read_settings().hour == 5
