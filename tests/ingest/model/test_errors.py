"""What a server's error comes to, in the words of many servers: one sentence, and what to do next."""

import pytest

from ingest.language_model import NoCredit
from ingest.model.errors import TooLong
from ingest.model.replies import ReplyUnusable
from store.errors import Misconfigured, Transient, Unusable
from tests.ingest.test_language_model import HELLO, model
from tests.worlds.chat_server import ChatServer, serving

pytestmark = pytest.mark.slow

USED_UP = [
    (429, "You exceeded your current quota, please check your plan and billing details."),
    (402, "Insufficient credits. Add more using the web page."),
    (402, "Payment Required"),
    (402, "Insufficient Balance"),
    (400, "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing."),
    (429, "Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day"),
    (429, "RESOURCE_EXHAUSTED: You exceeded your current quota. quotaId: GenerateRequestsPerDayPerProjectPerModel"),
    (429, "Rate limit reached for model on tokens per day (TPD): Limit 100000, Used 99000. Try again in 7m12s."),
    (403, "Your team has either used all available credits or reached its monthly spending limit."),
    (429, "You are using a Trial key, which is limited to 1000 API calls / month."),
    (400, "You have reached your specified API usage limits. You will regain access on 2027-01-01."),
    (400, "Access denied, please make sure your account is in good standing. Arrearage"),
]


def error(message):
    return {"error": {"message": message, "type": "x", "code": None, "param": None}}


@pytest.mark.parametrize(("status", "words"), USED_UP)
def test_an_account_without_credit_is_named_and_asked_nothing_more_in_this_run(store, status, words):
    with serving(ChatServer(status=status, error=error(words))) as server:
        asked = model(store, server)
        with pytest.raises(NoCredit, match="no credit left for openai/small"):
            asked.complete(HELLO, episode_id=1)
        with pytest.raises(NoCredit):
            asked.complete(HELLO, episode_id=2)

    assert len(server.asked) == 1


def test_a_person_who_asks_may_have_filled_it_up_meanwhile(store):
    with serving(ChatServer(["hello back"], status=402, error=error("Payment Required"))) as server:
        asked = model(store, server, by_hand=True)
        with pytest.raises(NoCredit):
            list(asked.stream(HELLO))
        server.status = 200

        assert "".join(asked.stream(HELLO)) == "hello back"


@pytest.mark.parametrize(
    "words",
    [
        "Rate limit reached for gpt-4o on tokens per min (TPM): Limit 30000. Visit the account page to see billing.",
        "You exceeded your current quota, please check your plan and billing details. id: RequestsPerMinutePerModel",
        "Requests rate limit exceeded",
        "Requests have exceeded the token rate limit of your current pricing tier. Please retry after 10 seconds.",
    ],
)
def test_a_limit_of_the_minute_is_a_reason_to_wait(store, words):
    with serving(ChatServer(status=429, error=error(words))) as server, pytest.raises(Transient, match="busy"):
        model(store, server).complete(HELLO)


def test_a_talk_of_money_that_a_server_repeats_is_no_empty_account(store):
    repeated = f"invalid input {'word ' * 100} he had insufficient credits and a credit limit per day"
    with serving(ChatServer(status=400, error=error(repeated))) as server, pytest.raises(Unusable, match="refused the"):
        model(store, server).complete(HELLO)


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        (400, "API key not valid. Please pass a valid API key.", Misconfigured),
        (403, "Forbidden", Misconfigured),
        (400, "Invalid model: small", Misconfigured),
        (400, "No models loaded. Please load a model in the developer page.", Misconfigured),
        (400, "the request exceeds the available context size (4096 tokens), try increasing it", TooLong),
        (400, "prompt is too long: 210000 tokens > 200000 maximum", TooLong),
        (500, "the model is loaded with context length of only 4096 tokens, which is not enough", TooLong),
        (413, "Payload too large", TooLong),
        (503, "overloaded", Transient),
        (529, "Overloaded", Transient),
        (502, "bad gateway", Transient),
    ],
)
def test_an_error_says_what_to_do_next_and_repeats_nothing(store, status, words, kind):
    with serving(ChatServer(status=status, error=error(words))) as server, pytest.raises(kind) as told:
        model(store, server).complete(HELLO)

    assert words not in str(told.value)


def test_an_error_inside_a_reply_of_status_200_counts_as_one(store):
    body = {"error": {"message": "Insufficient credits", "code": 402}}

    with serving(ChatServer(body=body)) as server, pytest.raises(NoCredit):
        model(store, server).complete(HELLO)


@pytest.mark.parametrize("body", [[1], None, "x", b"<html>a page</html>", b""], ids=range(5))
def test_what_is_no_reply_at_all_is_told_as_such_and_asked_once(store, body):
    server = ChatServer()
    server.answer = lambda request: (server.asked.append(request), (200, body))[1]

    with serving(server), pytest.raises(ReplyUnusable, match="not in the form of a model's reply, check EARMARK_LLM_B"):
        model(store, server).complete(HELLO, schema={"type": "object"})
    assert len(server.asked) == 1
