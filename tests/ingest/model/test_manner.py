"""What a server refuses is left out or said otherwise, the request is repeated, and the model is used."""

import pytest

from ingest.model.manner import Manner
from store.errors import Transient, Unusable
from tests.ingest.test_language_model import HELLO, SCHEMA, forms, model
from tests.worlds.chat_server import ChatServer, serving

OPENAI_TEMPERATURE = "Unsupported value: 'temperature' does not support 0.2 with this model."
OPENAI_LENGTH = (
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
)
PROXY_LENGTH = "max_completion_tokens: Extra inputs are not permitted"


def said(server):
    """The parameters of each request."""
    return [set(request) - {"model", "messages"} for request in server.asked]


@pytest.mark.slow
@pytest.mark.parametrize("refusal", [400, 422, 500])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("temperature", OPENAI_TEMPERATURE),
        ("temperature", "`temperature` and `top_p` cannot both be specified for this model."),
        ("temperature", "[{'type': 'extra_forbidden', 'loc': ('body', 'temperature')}]"),
        ("max_tokens", OPENAI_LENGTH),
        ("max_tokens", "max_tokens is too large: 4000. This model supports at most 2048 completion tokens."),
    ],
)
def test_a_refused_parameter_is_left_out_or_renamed_and_not_sent_again(store, name, words, refusal):
    with serving(ChatServer(["hello back"], unwanted={name: words}, refusal=refusal)) as server:
        asked = model(store, server)
        replies = [asked.complete(HELLO, schema=SCHEMA), asked.complete(HELLO, schema=SCHEMA)]

    assert replies == ["hello back", "hello back"]
    assert [name in each for each in said(server)] == [True, False, False]
    assert forms(server) == ["json_schema"] * 3


@pytest.mark.slow
def test_a_length_without_any_name_is_left_out(store):
    unwanted = {"max_tokens": OPENAI_LENGTH, "max_completion_tokens": PROXY_LENGTH}
    with serving(ChatServer(["hello back"], unwanted=unwanted)) as server:
        assert model(store, server).complete(HELLO) == "hello back"

    assert said(server) == [{"temperature", each} for each in unwanted] + [{"temperature"}]


@pytest.mark.slow
def test_a_length_that_does_not_fit_the_window_beside_the_request_is_left_out(store):
    words = "The maximum context length is 2048 tokens. You requested 1000 in the messages, 4000 in the completion"
    with serving(ChatServer(["hello back"], unwanted={"max_tokens": words})) as server:
        assert model(store, server).complete(HELLO) == "hello back"

    assert said(server) == [{"temperature", "max_tokens"}, {"temperature"}]


@pytest.mark.slow
def test_several_refusals_come_one_after_the_other(store):
    unwanted = {"temperature": OPENAI_TEMPERATURE, "max_tokens": OPENAI_LENGTH, "response_format": "json mode is off"}
    with serving(ChatServer(["hello back"], unwanted=unwanted)) as server:
        asked = model(store, server)
        asked.complete(HELLO, schema=SCHEMA)
        asked.complete(HELLO, schema=SCHEMA)

    assert said(server)[-2:] == [{"max_completion_tokens"}, {"max_completion_tokens"}]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["openai/gpt-5-mini", "openai/o3-mini", "openai/o1"])
def test_what_litellm_itself_refuses_is_never_sent(store, name):
    with serving(ChatServer(["hello back"])) as server:
        asked = model(store, server, name=name)
        replies = [asked.complete(HELLO, schema=SCHEMA), "".join(asked.stream(HELLO))]

    assert replies == ["hello back", "hello back"]
    assert said(server)[0] == {"max_completion_tokens", "response_format", "reasoning_effort"}
    assert server.asked[0]["reasoning_effort"] == "low"


@pytest.mark.slow
def test_a_stream_is_repeated_without_what_was_refused(store):
    unwanted = {"temperature": OPENAI_TEMPERATURE, "max_tokens": OPENAI_LENGTH, "stream_options": "unknown field"}
    with serving(ChatServer(["hello back"], unwanted=unwanted)) as server:
        assert "".join(model(store, server).stream(HELLO)) == "hello back"

    assert said(server)[-1] == {"stream", "max_completion_tokens"}


@pytest.mark.slow
@pytest.mark.parametrize(("status", "kind"), [(400, Unusable), (500, Transient)])
def test_a_server_that_refuses_everything_is_told_as_such_and_nothing_is_remembered(store, status, kind):
    with serving(ChatServer(status=status, error={"error": {"message": "no"}})) as server:
        asked = model(store, server)
        with pytest.raises(kind):
            asked.complete(HELLO, schema=SCHEMA)
        server.status = 200
        asked.complete(HELLO, schema=SCHEMA)

    assert forms(server)[-1] == "json_schema"
    assert len(server.asked) <= 5


@pytest.mark.slow
def test_a_model_that_is_seen_to_think_is_told_to_think_less(store):
    with serving(ChatServer(["<think>Well.</think>hello back"])) as server:
        asked = model(store, server)
        asked.complete(HELLO)
        asked.complete(HELLO)

    assert [request.get("reasoning_effort") for request in server.asked] == [None, "none"]
    assert server.asked[1]["max_tokens"] > server.asked[0]["max_tokens"]


@pytest.mark.slow
def test_an_effort_that_is_refused_is_not_said_again(store):
    unwanted = {"reasoning_effort": '"small" does not support thinking'}
    with serving(ChatServer(["<think>Well.</think>hello back"], unwanted=unwanted)) as server:
        asked = model(store, server)
        [asked.complete(HELLO), asked.complete(HELLO), asked.complete(HELLO)]

    efforts = [request.get("reasoning_effort") for request in server.asked]
    assert efforts == [None, "none", "low", None, None]


@pytest.mark.slow
def test_a_reply_that_breaks_off_in_its_thoughts_gets_room_for_them_once(store):
    thinking = ChatServer([None], message={"reasoning_content": "Well."}, finish="length")
    with serving(thinking) as server, pytest.raises(Unusable, match="broke off while the model still thought"):
        model(store, server).complete(HELLO)

    assert [request["max_tokens"] for request in server.asked] == [4_000, 16_000]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("Extra inputs are not permitted: stream_options", "stream"),
        (
            "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model",
            "response_format",
        ),
        ("Thinking level is not supported for this model.", "reasoning_effort"),
        ("gpt-5 doesn't support temperature=0.2 while reasoning is active.", "temperature"),
        ("Unrecognized request argument supplied: max_tokens", "max_tokens"),
        ("something went wrong", "stream"),
    ],
)
def test_the_part_that_is_named_first_is_the_one_that_is_meant(words, part):
    manner = Manner(thinks=True).with_effort("low")
    request = manner.parameters(SCHEMA, streamed=True)

    plainer = manner.after_refusal(words, request, broke=False)

    assert [each for each in manner.forms if manner.forms[each] != plainer.forms[each]] == [part]


def test_when_nothing_is_left_to_leave_out_the_refusal_stands():
    assert Manner().after_refusal("no", {}, broke=False) is None
