"""The adapter to language models: forms of JSON, records of cost, budgets, and errors in one sentence."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from ingest.language_model import BudgetReached, Limits, LiteLLM
from store.errors import Misconfigured, Transient
from store.queries.models import model_calls
from store.schema.upkeep import model_calls as model_calls_table
from tests.worlds.chat_server import ChatServer, serving

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLENTY = Limits(calls_per_episode=100, usd_per_episode=10, calls_per_day=100, usd_per_day=10)
SCHEMA = {"type": "object", "properties": {"insights": {"type": "array"}}}
HELLO = [{"role": "user", "content": "hello"}]


def model(store, server, *, limits=PLENTY, name="openai/small", key="sk-secret-1", clock=lambda: NOON, **more):
    return LiteLLM(name, base_url=server.url, api_key=key, limits=limits, store=store, clock=clock, **more)


def spent(store):
    """What the one call in the store used: (tokens in, tokens out)."""
    with store.read() as connection:
        return connection.execute(select(model_calls_table.c.tokens_in, model_calls_table.c.tokens_out)).one()


def forms(server):
    return [request.get("response_format", {}).get("type", "none") for request in server.asked]


def test_a_reply_comes_back_as_text_and_its_call_is_recorded(store):
    with serving(ChatServer(["hello back"])) as server:
        reply = model(store, server).complete(HELLO, episode_id=7)

    assert reply == "hello back"
    with store.read() as connection:
        assert model_calls.of_episode(connection, 7).calls == 1


def test_a_server_that_takes_a_schema_gets_one(store):
    with serving(ChatServer()) as server:
        model(store, server).complete(HELLO, schema=SCHEMA)

    assert forms(server) == ["json_schema"]


@pytest.mark.parametrize("refusal", [400, 422, 500])
def test_a_refused_form_is_not_tried_again(store, refusal):
    with serving(ChatServer(refuses={"json_schema"}, refusal=refusal)) as server:
        asked = model(store, server)
        asked.complete(HELLO, schema=SCHEMA)
        asked.complete(HELLO, schema=SCHEMA)

    assert forms(server) == ["json_schema", "json_object", "json_object"]


def test_a_server_that_knows_no_form_is_asked_in_words(store):
    with serving(ChatServer(["[]"], refuses={"json_schema", "json_object"})) as server:
        reply = model(store, server).complete(HELLO, schema=SCHEMA)

    assert reply == "[]"
    assert forms(server) == ["json_schema", "json_object", "none"]


def test_a_server_of_ones_own_needs_no_key(store):
    with serving(ChatServer(["hello back"])) as server:
        assert model(store, server, key=None).complete(HELLO) == "hello back"


def test_a_refused_key_stops_the_run_and_is_not_repeated(store):
    with serving(ChatServer(status=401)) as server, pytest.raises(Misconfigured, match="EARMARK_LLM_KEY") as refused:
        model(store, server).complete(HELLO)

    assert "sk-secret-1" not in f"{refused.value} {refused.value.__cause__}"


def test_an_unknown_model_stops_the_run(store):
    with serving(ChatServer(status=404)) as server, pytest.raises(Misconfigured, match="EARMARK_LLM"):
        model(store, server).complete(HELLO)


def test_an_unknown_provider_stops_the_run(store):
    with serving(ChatServer()) as server, pytest.raises(Misconfigured, match="check EARMARK_LLM"):
        model(store, server, name="no-such-model").complete(HELLO, schema=SCHEMA)


def test_a_missing_key_is_asked_for(store, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    asked = LiteLLM("openai/gpt-4o-mini", base_url=None, api_key=None, limits=PLENTY, store=store, clock=lambda: NOON)

    with pytest.raises(Misconfigured, match="needs a key: set EARMARK_LLM_KEY"):
        asked.complete(HELLO)


def test_a_busy_server_is_a_reason_to_wait(store):
    with serving(ChatServer(status=429)) as server, pytest.raises(Transient, match="busy"):
        model(store, server).complete(HELLO)


def test_a_server_that_is_not_there_is_a_reason_to_wait(store):
    with serving(ChatServer()) as server:
        gone = model(store, server)

    with pytest.raises(Transient, match="could not be reached"):
        gone.complete(HELLO)


def test_the_budget_of_an_episode_holds_for_it_alone(store):
    two = Limits(calls_per_episode=2, usd_per_episode=10, calls_per_day=100, usd_per_day=10)
    with serving(ChatServer()) as server:
        asked = model(store, server, limits=two)
        asked.complete(HELLO, episode_id=1)
        asked.complete(HELLO, episode_id=1)

        with pytest.raises(BudgetReached, match="this episode's budget"):
            asked.complete(HELLO, episode_id=1)
        assert asked.complete(HELLO, episode_id=2) == "{}"


def test_the_budget_of_a_day_is_free_again_after_a_day(store):
    now = [NOON]
    one = Limits(calls_per_episode=9, usd_per_episode=10, calls_per_day=1, usd_per_day=10)
    with serving(ChatServer()) as server:
        asked = model(store, server, limits=one, clock=lambda: now[0])
        asked.complete(HELLO)

        with pytest.raises(BudgetReached, match="the day's budget"):
            asked.complete(HELLO)
        now[0] = NOON + timedelta(hours=25)
        assert asked.complete(HELLO) == "{}"


def test_money_counts_as_well_as_calls(store):
    with store.write() as connection:
        model_calls.note(connection, episode_id=None, model="m", now=NOON, tokens=(1, 1), usd=10.0)

    with serving(ChatServer()) as server, pytest.raises(BudgetReached, match=r"\$10\.00"):
        model(store, server).complete(HELLO)
    assert server.asked == []


def test_a_stream_comes_in_pieces_and_is_counted_when_it_ends(store):
    with serving(ChatServer(["Copper is dear. It will stay so."])) as server:
        pieces = list(model(store, server).stream(HELLO))

    assert "".join(pieces) == "Copper is dear. It will stay so."
    assert len(pieces) > 2
    assert spent(store) == (120, 30)


def test_pieces_are_given_out_before_the_reply_is_whole(store):
    with serving(ChatServer(["Copper is dear. It will stay so."], waits_at=14)) as server:
        reply = model(store, server).stream(HELLO)
        first = next(reply)
        server.gate.set()

        assert first + "".join(reply) == "Copper is dear. It will stay so."


def test_who_stops_reading_is_charged_what_was_read(store):
    with serving(ChatServer(["word " * 400], letters=40, waits_at=80)) as server:
        reply = model(store, server).stream(HELLO)
        next(reply)
        reply.close()

        assert server.sent_letters < 2_000
    assert spent(store) == (1, 10)


def test_a_server_that_counts_no_streams_is_charged_by_an_estimate(store):
    with serving(ChatServer(["word " * 40], counts=False)) as server:
        list(model(store, server).stream(HELLO))

    assert spent(store)[1] in range(35, 60)


@pytest.mark.parametrize(
    ("refuses", "tries"), [({"stream_options"}, ["counted", "plain"]), ({"stream"}, ["counted", "plain", "none"])]
)
def test_a_server_that_does_not_stream_so_is_asked_otherwise_and_not_so_again(store, refuses, tries):
    with serving(ChatServer(["hello back"], refuses=refuses)) as server:
        asked = model(store, server)
        replies = ["".join(asked.stream(HELLO)), "".join(asked.stream(HELLO))]

    kinds = ["counted" if r.get("stream_options") else "plain" if r.get("stream") else "none" for r in server.asked]
    assert replies == ["hello back", "hello back"]
    assert kinds == [*tries, tries[-1]]


def test_a_server_that_answers_a_stream_with_json_is_asked_again_without_one(store):
    with serving(ChatServer(["hello back"], deaf=True)) as server:
        assert list(model(store, server).stream(HELLO)) == ["hello back"]


def test_a_stream_that_breaks_off_says_so_after_what_came(store):
    with serving(ChatServer(["word " * 40], breaks_at=70)) as server:
        reply = model(store, server).stream(HELLO)
        came = next(reply)

        with pytest.raises(Transient, match="broke off"):
            list(reply)
    assert came == "word wo"
    assert spent(store)[1] > 0


def test_a_stream_that_stalls_is_not_waited_for_for_ever(store):
    with serving(ChatServer(["word " * 40], stalls_at=70)) as server:
        reply = model(store, server, stall_seconds=0.5).stream(HELLO)

        with pytest.raises(Transient, match=r"said nothing for 0\.5 s"):
            list(reply)


@pytest.mark.parametrize(("status", "error"), [(401, Misconfigured), (404, Misconfigured), (429, Transient)])
def test_a_stream_that_never_begins_says_why(store, status, error):
    with serving(ChatServer(status=status)) as server, pytest.raises(error):
        list(model(store, server).stream(HELLO))


def test_a_stream_is_held_to_the_budget_of_the_day(store):
    none = Limits(calls_per_episode=9, usd_per_episode=10, calls_per_day=0, usd_per_day=10)

    with serving(ChatServer()) as server, pytest.raises(BudgetReached, match="the day's budget"):
        list(model(store, server, limits=none).stream(HELLO))
    assert server.asked == []
