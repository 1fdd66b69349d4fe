"""The quotes of the five are listened to: words, second, voice; what cannot be heard stays as it was."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from ingest.speech.recognition import WhisperTranscriber
from ingest.transcripts.reading import read
from ingest.voices.encoder import SIZE, VoiceEncoder
from ingest.voices.hearing import Listener, hear, is_another, place_of
from ingest.web.client import Web
from language.sentences import words_of
from store.queries import episodes, insights, shows
from store.queries.voices import hearings, voices
from store.records.episodes import FeedEpisode
from store.records.insights import Insight
from store.records.shows import Feed
from store.records.transcripts import Word
from store.records.voices import VoiceHeard
from tests.worlds.sounds import SHOWS, encoded, silence, talk

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
AUDIO = SHOWS / "copper-and-current" / "audio" / "small-reactors.mp3"
LONG_BEFORE = 7 * 120.98  # seconds of it, seven times
JSON = SHOWS / "copper-and-current" / "transcripts" / "small-reactors.json"


@pytest.fixture(scope="module")
def transcriber():
    return WhisperTranscriber(threads=2)


@pytest.fixture(scope="module")
def encoder():
    return VoiceEncoder()


@pytest.fixture(scope="module")
def said():
    """A segment of the talk that is long enough to be quoted."""
    segments = read(JSON.read_text(encoding="utf-8"), "application/json", "http://x/", None).segments
    return next(each for each in segments if each.start > 15 and len(each.text.split()) > 20)


def quoting(said, **changes):
    words = words_of(said)[:20]
    facts = {
        "id": "a",
        "episode_id": 1,
        "headline": "Reactors",
        "body": "Reactors.",
        "quote": " ".join(word.text for word in words),
        "start": words[0].start,
        "end": words[-1].end,
        "speaker": said.speaker,
        "origin": "speaker",
        "worth": 0.5,
        "approximate": True,
        "created_at": NOON,
    }
    return Insight(**facts | changes)


@pytest.fixture
def listened(store, site, tmp_path, transcriber, encoder):
    """Stores the insight with an episode whose audio is at `path` on the site, listens, and gives it as it is shown."""

    def listen(insight, *, path="/e.mp3", duration=None, known=()):
        with store.write() as connection:
            show_id = shows.add(connection, "http://a.example/feed", Feed(title="A"), NOON)
            feed = FeedEpisode(key="k", title="E", published=NOON, audio_url=site.url + path, duration=duration)
            episode_id = episodes.discover(connection, show_id, feed, NOON, wanted=True)
            insights.keep(connection, episode_id, [replace(insight, episode_id=episode_id)], {})
            voices.keep(connection, show_id, episode_id, known)
            found = insights.by_ids(connection, [insight.id])
        listener = Listener(
            store=store,
            web=Web(allow_private_hosts=frozenset({site.host})),
            cache=tmp_path / "cache",
            max_bytes=10**8,
            access=lambda show_id: None,
            transcriber=lambda: transcriber,
            voices=lambda: encoder,
        )
        hear(listener, list(found.values()))
        with store.read() as connection:
            return insights.by_ids(connection, [insight.id])[insight.id]

    return listen


@pytest.mark.slow
def test_words_that_are_heard_put_the_second_right(listened, site, said):
    site.put("/e.mp3", AUDIO.read_bytes(), "audio/mpeg")
    true = words_of(said)[0].start

    cited = listened(quoting(said, start=true + 12.0, end=true + 20.0))

    assert cited.heard == "heard"
    assert abs(cited.insight.start - true) < 1.0
    assert not cited.insight.approximate


@pytest.mark.slow
def test_of_a_long_file_only_the_beginning_is_kept_and_decoded(listened, site, said):
    site.put("/e.mp3", AUDIO.read_bytes(), "audio/mpeg")

    cited = listened(quoting(said), duration=36_000.0)

    assert cited.heard == "heard"


@pytest.mark.slow
def test_of_a_host_that_gives_parts_only_those_around_the_quote_are_fetched(listened, site, said):
    site.ranges = "kept"
    long = AUDIO.read_bytes() * 12
    site.put("/e.mp3", long, "audio/mpeg")
    start = LONG_BEFORE + words_of(said)[0].start

    cited = listened(quoting(said, start=start + 3.0, end=start + 11.0), duration=1450.0)

    assert cited.heard == "heard"
    assert abs(cited.insight.start - start) < 2.0
    assert site.sent_bytes < len(long) / 5


@pytest.mark.slow
@pytest.mark.parametrize("ranges", ["ignored", "changing"])
def test_of_a_host_that_gives_no_parts_of_one_file_as_much_is_fetched_as_reaches_the_quote(
    listened, site, said, ranges
):
    site.ranges = ranges
    long = AUDIO.read_bytes() * 12
    site.put("/e.mp3", long, "audio/mpeg")
    start = LONG_BEFORE + words_of(said)[0].start

    cited = listened(quoting(said, start=start, end=start + 8.0), duration=1450.0)

    assert cited.heard == "heard"
    assert "Range" not in site.heard[-1]
    assert site.sent_bytes > len(long) / 2


@pytest.mark.slow
def test_a_guessed_second_does_not_take_the_place_of_a_measured_one(listened, site, said, tmp_path):
    site.ranges = "kept"
    sound = encoded(tmp_path / "e.mp3", np.concatenate([silence(20), talk(0, 60, path=AUDIO)]), varying=True)
    site.put("/e.mp3", sound.read_bytes(), "audio/mpeg")
    start = 20 + words_of(said)[0].start

    cited = listened(quoting(said, start=start, end=start + 8.0, approximate=False), duration=800.0)

    assert (cited.heard, cited.insight.start) == ("heard", start)
    assert all("Range" in asked for asked in site.heard)


@pytest.mark.slow
def test_what_is_not_said_there_is_not_heard(listened, site, said):
    site.put("/e.mp3", AUDIO.read_bytes(), "audio/mpeg")
    quote = "nobody in this talk ever mentions a purple whale that plays chess on Sundays with the mayor"

    cited = listened(quoting(said, quote=quote))

    assert cited.heard == "other words"
    assert cited.insight.approximate


@pytest.mark.slow
def test_what_sounds_like_somebody_else_loses_its_name(listened, site, said):
    site.put("/e.mp3", AUDIO.read_bytes(), "audio/mpeg")
    imagined = np.zeros(SIZE, np.float32)
    imagined[0] = 1.0
    speaker = VoiceHeard(label=said.speaker, voice_id=None, seconds=60.0, print=imagined, name=said.speaker)

    cited = listened(quoting(said), known=[speaker])

    assert (cited.heard, cited.insight.speaker) == ("other voice", None)


def test_audio_that_does_not_come_leaves_the_quote_as_it_was(listened, said):
    insight = quoting(said)

    cited = listened(insight, path="/gone.mp3")

    assert cited.heard == "about"
    assert (cited.insight.start, cited.insight.speaker) == (insight.start, insight.speaker)


def test_what_came_of_it_is_counted(store, listened, said):
    listened(quoting(said), path="/gone.mp3")

    with store.read() as connection:
        assert hearings.counts(connection) == {"about": 1}


def test_a_quote_is_found_among_words_of_which_some_are_misheard():
    heard = [
        Word(start=at * 0.5, end=at * 0.5 + 0.4, text=text)
        for at, text in enumerate("so he said they feel your six of it and then left".split())
    ]

    assert place_of("they fear year six of it and then", heard) == (1.5, 5.4)


def test_half_of_a_quote_is_not_the_quote():
    heard = [Word(start=at * 0.5, end=at * 0.5 + 0.4, text=text) for at, text in enumerate("they fear a storm".split())]

    assert place_of("they fear year six of it and then", heard) is None


def test_a_voice_that_is_more_like_another_of_the_show_is_another():
    own, other = np.zeros(SIZE, np.float32), np.zeros(SIZE, np.float32)
    own[0], other[1] = 1.0, 1.0
    said = np.zeros(SIZE, np.float32)
    said[0], said[1] = 0.9, 0.4359

    assert not is_another(said, own, [other])
    assert is_another(said, other, [own])
