"""Servers of models: found where they answer, believed only in their own form, pulled from with progress."""

import pytest

from ingest.model import ollama
from ingest.model.finding.pulling import is_missing, pull
from ingest.model.finding.servers import OLLAMA, Place, is_next_door, look_around, look_at
from store.errors import Mistake, Transient, Unusable
from tests.worlds.loopback import site as web_site
from tests.worlds.ollama import PULLED, Ollama, serving_ollama


@pytest.fixture
def web():
    """A web site that is no server of models, until a test puts a list there."""
    with web_site() as served:
        yield served


def test_ollama_tells_its_models_with_their_sizes():
    with serving_ollama(Ollama("gemma3:4b")) as ollama:
        [server] = look_around([Place(kind=OLLAMA, address=ollama.url)])

    [model] = server.models
    assert (server.kind, model.name) == ("Ollama", "ollama_chat/gemma3:4b")
    assert (model.size_bytes, model.parameters, model.base_url) == (3_300_000_000, "4.3B", ollama.url)


def test_a_server_of_openais_protocol_is_known_by_its_list(web):
    web.put("/v1/models", b'{"object": "list", "data": [{"id": "qwen"}, {"id": 7}, "x"]}', "application/json")

    server = look_at(f"{web.url}/v1")

    assert [(model.name, model.base_url) for model in server.models] == [("openai/qwen", f"{web.url}/v1")]


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b'{"data": "x"}', b"[" * 100_000, b'{"data": [1]}' + b" " * 5_000_000]
)
def test_what_answers_otherwise_is_no_server_of_models(web, body):
    web.put("/v1/models", body, "application/json")

    assert look_around([Place(kind="vLLM", address=web.url)]) == ()


def test_what_a_server_says_is_shown_on_one_line_without_what_cannot_be_seen(web):
    web.put("/v1/models", b'{"data": [{"id": "a\\u001b[31m\\nb"}]}', "application/json")

    assert look_at(web.url).models[0].name == "openai/a[31m b"


def test_nobody_at_an_address_is_said():
    with serving_ollama(Ollama()) as gone:
        pass

    with pytest.raises(Transient, match="is it running"):
        look_at(gone.url)
    with pytest.raises(Mistake, match="not an address"):
        look_at("localhost:11434")


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("http://127.0.0.1:8080/v1", True),
        ("http://192.168.1.7:11434", True),
        ("http://localhost:1234/v1", True),
        ("http://nas.local:8000/v1", True),
        ("https://openrouter.ai/api/v1", False),
        ("https://9.9.9.9/v1", False),
    ],
)
def test_a_server_of_ones_own_asks_no_money(address, own):
    assert is_next_door(address) is own


@pytest.mark.parametrize(
    ("model", "tag"),
    [
        ("ollama/llama3.1", "llama3.1:latest"),
        ("ollama_chat/gemma3:4b", "gemma3:4b"),
        ("ollama/hf.co/x/y", "hf.co/x/y:latest"),
        ("openai/gpt-4.1-mini", None),
    ],
)
def test_ollamas_own_name_of_a_model(model, tag):
    assert ollama.tag(model) == tag


def test_a_model_that_is_not_there_is_pulled_with_progress_over_all_its_files():
    told = []
    with serving_ollama(Ollama()) as ollama:
        missing = is_missing("ollama_chat/gemma3:4b", ollama.url)
        pull("ollama_chat/gemma3:4b", ollama.url, lambda *step: told.append(step))

        assert missing
        assert not is_missing("ollama_chat/gemma3:4b", ollama.url)
    assert ollama.pulled == ["gemma3:4b"]
    assert ("pulling bb", 1_200, 1_200) in told


def test_what_ollama_refuses_is_said_in_its_words():
    refusal = ({"status": "pulling manifest"}, {"error": "pull model manifest: file does not exist"})
    with (
        serving_ollama(Ollama(report=refusal)) as ollama,
        pytest.raises(Unusable, match=r"cannot pull nosuch:latest: .*file does not exist"),
    ):
        pull("ollama/nosuch", ollama.url, lambda *step: None)


def test_a_pull_that_breaks_off_goes_on_with_the_same_command():
    with serving_ollama(Ollama(report=PULLED[:2])) as ollama, pytest.raises(Transient, match="same command goes on"):
        pull("ollama/gemma3:4b", ollama.url, lambda *step: None)
