"""What a reply holds, however it is built: its answer, or the one reason why there is none."""

import pytest

from ingest.model.manner import MOST_REPLY_TOKENS, MOST_THOUGHT_TOKENS
from ingest.model.replies import ReplyUnusable
from tests.ingest.test_language_model import HELLO, model, spent
from tests.worlds.chat_server import USAGE, ChatServer, serving

pytestmark = pytest.mark.slow


def body(**parts):
    return {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "usage": USAGE} | parts


def chosen(message, finish="stop"):
    return body(choices=[{"index": 0, "finish_reason": finish, "message": message}])


@pytest.mark.parametrize(
    ("received", "why"),
    [
        (body(choices=[]), "no choice of answers"),
        (body(), "no choice of answers"),
        (body(choices=None), "no choice of answers"),
        (body(choices={"message": {"content": "hello"}}), "no choice of answers"),
        (body(choices=["hello"]), "no choice of answers"),
        (body(choices=[{"index": 0}]), "empty"),
        (chosen(None), "empty"),
        (chosen({"content": None}), "empty"),
        (chosen({"content": "  \n"}), "empty"),
        (chosen({"content": {"odd": 1}}), "empty"),
        (chosen({"content": 7}), "empty"),
        (chosen({"content": None, "reasoning_content": "Well."}), "only thoughts"),
        (chosen({"content": "", "reasoning": "Well."}), "only thoughts"),
        (chosen({"content": None, "thinking": "Well."}), "only thoughts"),
        (chosen({"content": "<think>Well."}), "only thoughts"),
        (chosen({"content": "Well.</think>"}), "only thoughts"),
        (chosen({"content": None}, "length"), "broke off before its first word"),
        (chosen({"content": None}, "content_filter"), "a content filter held it back"),
        (chosen({"content": None, "refusal": "I will not."}), "the model refuses to answer"),
        (
            chosen({"content": None, "tool_calls": [{"id": "1", "type": "function", "function": {}}]}, "tool_calls"),
            "tool",
        ),
    ],
    ids=range(20),
)
def test_a_reply_without_an_answer_says_in_one_sentence_what_it_is(store, received, why):
    with serving(ChatServer(body=received)) as server, pytest.raises(ReplyUnusable, match=why) as told:
        model(store, server).complete(HELLO)

    assert "\n" not in str(told.value)
    assert "Well." not in str(told.value)
    assert spent(store) == (120, 30)


@pytest.mark.parametrize(
    "received",
    [
        chosen(
            {"role": "assistant", "content": [{"type": "text", "text": "hello "}, {"type": "text", "text": "back"}]}
        ),
        chosen({"content": [{"type": "thinking", "thinking": "Well."}, {"type": "text", "text": "hello back"}]}),
        chosen({"content": "hello back"}, "length"),
        chosen({"content": "hello back"}, "an odd end"),
        chosen({"content": "hello back"}) | {"usage": None},
        chosen({"content": "hello back"}) | {"usage": "much"},
        body(choices=[{"index": 0, "text": "hello back"}]),
        chosen({"content": "<think>Well.</think>hello back", "reasoning_content": "Well."}),
        chosen({"content": "Well.</think>\n\nhello back"}),
    ],
    ids=range(9),
)
def test_an_answer_is_found_where_it_stands(store, received):
    with serving(ChatServer(body=received)) as server:
        assert model(store, server).complete(HELLO) == "hello back"


@pytest.mark.parametrize("hidden", [{"completion_tokens_details": {"reasoning_tokens": 25}}, {}])
def test_an_answer_whose_room_was_taken_by_thoughts_is_asked_for_again_with_room(store, hidden):
    shown = {} if hidden else {"reasoning_content": "Well."}
    received = chosen({"content": "hello b"} | shown, "length") | {"usage": USAGE | hidden}
    with serving(ChatServer(body=received)) as server:
        model(store, server).complete(HELLO, most_tokens=500)

    assert [request["max_tokens"] for request in server.asked] == [500, 500 + MOST_THOUGHT_TOKENS]


def test_a_reply_is_let_be_no_longer_than_any(store):
    with serving(ChatServer(["hello back"])) as server:
        model(store, server).complete(HELLO, most_tokens=50_000)

    assert server.asked[0]["max_tokens"] == MOST_REPLY_TOKENS


@pytest.mark.parametrize("letters", [1, 3, 1_000])
def test_thoughts_are_no_part_of_a_stream(store, letters):
    with serving(ChatServer(["<think>Well. [1]</think>hello back"], letters=letters)) as server:
        assert "".join(model(store, server).stream(HELLO)) == "hello back"


def test_a_model_that_once_closed_what_nothing_opened_is_not_believed_before_it_has_again(store):
    with serving(ChatServer(["Well. [1]</think>hello back"])) as server:
        replies = ["".join(model(store, server).stream(HELLO)), "".join(model(store, server).stream(HELLO))]

    assert replies == ["Well. [1]</think>hello back", "hello back"]


@pytest.mark.parametrize(
    ("message", "finish", "why"),
    [
        ({"reasoning_content": "Well."}, "stop", "only thoughts"),
        ({}, "content_filter", "a content filter"),
        ({}, "length", "before its first word"),
    ],
)
def test_a_stream_without_an_answer_says_why(store, message, finish, why):
    silent = ChatServer([None], message=message, finish=finish)
    with serving(silent) as server, pytest.raises(ReplyUnusable, match=why):
        list(model(store, server).stream(HELLO))
