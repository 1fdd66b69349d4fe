"""Whether a published transcript belongs to its episode: language, length, and the same text elsewhere."""

import pytest

from ingest.transcripts.trust import LengthDoubt, doubt_of, sketch
from language.detection import language_of
from store.records.transcripts import Segment, Transcript

ENGLISH = "it is the talk of the town that you and I have heard in the evening and it goes on to tell a story "
GERMAN = "das ist nicht die Geschichte, die ich hören will, und der Abend ist zu lang, sagt ein Mann, und wir gehen "


def talk(text, seconds, *, approximate=False):
    segment = Segment(start=0.0, end=seconds, text=text)
    return Transcript(segments=(segment,), source="published:vtt", approximate=approximate)


def numbered(text, count):
    return " ".join(f"{text} {number}" for number in range(count))


def doubt(transcript, *, language="en-us", duration=None, others=None):
    return doubt_of(transcript, language=language, duration=duration, others=others or {})


@pytest.mark.parametrize(
    ("end", "duration", "words"),
    [
        (1800.0, 1910.0, None),
        (1800.0, 1930.0, "it ends after 30 min, and the audio after 32 min"),
        (2000.0, 1860.0, "it is 33 min long, and the audio 31 min"),
        (10_000.0, 10_400.0, None),
    ],
)
def test_two_minutes_or_five_percent_are_allowed(end, duration, words):
    found = doubt(talk(ENGLISH * 50, end), duration=duration)

    assert found == words
    assert isinstance(found, LengthDoubt | None)


@pytest.mark.parametrize(("words", "doubted"), [(300, True), (4500, False), (9000, True)])
def test_text_without_times_must_fit_its_audio_at_some_pace(words, doubted):
    transcript = talk("the word " * (words // 2), 1800.0, approximate=True)

    assert (doubt(transcript, duration=1800.0) is not None) == doubted


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        (GERMAN, "en", "it is in German, and the show in English"),
        (GERMAN, "de-AT", None),
        (ENGLISH, "ja", "it is in English, and the show in another language (ja)"),
        (ENGLISH, None, None),
        ("Zzz brr mmm. " * 30, "en", None),
    ],
)
def test_the_text_is_in_the_language_of_the_show(text, language, words):
    assert doubt(talk(text * 20, 600.0), language=language) == words


def test_a_language_is_told_by_its_commonest_words():
    assert language_of(talk(ENGLISH, 10.0)) == "en"
    assert language_of(talk(GERMAN, 10.0)) == "de"


def test_the_text_of_another_episode_is_known_again_though_a_little_is_changed():
    other = sketch(talk(numbered(ENGLISH, 40), 600.0))
    changed = talk("Welcome back to the show. " + numbered(ENGLISH, 38), 600.0)

    assert doubt(changed, others={"The first": other}) == "it is the text of another episode, “The first”"


def test_episodes_with_the_same_opening_are_two():
    opening = numbered("welcome back to the show", 12)
    other = sketch(talk(opening + numbered(ENGLISH, 40), 600.0))

    assert (
        doubt(talk(opening + numbered("something else is said of it and that is all", 40), 600.0), others={"A": other})
        is None
    )
