"""model: what there is, the exam, and which model is kept, as a person types it."""

import io
import json
import sys

import pytest

from ingest.model.manner import MOST_REPLY_TOKENS
from store import kept_settings
from tests.worlds.chat_server import ChatServer, serving
from tests.worlds.examinees import Examinee, Rambler, chatty
from tests.worlds.ollama import PULLED, Ollama, serving_ollama

pytestmark = pytest.mark.slow

SECRET = "sk-secret-1"


@pytest.fixture(autouse=True)
def _alone(data_dir, monkeypatch):
    """No key and no Ollama but those of the test."""
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "EARMARK_LLM", "EARMARK_LLM_BASE_URL", "EARMARK_LLM_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OLLAMA_API_BASE", "http://127.0.0.1:9")


@pytest.fixture
def ollama(monkeypatch):
    with serving_ollama(Ollama("gemma3:4b")) as served:
        monkeypatch.setenv("OLLAMA_API_BASE", served.url)
        yield served


@pytest.fixture
def types(monkeypatch):
    """Hands a line over, as another program does."""
    return lambda line: monkeypatch.setattr(sys, "stdin", io.StringIO(f"{line}\n"))


def test_list_tells_what_there_is_and_shows_no_key(earmark, ollama, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)

    run = earmark("model", "list")

    assert "No model is set" in run.out
    assert "  ollama_chat/gemma3:4b (3.3 GB 4.3B)" in run.out
    assert "OPENAI_API_KEY opens openai" in run.out
    assert "laptop ollama_chat/gemma3:4b" in run.out
    assert "(estimate)" in run.out
    assert SECRET not in run.out + run.err


def test_list_gives_the_same_as_json(earmark, ollama):
    told = json.loads(earmark("model", "list", "--format", "json").out)

    assert "ollama_chat/gemma3:4b" in [model["name"] for model in told["servers"][0]["models"]]
    assert [each["name"] for each in told["suggestions"]] == ["laptop", "workstation", "key"]
    assert told["set"]["writes"] == {"model": None, "in": None}


def test_list_says_when_nobody_answers(earmark):
    assert "No server of models answers" in earmark("model", "list").out
    assert "is it running" in earmark("model", "list", "--address", "http://127.0.0.1:9").err


def test_a_good_model_passes_the_exam(earmark):
    with serving(Examinee()) as server:
        run = earmark("model", "try", "good", "--base-url", server.url)

    assert run.code == 0
    assert "part 4 of 4" in run.err
    assert "openai/good may write: " in run.out
    assert "0 names or numbers" in run.out
    assert "no money (a server of your own)" in run.out


def test_the_exam_is_given_as_data(earmark):
    with serving(Examinee()) as server:
        told = json.loads(earmark("model", "try", "good", "--base-url", server.url, "--format", "json").out)

    assert (told["model"], told["may_write"]) == ("openai/good", True)
    assert told["marks"]["invented, yet let through"] == "0 names or numbers"
    assert told["sentence"].startswith("openai/good may write: ")


def test_a_bad_model_fails_it_with_status_1_and_the_reason(earmark):
    with serving(Examinee(chatty)) as server:
        run = earmark("model", "try", "openai/bad", "--base-url", server.url)

    assert run.code == 1
    assert "openai/bad may not write: its replies on 4 of 4 parts could not be read." in run.out


def test_a_model_that_writes_on_and_on_is_cut_off_and_told_so(earmark):
    with serving(Rambler()) as server:
        run = earmark("model", "try", "openai/bad", "--base-url", server.url)

    assert run.code == 1
    assert "On 4 of 4 parts it wrote on and on until its reply was cut off." in run.out.replace("\n", " ")
    assert max(request["max_tokens"] for request in server.asked) < MOST_REPLY_TOKENS


def test_a_model_that_is_not_there_is_no_failed_exam(earmark):
    run = earmark("model", "try", "openai/gone", "--base-url", "http://127.0.0.1:9/v1")

    assert run.code == 1
    assert "could not be reached" in run.err
    assert "may not write" not in run.out


def test_the_key_for_an_exam_is_handed_over_and_never_shown(earmark, types):
    types(SECRET)
    with serving(ChatServer(status=401)) as server:
        run = earmark("model", "try", "openai/x", "--base-url", server.url, "--key")

    assert "the key for openai/x was refused" in run.err
    assert SECRET not in run.out + run.err


def test_a_name_of_nothing_is_explained(earmark):
    run = earmark("model", "use", "nosuch")

    assert run.code == 2
    assert "no server here offers 'nosuch'" in run.err


def test_use_keeps_the_model_and_none_forgets_it(earmark, data_dir):
    used = earmark("model", "use", "good", "--base-url", "http://127.0.0.1:9/v1")
    told = earmark("model", "list").out
    forgotten = earmark("model", "use", "none")

    assert "openai/good writes the insights from the next run on" in used.out
    assert "Writes: openai/good at http://127.0.0.1:9/v1 (set in " in told
    assert "No model is kept any more" in forgotten.out
    assert kept_settings.read(data_dir) == {}


def test_use_keeps_a_key_for_the_owner_alone_and_never_prints_it(earmark, data_dir, types):
    types(SECRET)

    run = earmark("model", "use", "openai/gpt-4.1-mini", "--key")

    assert kept_settings.read(data_dir)["llm_key"] == SECRET
    assert (data_dir / "settings.json").stat().st_mode & 0o777 == 0o600
    assert SECRET not in run.out + run.err + earmark("model", "list").out


def test_a_key_of_the_environment_stays_there(earmark, data_dir, monkeypatch):
    monkeypatch.setenv("EARMARK_LLM", "openai/gpt-4.1-mini")
    monkeypatch.setenv("EARMARK_LLM_KEY", SECRET)

    earmark("model", "use", "openai/gpt-4.1-mini")

    assert kept_settings.read(data_dir) == {"llm": "openai/gpt-4.1-mini"}


def test_a_model_that_needs_a_key_says_how_to_give_one(earmark, data_dir, types):
    types("")

    run = earmark("model", "use", "openai/gpt-4.1-mini")

    assert run.code == 1
    assert "needs a key: add --key" in run.err
    assert kept_settings.read(data_dir) == {}


def test_a_judge_is_kept_beside_the_model(earmark, data_dir):
    earmark("model", "use", "good", "--base-url", "http://127.0.0.1:9/v1")
    earmark("model", "use", "fair", "--judge", "--base-url", "http://127.0.0.1:9/v1")

    assert "Judges: openai/fair" in earmark("model", "list").out
    assert kept_settings.read(data_dir)["llm"] == "openai/good"


def test_what_the_environment_sets_is_said_to_stand_above(earmark, monkeypatch):
    monkeypatch.setenv("EARMARK_LLM", "openai/other")

    run = earmark("model", "use", "good", "--base-url", "http://127.0.0.1:9/v1")

    assert "EARMARK_LLM is set in the environment and stands above it" in run.err


def test_a_model_of_ollamas_that_is_there_is_used_by_its_short_name(earmark, ollama, data_dir):
    earmark("model", "use", "gemma3:4b")

    assert kept_settings.read(data_dir) == {"llm": "ollama_chat/gemma3:4b", "llm_base_url": ollama.url}
    assert ollama.pulled == []


def test_a_model_of_ollamas_that_is_not_there_is_pulled_first(earmark, ollama, data_dir):
    run = earmark("model", "use", "workstation")

    assert ollama.pulled == ["gemma3:27b"]
    assert "gemma3:27b is here" in run.err
    assert kept_settings.read(data_dir)["llm"] == "ollama_chat/gemma3:27b"


def test_what_could_not_be_pulled_is_not_kept(earmark, ollama, data_dir):
    ollama.report = [*PULLED[:1], {"error": "file does not exist"}]

    run = earmark("model", "use", "ollama/nosuch")

    assert "Ollama cannot pull nosuch:latest: file does not exist" in run.err
    assert kept_settings.read(data_dir) == {}


def test_without_ollama_its_model_is_not_kept(earmark, data_dir):
    run = earmark("model", "use", "laptop")

    assert run.code == 1
    assert "is it running" in run.err
    assert kept_settings.read(data_dir) == {}
