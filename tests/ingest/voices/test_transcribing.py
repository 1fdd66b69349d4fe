"""A recognised episode is stored with its speakers, and its show knows their voices then."""

from datetime import UTC, datetime

import pytest

from ingest.speech.recognition import WhisperTranscriber
from ingest.transcribing import Ears, transcribe
from ingest.voices.encoder import VoiceEncoder
from store.queries import episodes, shows, transcripts
from store.queries.voices import voices
from store.records.episodes import FeedEpisode, Fetch
from store.records.shows import Feed
from tests.worlds.sounds import SHOWS, talk, wav

pytestmark = pytest.mark.slow

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
AUDIO = SHOWS / "copper-and-current" / "audio" / "small-reactors.mp3"


@pytest.fixture
def episode(store, tmp_path):
    """The first 40 s of a talk of two, fetched."""
    wav(tmp_path / "e.audio", talk(0.0, 40.0, AUDIO))
    with store.write() as connection:
        show_id = shows.add(connection, "http://a.example/feed", Feed(title="A"), NOON)
        feed = FeedEpisode(key="k", title="E", published=NOON, audio_url="http://a.example/e.mp3")
        episode_id = episodes.discover(connection, show_id, feed, NOON, wanted=True)
        episodes.keep_fetch(connection, episode_id, Fetch(kind="audio", body="e.audio", url="http://a.example/e.mp3"))
        return episodes.by_id(connection, episode_id)


def test_who_speaks_is_stored_with_what_is_said(store, tmp_path, episode):
    ears = Ears(
        transcriber=lambda: WhisperTranscriber(threads=2), cache=tmp_path, keep_audio=False, voices=VoiceEncoder
    )

    assert transcribe(store, ears, episode, None, lambda done, total: None)

    with store.read() as connection:
        said = {segment.speaker for segment in transcripts.of_episode(connection, episode.id).segments}
        known = voices.of_show(connection, episode.show_id)
    assert len(said) == 2
    assert {voice.id for voice in known} == {1, 2}


def test_without_an_encoder_nobody_is_named(store, tmp_path, episode):
    ears = Ears(transcriber=lambda: WhisperTranscriber(threads=2), cache=tmp_path, keep_audio=False)

    assert transcribe(store, ears, episode, None, lambda done, total: None)

    with store.read() as connection:
        said = {segment.speaker for segment in transcripts.of_episode(connection, episode.id).segments}
    assert said == {None}
