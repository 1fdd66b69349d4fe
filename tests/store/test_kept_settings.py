"""The settings that a command keeps: for the owner alone, replaced whole, and below what the environment says."""

import pytest

from config import read_settings, set_in
from store import kept_settings
from store.errors import Misconfigured


@pytest.fixture(autouse=True)
def _no_model(data_dir, monkeypatch):
    """Without a model in the environment of whoever runs the tests."""
    monkeypatch.delenv("EARMARK_LLM", raising=False)
    monkeypatch.delenv("EARMARK_LLM_KEY", raising=False)


def test_only_the_owner_may_read_them(data_dir):
    kept_settings.keep(data_dir, {"llm": "openai/a", "llm_key": "sk-secret-1"})

    assert (data_dir / "settings.json").stat().st_mode & 0o777 == 0o600


def test_what_is_kept_is_read(data_dir):
    kept_settings.keep(data_dir, {"llm": "openai/a", "llm_key": "sk-secret-1"})

    settings = read_settings()

    assert (settings.llm, settings.llm_key.get_secret_value()) == ("openai/a", "sk-secret-1")
    assert set_in("llm", settings) == str(data_dir / "settings.json")
    assert "sk-secret-1" not in repr(settings)


def test_the_environment_stands_above_it_with_address_and_key(data_dir, monkeypatch):
    kept_settings.keep(data_dir, {"llm": "openai/a", "llm_base_url": "http://kept/v1", "llm_key": "sk-secret-1"})
    monkeypatch.setenv("EARMARK_LLM", "openai/b")

    settings = read_settings()

    assert (settings.llm, settings.llm_base_url, settings.llm_key) == ("openai/b", None, None)
    assert set_in("llm", settings) == "the environment"


def test_a_file_env_stands_above_it(data_dir, tmp_path):
    kept_settings.keep(data_dir, {"llm": "openai/a"})
    (tmp_path / ".env").write_text("EARMARK_LLM=openai/c\n")

    settings = read_settings()

    assert (settings.llm, set_in("llm", settings)) == ("openai/c", ".env")


def test_what_is_forgotten_leaves_the_rest(data_dir):
    kept_settings.keep(data_dir, {"llm": "openai/a", "llm_judge": "openai/j"})
    kept_settings.keep(data_dir, {"llm": None})

    assert kept_settings.read(data_dir) == {"llm_judge": "openai/j"}


def test_nothing_kept_leaves_no_file(data_dir):
    kept_settings.keep(data_dir, {"llm": "openai/a"})
    kept_settings.keep(data_dir, {"llm": None})

    assert not (data_dir / "settings.json").exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"llm": 7}', '{"llm": {"a": "b"}}'])
def test_a_damaged_file_is_told(data_dir, text):
    data_dir.mkdir()
    (data_dir / "settings.json").write_text(text)

    with pytest.raises(Misconfigured, match=r"settings\.json"):
        read_settings()
