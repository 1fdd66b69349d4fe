"""Idle time: what a weaker recogniser heard is heard again by the one that is set, and what a reader saved stays."""

from datetime import timedelta

import pytest

from ingest.rehearing import Again, waiting
from store import open_store
from store.queries import episodes, insights, transcripts
from store.records.episodes import Progress, Stage
from store.records.transcripts import Segment, Transcript
from tests.worlds.library_of import MORNING, an_insight, keep_episode
from tests.worlds.podcast import feed_xml
from tests.worlds.sounds import talk, wav

NOW = "2026-06-01T12:00:00Z"


@pytest.fixture(autouse=True)
def _no_model(monkeypatch):
    monkeypatch.delenv("EARMARK_LLM", raising=False)


@pytest.fixture
def kept(data_dir):
    """The store beside the command line."""
    data_dir.mkdir(parents=True, exist_ok=True)
    store = open_store(f"sqlite:///{data_dir / 'earmark.db'}")
    yield store
    store.close()


def heard(store, title, source, language="en", published=MORNING):
    """A finished episode whose transcript is of that source."""
    episode_id = keep_episode(store, ("Ines", "Wires are full."), title=title, published=published)
    said = (Segment(start=0.0, end=5.0, text="Wires are full."),)
    with store.write() as connection:
        transcripts.keep(connection, episode_id, Transcript(segments=said, source=source, language=language), [])
        episodes.advance(connection, episode_id, Progress(stage=Stage.INDEXED))
    return episode_id


def sources(store):
    with store.read() as connection:
        listed = episodes.of_show(connection, 1)
        return [(e.progress.stage, transcripts.of_episode(connection, e.id).source) for e in listed]


def test_what_a_weaker_one_heard_waits_newest_first(store):
    old = heard(store, "old", "whisper tiny.en", published=MORNING - timedelta(days=20))
    new = heard(store, "new", "whisper tiny.en")
    heard(store, "published", "publisher")
    heard(store, "by itself", "whisper small")
    heard(store, "too old", "whisper tiny.en", published=MORNING - timedelta(days=40))

    found = waiting(store, Again(recogniser="small", days=30), MORNING)

    assert [each.id for each in found] == [new, old]


def test_one_that_hears_english_alone_hears_no_other_talk_again(store):
    heard(store, "german", "whisper base", language="de")
    english = heard(store, "english", "whisper base")

    found = waiting(store, Again(recogniser="distil-large-v3", days=30), MORNING)

    assert [each.id for each in found] == [english]


def test_one_that_hears_some_languages_hears_no_other_talk_again(store):
    heard(store, "japanese", "whisper base", language="ja")
    heard(store, "by itself", "parakeet-v3")
    german = heard(store, "german", "whisper small", language="de")

    found = waiting(store, Again(recogniser="parakeet-v3", days=30), MORNING)

    assert [each.id for each in found] == [german]


def test_nothing_waits_for_the_weakest_an_unknown_one_or_none(store):
    heard(store, "one", "whisper tiny.en")

    assert waiting(store, Again(recogniser="tiny.en", days=30), MORNING) == []
    assert waiting(store, Again(recogniser="my-folder", days=30), MORNING) == []
    assert waiting(store, Again(recogniser="base", days=0), MORNING) == []


def test_without_a_recogniser_that_is_set_it_is_explained(earmark, monkeypatch):
    monkeypatch.delenv("EARMARK_WHISPER_MODEL", raising=False)

    assert "no recogniser is set to hear them" in earmark("model", "hear-again").err


@pytest.mark.slow
def test_it_is_heard_again_and_what_was_saved_stays(earmark, site, kept, monkeypatch, tmp_path):
    sound = wav(tmp_path / "e.wav", talk(0.0, 16.0)).read_bytes()
    site.put("/e0.mp3", sound, "audio/wav")
    site.put("/e1.mp3", sound, "audio/wav")
    earmark("--now", NOW, "add", site.put("/feed", feed_xml(site.url, episodes=2, transcript=False), "text/xml"))
    earmark("--now", NOW, "ingest")
    with kept.write() as connection:
        insights.keep(connection, 1, [an_insight(1, "Batteries have taken the evening", "They have.")], {})
    saved = an_insight(1, "Batteries have taken the evening", "They have.").id
    earmark("save", saved)
    del site.pages["/e1.mp3"]
    monkeypatch.setenv("EARMARK_WHISPER_MODEL", "base")

    before = earmark("--now", NOW, "status").out
    came = earmark("--now", NOW, "model", "hear-again").out

    assert "base has still to hear 2 episodes of the last 30 days" in " ".join(before.split())
    assert "1 episode heard again by base, 1 left as they were" in came
    assert sorted(sources(kept)) == [(Stage.INDEXED, "whisper base"), (Stage.INDEXED, "whisper tiny.en")]
    with kept.read() as connection:
        assert saved in insights.by_ids(connection, [saved])
    assert "has still to hear" not in earmark("--now", NOW, "status").out
