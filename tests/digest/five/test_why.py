"""Reasons out of what the reader said and was sent, what is said where nothing else holds, and the day's sentences."""

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest

from digest.five.reasons import reasons_for
from digest.five.scoring import Sent
from digest.five.select import choose
from digest.five.why import Kind, sentences
from tests.worlds.chosen import MAY, TODAY, a_thread, background, before, candidate, holding, stands
from tests.worlds.citing import MORNING, cited, direction


def test_what_is_like_what_was_liked_says_how_often_where_that_set_it_apart():
    other = candidate(cited("b", show=2), vector=None, interest=0.5)
    set_apart = holding(cited("a"), interest=0.8, alike=3, beside=[other])
    alone = holding(cited("a"), interest=0.8, alike=3)
    unlike = holding(cited("a"), interest=0.8, alike=0, beside=[other])

    assert set_apart[Kind.LIKED] == "You liked three like it"
    assert Kind.LIKED not in alone | unlike


def test_the_one_beyond_the_known_taste_says_so():
    known = [candidate(cited(f"k{n}", show=n + 2), vector=None, interest=0.9, alike=1) for n in range(5)]

    told = holding(cited("a"), beside=known)

    assert told[Kind.BEYOND] == "A step beyond what you have judged so far"


def sent_before(cosine, count=1):
    nearest = Sent(id="s", headline="China gives models away.", day=date(2025, 12, 30), vector=direction(0))
    far = [Sent(id=f"s{n}", headline="Old", day=TODAY, vector=direction(9)) for n in range(count - 1)]
    return holding(
        cited("a"),
        replace(background(cited("a")), sent=count),
        vector=direction(1, near=0, cosine=cosine),
        sent=[nearest, *far],
    )


def test_what_comes_close_to_something_sent_says_so_with_its_day():
    assert sent_before(0.7)[Kind.CLOSE] == "Close to “China gives models away”, which you were sent on 30 December 2025"
    assert Kind.CLOSE not in sent_before(0.6)


def test_nothing_like_it_is_said_only_after_many_were_sent():
    assert sent_before(0.3, count=20)[Kind.UNLIKE] == "Nothing like it was in your fives so far"
    assert Kind.UNLIKE not in sent_before(0.3, count=19) | sent_before(0.5, count=20)


@pytest.mark.parametrize(
    ("sent_shows", "said"),
    [
        (frozenset({"show 2"}), True),
        (frozenset({"show 1"}), False),
        (frozenset(), False),
        (None, False),
    ],
    ids=["others were", "it was", "no five so far", "some are gone"],
)
def test_a_show_is_in_the_five_for_the_first_time(sent_shows, said):
    told = holding(cited("a"), background(cited("a"), sent_shows=sent_shows))

    assert (Kind.NEW_SHOW in told) is said


@pytest.mark.parametrize(
    ("voices", "kind"),
    [
        ({"liked_voices": frozenset({"Ann Lee"})}, Kind.LIKED_VOICE),
        ({"sent_voices": frozenset({"Bo Chen"})}, Kind.NEW_VOICE),
        ({"sent_voices": frozenset({"Ann Lee"})}, None),
        ({"sent_voices": frozenset()}, None),
        ({"sent_voices": None}, None),
    ],
    ids=["liked", "others were sent", "was sent", "no five so far", "some are gone"],
)
def test_a_voice_that_was_liked_or_is_new_is_named(voices, kind):
    told = holding(cited("a"), background(cited("a"), **voices))

    assert {Kind.LIKED_VOICE, Kind.NEW_VOICE} & told.keys() == ({kind} - {None})
    assert "Ann Lee" in told.get(kind, "Ann Lee")


@pytest.mark.parametrize("speaker", [None, "Ann", "Speaker 2"])
def test_who_is_not_known_by_both_names_is_no_voice(speaker):
    past = background(cited("a"), sent_voices=frozenset({"Bo Chen"}), liked_voices=frozenset({"Show 1"}))

    assert not {Kind.LIKED_VOICE, Kind.NEW_VOICE} & holding(cited("a", speaker=speaker), past).keys()


def new_name(body, *, headline="Grids are slow", heard=False, **facts):
    own = cited("a", headline=headline, body=body, **facts)
    return holding(own, background(own, heard=heard)).get(Kind.NAME)


def test_a_name_that_nobody_said_before_is_new():
    assert new_name("Grids wait.", headline="The queue in Oslo is long") == "First time Oslo comes up in your shows"
    assert new_name("The queue at Northern Volta is long.") == "First time Northern Volta comes up in your shows"


def test_a_single_word_in_the_body_alone_is_no_news():
    assert new_name("The queue is what Diane knows of.") is None


def test_a_name_that_was_heard_in_another_spelling_is_not_new():
    own = cited("a", headline="The queue at DigitalVolt is long", body="Grids wait.")
    past = replace(background(own), heard=lambda words, episode_id: words == ["Digital Volt"])

    assert Kind.NAME not in holding(own, past)


def test_a_name_that_was_heard_and_a_speakers_own_are_not_new():
    assert new_name("Grids wait.", headline="The queue in Oslo is long", heard=True) is None
    assert new_name("The queue is long, says Ann Lee.", speaker="Ann Lee") is None
    assert new_name("The queue is long.\nGrids wait.") is None


def test_what_found_no_room_is_held_over_from_its_day():
    other = candidate(cited("new", show=2), vector=None)
    past = background(cited("a"), waited_since=date(2026, 11, 22))

    assert holding(cited("a", worth=0.9), past, waiting=True, beside=[other])[Kind.HELD_OVER] == (
        "Held over from yesterday"
    )
    assert Kind.HELD_OVER not in holding(cited("a"), past)


def test_the_strongest_of_three_of_its_episode_says_so():
    own = cited("a", worth=0.6)

    def of_episode(*worths):
        beside = [cited(f"b{n}", worth=worth) for n, worth in enumerate(worths)]
        return holding(own, background(own, of_episodes={1: [own, *beside]}))

    assert of_episode(0.5, 0.4)[Kind.STRONGEST] == "The strongest claim of its episode"
    assert Kind.STRONGEST not in of_episode(0.5) | of_episode(0.6, 0.4)


@pytest.mark.parametrize(
    ("published", "words"),
    [
        (MORNING, "Out today"),
        (MORNING - timedelta(days=1), "Out yesterday"),
        (MORNING - timedelta(days=6), "Out this week"),
        (MORNING - timedelta(days=9), "One week old, and new to you"),
        (MAY.replace(year=2024), "133 weeks old, and new to you"),
        (MORNING + timedelta(days=2), "New to you"),
        (None, "New to you"),
    ],
)
def test_it_says_at_least_how_fresh_it_is(published, words):
    assert holding(cited("a", published=published))[Kind.PLAIN] == words


def test_several_of_a_day_are_not_told_the_same_where_more_holds():
    liked = holding_reasons(alike=2)
    fresh = holding_reasons()

    assert sentences([liked, [*liked[:1], *in_a_thread(), *liked[1:]], fresh]) == [
        "You liked two like it.",
        "Belongs to your thread Chips.",
        "Out today.",
    ]


def in_a_thread():
    own = cited("a", threads=(4,), published=MORNING - timedelta(days=9))
    past = background(own, threads=[a_thread(label="Chips")], members={4: [own]})
    found = choose([candidate(own)], sent=(), followed=(), now=MORNING)
    return [each for each in reasons_for(found.chosen[0], found.ranked, past, MORNING, UTC) if each.tail]


def holding_reasons(*, alike=0, relations=()):
    beside = candidate(cited("b", show=2), vector=None)
    own = candidate(cited("a", worth=0.9), interest=0.8 if alike else 0.5, alike=alike, relations=relations)
    found = choose([own, beside], sent=(), followed=(), now=MORNING)
    return reasons_for(found.chosen[0], found.ranked, background(own.cited), MORNING, UTC)


def test_two_reasons_are_joined_where_the_second_can_follow():
    contradicting = holding_reasons(relations=stands("contradicts", before(speaker=None), 1.0))
    both = [*contradicting, *in_a_thread()]

    assert sentences([both]) == ["Contradicts what Chips & Terms said on 3 May, in your thread Chips."]


def test_what_others_said_of_it_is_told_every_time():
    contradicting = holding_reasons(relations=stands("contradicts", before(speaker=None), 1.0))

    assert sentences([contradicting] * 2) == ["Contradicts what Chips & Terms said on 3 May."] * 2
