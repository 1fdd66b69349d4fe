"""Voices are remembered with their show: a host named once keeps the name, an imitator does not get it, a person has
the last word."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from ingest.voices.encoder import SIZE
from ingest.voices.naming import change_name, forgotten, merged
from ingest.voices.speakers import ToldApart, with_names
from store.errors import Mistake
from store.queries import episodes, insights, shows, transcripts
from store.queries.voices import voices
from store.records.episodes import FeedEpisode, Progress, Stage
from store.records.shows import Feed
from store.records.transcripts import Segment, Transcript
from tests.worlds.library_of import an_insight

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOST, GUEST, STRANGER = 0, 1, 2


def direction(axis):
    row = np.zeros(SIZE, np.float32)
    row[axis] = 1.0
    return row


LIKE_HOST = np.float32([0.96, 0.28]) @ np.stack([direction(HOST), direction(3)])  # but somebody else


def take(store, title, *turns, show="Quiet Systems", people=(), prints=None):
    """An episode whose `turns` are (axis of the voice, text); gives its id. `prints` stand in for an axis."""
    axes = list(dict.fromkeys(axis for axis, _ in turns))
    segments = tuple(
        Segment(start=at * 10.0, end=at * 10.0 + 9.0, text=text, speaker=f"Speaker {axes.index(axis) + 1}")
        for at, (axis, text) in enumerate(turns)
    )
    found = ToldApart(
        transcript=Transcript(segments=segments, source="whisper"),
        prints=np.stack([(prints or {}).get(axis, direction(axis)) for axis in axes]),
    )
    url = f"https://feeds.example/{show}"
    with store.write() as connection:
        known = shows.by_url(connection, url)
        show_id = known.id if known else shows.add(connection, url, Feed(title=show), NOON)
        feed = FeedEpisode(key=title, title=title, published=NOON, audio_url=None, people=people)
        episode_id = episodes.discover(connection, show_id, feed, NOON, wanted=True)
        episode = episodes.by_id(connection, episode_id)
    transcript, heard = with_names(store, episode, found, [])
    with store.write() as connection:
        transcripts.keep(connection, episode_id, transcript, [])
        voices.keep(connection, show_id, episode_id, heard)
    return episode_id


def speakers(store, episode_id):
    with store.read() as connection:
        return [segment.speaker for segment in transcripts.of_episode(connection, episode_id).segments]


def known(store, show="Quiet Systems"):
    with store.read() as connection:
        return list(voices.of_show(connection, shows.by_url(connection, f"https://feeds.example/{show}").id))


def test_a_host_named_once_keeps_the_name(store):
    take(store, "one", (HOST, "Hello, I'm Maya Brandt."), (GUEST, "It is a long story."))

    second = take(store, "two", (STRANGER, "It is another story."), (HOST, "Indeed it is."))

    assert speakers(store, second) == ["Speaker 1", "Maya Brandt"]


def test_who_sounds_like_the_host_and_is_somebody_else_by_name_and_credits_gets_the_own_name(store):
    take(store, "one", (HOST, "Hello, I'm Maya Brandt."), (GUEST, "It is a long story."))

    second = take(
        store,
        "two",
        (HOST, "Indeed."),
        (STRANGER, "I'm Emma Vale and it is a longer story."),
        (STRANGER, "It is."),
        people=("Maya Brandt", "Emma Vale"),
        prints={STRANGER: LIKE_HOST},
    )

    assert speakers(store, second) == ["Maya Brandt", "Emma Vale", "Emma Vale"]


def test_nobody_of_the_past_is_heard_where_the_feed_names_as_many_others_as_speak(store):
    take(store, "one", (HOST, "Hello, I'm Maya Brandt."), (GUEST, "It is a long story."))

    second = take(
        store,
        "two",
        (STRANGER, "It is another story."),
        (GUEST, "I'm Ines Okafor."),
        people=("Emma Vale", "Ines Okafor"),
        prints={STRANGER: LIKE_HOST},
    )

    assert speakers(store, second) == ["Emma Vale", "Ines Okafor"]


def test_a_host_named_later_is_named_in_earlier_episodes_too(store):
    first = take(store, "one", (HOST, "It is a long story."), (GUEST, "Indeed it is."))

    take(store, "two", (HOST, "Hello, I'm Maya Brandt."))

    assert speakers(store, first) == ["Maya Brandt", "Speaker 2"]


def test_who_imitates_a_name_does_not_get_it(store):
    take(store, "one", (HOST, "Hello, I'm Maya Brandt."))

    second = take(store, "two", (STRANGER, "Hello, I'm Maya Brandt."))

    assert speakers(store, second) == ["Speaker 1"]


def test_who_imitates_a_name_of_another_show_does_not_get_it(store):
    take(store, "one", (HOST, "Hello, I'm Maya Brandt."))

    other = take(store, "two", (STRANGER, "Hello, I'm Maya Brandt."), show="Loud Systems", people=("Maya Brandt",))

    assert speakers(store, other) == ["Speaker 1"]


def test_each_voice_has_its_minutes_and_the_reason_of_its_name(store):
    take(store, "one", (HOST, "Hello, I'm Maya Brandt."))
    take(store, "two", (HOST, "It is a story."), (HOST, "It goes on."))

    (voice,) = known(store)

    assert (voice.name, voice.reason, voice.seconds) == ("Maya Brandt", "says “I'm Maya Brandt”", 27.0)


def test_a_person_renames_a_voice_wherever_it_is_heard(store):
    first = take(store, "one", (HOST, "It is a long story."))
    with store.write() as connection:
        episodes.advance(connection, first, Progress(stage=Stage.INDEXED))
        insights.keep(connection, first, [_spoken_by("Speaker 1", first)], {})

    change_name(store, known(store)[0], "Maya Brandt")

    with store.read() as connection:
        (cited,) = insights.of_episode(connection, first)
        stage = episodes.by_id(connection, first).progress.stage
    assert speakers(store, first) == ["Maya Brandt"]
    assert cited.insight.speaker == "Maya Brandt"
    assert stage is Stage.DISTILLED  # so that the next run indexes it by that name


def test_a_name_that_a_person_gave_stays(store):
    take(store, "one", (HOST, "Hello, I'm Maya Brandt."))
    change_name(store, known(store)[0], "Maya B.")

    second = take(store, "two", (HOST, "Hello, I'm Maya Brandt."))

    assert speakers(store, second) == ["Maya B."]


def test_a_name_that_a_person_took_away_does_not_come_back(store):
    first = take(store, "one", (HOST, "Hello, I'm Maya Brandt."))
    change_name(store, known(store)[0], None)

    second = take(store, "two", (HOST, "Hello, I'm Maya Brandt."))

    assert speakers(store, first) == speakers(store, second) == ["Speaker 1"]


def test_two_voices_of_one_person_are_made_one(store):
    first = take(store, "one", (HOST, "Hello, I'm Maya Brandt."), (GUEST, "It is a long story."))
    host, guest = sorted(known(store), key=lambda voice: voice.name is None)

    merged(store, guest, host)

    assert speakers(store, first) == ["Maya Brandt", "Maya Brandt"]
    assert [voice.id for voice in known(store)] == [host.id]


def test_voices_of_two_shows_stay_two(store):
    take(store, "one", (HOST, "It is a story."))
    take(store, "two", (HOST, "It is a story."), show="Loud Systems")

    with pytest.raises(Mistake):
        merged(store, known(store)[0], known(store, "Loud Systems")[0])


def test_a_forgotten_voice_is_not_known_again_and_leaves_no_print(store):
    first = take(store, "one", (HOST, "Hello, I'm Maya Brandt."))
    forgotten(store, known(store)[0])

    second = take(store, "two", (HOST, "It is a story."))

    assert speakers(store, first) == ["Maya Brandt"]
    assert speakers(store, second) == ["Speaker 1"]
    assert [voice.name for voice in known(store)] == [None]


def test_two_voices_of_a_show_have_no_common_name(store):
    take(store, "one", (HOST, "Hello, I'm Maya Brandt."), (GUEST, "It is a story."))
    nameless = next(voice for voice in known(store) if voice.name is None)

    with pytest.raises(Mistake, match="merge"):
        change_name(store, nameless, "Maya Brandt")


def _spoken_by(speaker, episode_id):
    return replace(an_insight(episode_id, "Queues are long", "Queues are long."), speaker=speaker)
