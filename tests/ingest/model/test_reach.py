"""How much of a talk one request holds: by what a server says of its window, refuses, or silently cuts."""

import json

import pytest

from ingest.insights.proposals import WINDOW_WORDS, proposals
from ingest.language_model import LiteLLM
from ingest.model.reach import told, was_cut, words_in
from store.records.transcripts import Segment
from tests.ingest.test_language_model import NOON, PLENTY, model
from tests.worlds.chat_server import ChatServer, serving
from tests.worlds.talks import EPISODE

SENTENCES = [
    Segment(start=10.0 * at, end=10.0 * at + 9, text=f"{'word ' * 39}number{at}.", speaker="Ana") for at in range(150)
]


def listed(**facts):
    return {"/v1/models": {"object": "list", "data": [{"id": "small", **facts}]}}


STATED = [
    (listed(owned_by="vllm", max_model_len=4_096), 4_096),
    (listed(context_length=32_768), 32_768),
    (listed(owned_by="llamacpp") | {"/props": {"default_generation_settings": {"n_ctx": 4_096}}}, 4_096),
    (
        listed(owned_by="organization_owner")
        | {
            "/api/v0/models": {"data": [{"id": "small", "max_context_length": 131_072, "loaded_context_length": 4_096}]}
        },
        4_096,
    ),
    (listed(owned_by="library") | {"/api/ps": {"models": [{"name": "small", "context_length": 16_384}]}}, 16_384),
    (listed(owned_by="library") | {"/api/ps": {}, "/api/show": {"parameters": "num_ctx    8192\ntop_p 1"}}, 8_192),
    (listed(owned_by="library") | {"/api/ps": {"models": []}, "/api/show": {}}, 4_096),
]


@pytest.mark.slow
@pytest.mark.parametrize(("tells", "window"), STATED, ids=range(len(STATED)))
def test_a_server_is_asked_once_for_its_window(store, tells, window):
    with serving(ChatServer(tells=tells)) as server:
        asked = model(store, server)
        reaches = {asked.reach_words, asked.reach_words}

    assert reaches == {words_in(window)}
    assert server.looked_at.count("/v1/models") == 1
    assert server.asked == []


@pytest.mark.slow
@pytest.mark.parametrize("tells", [{}, {"/v1/models": []}, {"/v1/models": {"data": [{"id": 1}, 2]}}], ids=range(3))
def test_a_server_that_says_nothing_has_no_known_limit(store, tells):
    with serving(ChatServer(tells=tells)) as server:
        assert model(store, server).reach_words is None


@pytest.mark.slow
def test_ollama_is_sent_the_window_that_is_wanted(store):
    tells = {"/api/show": {"model_info": {"llama.context_length": 2_048}}}
    with serving(ChatServer(tells=tells)) as server:
        server.answer = lambda request: (server.asked.append(request), (200, {"response": "hello back", "done": True}))[
            1
        ]
        asked = LiteLLM(
            "ollama/small",
            base_url=server.url.removesuffix("/v1"),
            api_key=None,
            limits=PLENTY,
            store=store,
            clock=lambda: NOON,
        )
        reply = asked.complete([{"role": "user", "content": "hello"}])

        assert asked.reach_words == words_in(2_048)
    assert reply == "hello back"
    assert (server.asked[0]["options"]["num_ctx"], server.asked[0]["think"]) == (8_192, False)


def parts_asked(server):
    """How many words each request held."""
    return [sum(len(message["content"].split()) for message in request["messages"]) for request in server.asked]


@pytest.mark.slow
def test_parts_of_a_talk_fit_a_stated_window(store):
    with serving(ChatServer([json.dumps({"insights": []})], tells=listed(max_model_len=4_096))) as server:
        proposals(EPISODE, [SENTENCES], 1_500.0, model(store, server))

    assert max(parts_asked(server)) < WINDOW_WORDS
    assert len(server.asked) == 5


@pytest.mark.slow
@pytest.mark.parametrize("limit", [{"window": 1_500}, {"most_words": 1_500}], ids=["cut silently", "refused"])
def test_a_window_that_shows_when_it_is_too_small_sizes_the_parts_anew(store, limit):
    with serving(ChatServer([json.dumps({"insights": []})], **limit)) as server:
        proposed = proposals(EPISODE, [SENTENCES], 1_500.0, model(store, server))

    assert proposed.note is None
    assert parts_asked(server)[0] > 1_500
    assert max(parts_asked(server)[1:]) < 1_500


@pytest.mark.parametrize(
    ("words", "tokens", "cut"),
    [
        (2_300, 3_000, False),
        (2_300, 2_048, True),
        (2_300, 1_700, True),
        (3_600, 4_096, True),
        (2_300, 120, False),
        (2_300, 0, False),
        (300, 1_200, False),
    ],
)
def test_a_count_below_the_words_gives_a_cut_away_but_not_a_fancy_one(words, tokens, cut):
    assert was_cut(words, tokens) is cut


@pytest.mark.parametrize(
    ("refusal", "window"),
    [
        ("This model's maximum context length is 2048 tokens. However, you requested 5000 tokens", 2_048),
        ("the request exceeds the available context size (4096 tokens), try increasing it", 4_096),
        ("prompt is too long: 210000 tokens > 200000 maximum", None),
        ("too long", None),
    ],
)
def test_a_refusal_may_name_the_window(refusal, window):
    assert told(refusal) == window
