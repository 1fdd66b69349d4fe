"""Names of voices: by what is said and what the feed says, each with its reason; none where it is not sure."""

from ingest.voices.names import Turn, introduced, named
from store.records.episodes import FeedEpisode
from store.records.transcripts import Word


def feed(*people, notes=""):
    return FeedEpisode(key="e", title="The queue", published=None, audio_url=None, notes=notes, people=people)


def turns(*said):
    return [Turn(voice=voice, text=text) for voice, text in said]


def names(found):
    return {voice: known.name for voice, known in found.items()}


def test_a_guest_is_who_speaks_after_the_introduction():
    talk = turns((0, "Welcome back to Quiet Systems. I'm joined by Ines Okafor."), (1, "Good to be here."))

    found = named(talk, feed())

    assert names(found) == {1: "Ines Okafor"}
    assert found[1].reason == "introduced with “joined by Ines Okafor”"


def test_who_says_who_they_are_is_named():
    talk = turns((0, "Hello, I'm Maya Brandt, and this is Quiet Systems."), (1, "Hi."))

    assert names(named(talk, feed())) == {0: "Maya Brandt"}


def test_a_name_is_spelt_as_the_feed_spells_it():
    talk = turns((0, "My guest today is Inez Okafore."), (1, "Thanks, it is a long story."))

    assert names(named(talk, feed("Maya Brandt", "Ines Okafor"))) == {1: "Ines Okafor", 0: "Maya Brandt"}


def test_where_the_feed_names_others_one_introduction_of_somebody_else_is_not_enough():
    talk = turns((0, "Here's economist Sarah Lee."), (1, "Thanks a lot, that is a long story."), (2, "And I agree."))

    assert named(talk, feed("Maya Brandt", "Ines Okafor")) == {}


def test_two_greetings_by_first_name_name_the_host():
    talk = turns(
        (0, "We begin."), (1, "Thanks, Maya."), (0, "A caller is on the line."), (2, "Hi Maya, what is a queue?")
    )

    assert names(named(talk, feed())) == {0: "Maya"}


def test_one_greeting_by_first_name_names_nobody():
    talk = turns((0, "We begin."), (1, "Thanks, Maya."))

    assert named(talk, feed()) == {}


def test_what_somebody_is_is_no_name():
    talk = turns((0, "I'm German, and I'm Sorry to say it."), (1, "I am so glad."))

    assert named(talk, feed()) == {}


def test_two_who_claim_one_name_have_none():
    talk = turns((0, "I'm Maya Brandt."), (1, "No, I'm Maya Brandt."))

    assert named(talk, feed()) == {}


def test_the_host_of_the_notes_is_who_opens_the_show():
    talk = turns((1, "Before we start."), (0, "Welcome to Quiet Systems."))

    found = named(talk, feed(notes="A talk on queues.\nHosted by Maya Brandt"))

    assert names(found) == {0: "Maya Brandt"}


def test_one_voice_and_one_person_are_one():
    assert names(named(turns((0, "A long talk of one person.")), feed("Maya Brandt"))) == {0: "Maya Brandt"}


def test_of_two_voices_one_person_of_the_feed_is_neither():
    assert named(turns((0, "A long talk of one."), (1, "A long talk of another.")), feed("Maya Brandt")) == {}


def test_people_of_the_feed_who_are_called_at_the_beginning_are_heard():
    said = "Welcome to Quiet Systems I'm Maya Brand and here is Ines Okafor who builds them".split()
    words = [Word(start=at * 0.4, end=at * 0.4 + 0.3, text=text) for at, text in enumerate(said)]

    assert introduced(words, feed("Maya Brandt", "Ines Okafor", "Tomas Reyes")) == 2
    assert introduced(words, feed()) == 0
