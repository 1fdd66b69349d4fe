"""What a thread tells: its claims, what is new in it, what happened to it, which threads are near it."""

from datetime import UTC, timedelta

import numpy as np
import pytest

from digest.threads.words import history, sureness_words
from index.memory.archive import Claim
from index.threads.related import nearest
from index.threads.story import group, news, same_claims, tell
from store.records.threads import Event
from tests.worlds.citing import MORNING, cited, direction

DAY = timedelta(days=1)


def pair(one, other):
    return frozenset((one, other))


def claim(name, text, vector):
    return Claim(id=name, headline="", text=text, vector=vector)


def happened(insight_id, kind, days, other_id=None):
    return Event(thread_id=5, insight_id=insight_id, kind=kind, at=MORNING + days * DAY, other_id=other_id)


def ids(claims):
    return [[member.insight.id for member in each.members] for each in claims]


def test_those_that_say_the_same_stand_together_and_the_story_runs_from_old_to_new():
    late = [cited("c", published=MORNING + 5 * DAY), cited("b", published=MORNING + 4 * DAY)]
    members = [*late, cited("alone", published=MORNING + 3 * DAY), cited("a"), cited("d", published=MORNING - DAY)]

    claims = group(members, {pair("a", "b"), pair("a", "c"), pair("alone", "gone")})

    assert ids(claims) == [["d"], ["a", "b", "c"], ["alone"]]


def test_a_claim_is_led_by_the_one_that_most_repeat_and_a_chain_joins_nothing():
    members = [cited(name) for name in "abcd"]

    claims = group(members, {pair("a", "b"), pair("b", "c"), pair("c", "d")})

    assert ids(claims) == [["b", "a", "c"], ["d"]]


def test_of_two_that_repeat_each_other_the_worthier_leads():
    assert ids(group([cited("a", worth=0.4), cited("b", worth=0.9)], {pair("a", "b")})) == [["b", "a"]]


def test_what_the_whole_thread_is_about_makes_no_two_claims_the_same():
    near = [direction(axis, near=0, cosine=0.9) for axis in range(1, 7)]
    claims = [
        claim("frees", "Grid batteries free the evening peak from gas plants", near[0]),
        claim("again", "Grid batteries freed the evening peak of gas plants", near[1]),
        claim("permit", "Grid batteries wait five years for a permit", near[2]),
        claim("fire", "Grid batteries caught fire in a Texan warehouse", near[3]),
        claim("price", "Grid batteries halved their price twice", near[4]),
    ]

    assert same_claims(claims) == {pair("frees", "again")}


def test_other_numbers_and_denials_are_other_claims():
    near = [direction(axis, near=0, cosine=0.95) for axis in range(1, 5)]
    claims = [
        claim("forty", "The hospital replaced its model within 40 hours", near[0]),
        claim("four", "The hospital replaced its model within 4 hours", near[1]),
        claim("did", "Uniforms help poor families save money", near[2]),
        claim("did not", "Uniforms never help poor families save money", near[3]),
    ]

    assert same_claims(claims) == set()


def test_contradicting_members_never_make_one_claim():
    members = [cited("a"), cited("b")]

    told = tell(members, {}, {pair("a", "b")}, {pair("a", "b")})

    assert len(told.claims) == 2


def test_shows_and_speakers_are_counted_the_most_frequent_first():
    told = tell([cited("a", speaker="Bo "), cited("b", speaker=None), cited("c", speaker="Bo", show=2)], {}, (), ())

    assert (told.shows, told.speakers) == ((("Show 1", 2), ("Show 2", 1)), (("Bo", 2),))


def test_claims_with_something_new_come_first_where_that_is_asked_for():
    members = [cited("a"), cited("b"), cited("new", published=MORNING + DAY)]

    told = tell(members, {}, {pair("a", "b")}, (), new={"new"})

    assert ids(told.claims) == [["a", "b"], ["new"]]
    assert ids(told.news_first) == [["new"], ["a", "b"]]


@pytest.mark.parametrize(
    ("events", "made", "new"),
    [
        ([happened("a", "joined", 1), happened("b", "joined", 3)], {"a": 1, "b": 3}, {"b"}),
        ([happened("a", "merged", 3, 9), happened("b", "merged", 3, 9)], {"a": 1, "b": 3}, {"b"}),
        ([happened("a", "joined", 1), happened("a", "left", 3), happened("a", "joined", 4)], {"a": 1}, set()),
        ([happened("a", "joined", 3), happened("a", "left", 4)], {}, set()),
        ([happened("a", "joined", 3), happened("b", "joined", 3), happened("a", "pinned", 3)], {"a": 1, "b": 1}, set()),
        ([happened("late", "joined", 9)], {"late": 9}, set()),
    ],
    ids=["joined", "moved", "came back", "left again", "put in by the reader", "after the day in question"],
)
def test_news_is_what_came_by_itself_since_then(events, made, new):
    times = {key: MORNING + days * DAY for key, days in made.items()}

    assert news(events, times, MORNING + 2 * DAY, MORNING + 5 * DAY) == new


def test_nothing_is_new_to_one_who_never_looked():
    assert news([happened("a", "joined", 1)], {"a": MORNING}, None) == set()


def test_what_happened_is_told_by_day_newest_first():
    events = [
        happened("a", "joined", 0),
        happened("b", "joined", 0),
        happened("c", "merged", 1, 3),
        happened("a", "excluded", 2),
        happened("b", "excluded", 2),
        happened("b", "pinned", 3),
        happened("c", "split", 4, 8),
        happened("d", "split", 5, 2),
        happened("e", "moved", 6, 2),
        happened("d", "moved", 7, 8),
    ]

    assert history(events, {3: "Open *models*", 8: "Prices", 2: "All"}, UTC) == [
        "1 insight moved to Prices on 30 November 2026",
        "1 insight came from All on 29 November 2026",
        "Split off from All on 28 November 2026",
        "1 insight moved to Prices on 27 November 2026",
        "You said of 1 that it belongs on 26 November 2026",
        "You took out 1 on 25 November 2026",
        "Merged with Open *models* on 24 November 2026",
        "2 insights joined on 23 November 2026",
    ]


def test_only_what_happened_since_is_told_where_that_is_asked_for():
    events = [happened("a", "joined", 0), happened("b", "excluded", 2), happened("b", "cleared", 2)]

    assert history(events, {}, UTC, since=MORNING + DAY) == []
    assert history(events, {}, UTC, joined=False) == []


def test_sureness_is_a_word():
    assert [sureness_words(value) for value in (None, 1.0, 0.7, 0.5)] == [None, "sure", "likely", "unsure"]


def test_related_threads_are_near_in_meaning_or_share_members():
    vectors = {
        "a": direction(0, near=1, cosine=0.8),
        "b": direction(2, near=1, cosine=0.8),
        "c": direction(3),
        "d": direction(4),
    }
    members = {1: ["a"], 2: ["b"], 3: ["c"], 4: ["d", "a"], 5: ["unknown"]}

    assert nearest(1, members, vectors) == [4, 2]
    assert nearest(5, members, vectors) == []


def test_no_thread_is_related_only_because_there_are_few():
    vectors = {str(axis): direction(axis) for axis in range(4)}

    assert nearest(0, {axis: [str(axis)] for axis in range(4)}, vectors) == []


def test_what_all_threads_have_in_common_relates_none():
    own = np.random.default_rng(7).standard_normal((300, 384)).astype(np.float32)
    own[:, 0] = 30
    vectors = {str(n): row / np.linalg.norm(row) for n, row in enumerate(own)}

    assert nearest(0, {n: [str(n)] for n in range(300)}, vectors) == []
