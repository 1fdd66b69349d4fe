"""`cli.py transcript` says what is left out, and why."""

import json

import pytest

from store import open_store
from store.records.transcripts import Span
from tests.worlds.databases import address
from tests.worlds.library_of import keep_episode


@pytest.fixture
def episode(data_dir):
    data_dir.mkdir()
    store = open_store(address(data_dir / "earmark.db"))
    turns = (("Ines", "Wires are full."), ("Ines", "Try Northwind today."))
    yield str(keep_episode(store, *turns, adverts=[Span(start=10, end=20, reason="asks to buy")]))
    store.close()


def test_an_advert_stands_with_its_reason(earmark, episode):
    assert "00:10  [advert (asks to buy)] Ines: Try Northwind today." in earmark("transcript", episode).out


def test_the_reason_is_in_the_json_too(earmark, episode):
    told = json.loads(earmark("transcript", episode, "--format", "json").out)

    assert [(segment["advert"], segment["reason"]) for segment in told["segments"]] == [
        (False, None),
        (True, "asks to buy"),
    ]


def test_the_status_of_an_episode_says_what_is_left_out(earmark, episode):
    assert "left out 00:10-00:20: advert (asks to buy)" in earmark("status", "--episode", episode).out
