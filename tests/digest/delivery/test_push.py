"""Channels by Apprise: each has the five once, and no refusal repeats the token in its address."""

import pytest

from digest.delivery.channel import Edition
from digest.delivery.deliver import deliver_due
from digest.delivery.push import pushes, written
from digest.five.daily import choose_for
from store.errors import Misconfigured
from tests.digest.delivery.test_render import a_digest, a_reader
from tests.worlds.citing import MODEL, MORNING, an_insight, bring_in, cited, keep_reader
from tests.worlds.mailbox import free_port
from tests.worlds.webhook import Webhook, hooked

BASE = "https://earmark.example"


@pytest.fixture
def reader(store):
    return keep_reader(store, hour=6)


@pytest.fixture
def chosen(store, reader):
    bring_in(store, an_insight("a", headline="Grids\x1b[31m wait"), an_insight("b"))
    return choose_for(store, reader, MORNING, model_name=MODEL)


def delivered(store, reader, *urls):
    return deliver_due(store, reader, pushes(urls), MORNING, base_url=BASE)


def test_a_channel_has_the_headlines_with_links_once(store, reader, chosen):
    with hooked(Webhook()) as hook:
        first = delivered(store, reader, hook.url)
        second = delivered(store, reader, hook.url)

    (message,) = hook.posted
    assert (first[0].sentence, second[0].outcome) == ("Sent 2 insights to json.", "already")
    assert message["title"] == "Earmark, Monday, 23 November 2026: 2 insights"
    assert f"1. Grids[31m wait (Show 1)\n{BASE}/insight?id=a" in message["message"]


def test_two_of_a_kind_are_told_apart_and_one_that_fails_stops_no_other(store, reader, chosen):
    with hooked(Webhook(500)) as broken, hooked(Webhook()) as sound:
        told = delivered(store, reader, broken.url, sound.url)

    assert [(one.channel, one.outcome) for one in told] == [("json", "failed"), ("json-2", "sent")]


@pytest.mark.parametrize(
    ("status", "outcome", "words"),
    [(403, "failed", "check EARMARK_CHANNELS"), (503, "failed", "busy"), (None, "uncertain", "did not say")],
)
def test_a_refusal_is_told_from_silence_and_never_repeats_the_token(store, reader, chosen, status, outcome, words):
    with hooked(Webhook(status)) as hook:
        (told,) = delivered(store, reader, hook.url)

    assert (told.outcome, words in told.sentence, "s3cret" in told.sentence) == (outcome, True, False)


def test_a_server_that_is_not_there_is_tried_again(store, reader, chosen):
    with hooked(Webhook()) as hook:
        away = hook.url.replace(hook.url.split(":")[2].split("/")[0], str(free_port()))
        first = delivered(store, reader, away)
        second = delivered(store, reader, hook.url)

    assert (first[0].outcome, second[0].outcome) == ("failed", "sent")
    assert "cannot be reached" in first[0].sentence


def test_an_address_that_apprise_does_not_know_is_named_by_its_place():
    with pytest.raises(Misconfigured, match="EARMARK_CHANNELS: number 2") as caught:
        pushes(("json://127.0.0.1/", "nonsense://s3cret"))

    assert "s3cret" not in str(caught.value)


def test_while_links_lead_to_this_machine_the_audio_is_linked():
    edition = Edition(digest=a_digest(cited("a")), reader=a_reader(), base_url="http://localhost:8501", at=MORNING)

    assert written(edition)[1] == "1. Claim a holds (Show 1)\nhttps://audio.example/1.mp3#t=754"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_channel_sends_the_five_nowhere_else(store, reader, chosen, site, status):
    inside = site.put("/latest/meta-data", "secret")
    with hooked(Webhook(status, elsewhere=inside)) as hook:
        (told,) = delivered(store, reader, hook.url)

    assert told.outcome != "sent"
    assert site.asked == []
