"""voices on the terminal: listed, renamed, merged, forgotten, each in one sentence."""

from datetime import UTC, datetime

import numpy as np
import pytest

from store import open_store
from store.queries.voices import voices
from store.records.voices import VoiceHeard
from tests.worlds.databases import address
from tests.worlds.library_of import keep_episode

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def heard(axis, label, name=None):
    row = np.zeros(256, np.float32)
    row[axis] = 1.0
    reason = "says “I'm Maya Brandt”" if name else None
    return VoiceHeard(label=label, voice_id=None, seconds=120.0, print=row, name=name, reason=reason)


@pytest.fixture
def two_voices(data_dir):
    data_dir.mkdir(parents=True, exist_ok=True)
    store = open_store(address(data_dir / "earmark.db"))
    turns = (("Maya Brandt", "Hello, I'm Maya Brandt."), ("Speaker 2", "It is a story."))
    episode_id = keep_episode(store, *turns, show="Quiet Systems")
    with store.write() as connection:
        voices.keep(connection, 1, episode_id, [heard(0, "Maya Brandt", "Maya Brandt"), heard(1, "Speaker 2")])
    store.close()


def test_voices_are_listed_with_the_reason_of_each_name(earmark, two_voices):
    listed = earmark("voices", "list").out

    assert "Maya Brandt" in listed
    assert "says “I'm Maya Brandt”" in listed
    assert "a voice without a name" in listed


def test_without_voices_the_list_says_where_they_come_from(earmark, data_dir):
    assert "No voice is known yet" in earmark("voices", "list").out


def test_a_voice_is_renamed_in_its_episodes(earmark, two_voices):
    said = earmark("voices", "rename", "2", "Ines Okafor")

    assert said.out.strip() == "a voice without a name is Ines Okafor now, in 1 episode."
    assert "your word" in earmark("voices", "list").out


def test_a_name_that_another_voice_has_is_refused_with_what_to_do(earmark, two_voices):
    said = earmark("voices", "rename", "2", "Maya Brandt")

    assert said.code == 2
    assert "voices merge 2 1" in said.err


def test_a_name_is_taken_away(earmark, two_voices):
    assert "has no name any more" in earmark("voices", "unname", "1").out


def test_two_voices_are_merged(earmark, two_voices):
    earmark("voices", "merge", "2", "1")

    assert "a voice without a name" not in earmark("voices", "list").out


def test_a_voice_is_forgotten(earmark, two_voices):
    earmark("voices", "forget", "1", "--yes")

    assert "Maya Brandt" not in earmark("voices", "list").out


def test_an_unknown_voice_is_a_mistake(earmark, data_dir):
    said = earmark("voices", "forget", "7", "--yes")

    assert said.code == 2
    assert "voices list" in said.err
