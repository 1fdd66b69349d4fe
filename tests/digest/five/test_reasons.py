"""Reasons out of what the archive holds: firsts, threads, the one number; each where it holds and not where not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from digest.five.background import read_background
from digest.five.why import Kind
from store.queries import episodes, insights, shows, transcripts
from store.records.episodes import FeedEpisode
from store.records.shows import Feed
from store.records.transcripts import Chunk, Segment
from tests.worlds.chosen import MAY, a_thread, background, before, holding, stands
from tests.worlds.citing import MODEL, MORNING, bring_in, cited, direction, keep_reader

HEADLINE = "Copper cables outlive gas turbines"


def on_the_matter(cosines, published=MAY):
    return [
        (cited(f"o{n}", show=20 + n, published=published), direction(n + 1, near=0, cosine=cosine))
        for n, cosine in enumerate(cosines)
    ]


def firsts(cosines=(0.55, 0.6), *, published=MAY, relations=(), heard=False, **more):
    own = cited("a", headline=HEADLINE)
    past = background(own, on_the_matter(cosines, published), heard=heard, **more)
    return holding(own, past, relations=relations).get(Kind.FIRST)


def test_the_first_to_say_something_on_a_matter_that_the_shows_talk_of():
    assert firsts() == "First time anyone in your shows says this"


@pytest.mark.parametrize(
    "facts",
    [
        {"cosines": (0.55, 0.6, 0.66)},
        {"cosines": (0.55, 0.3)},
        {"cosines": ()},
        {"published": MORNING + timedelta(days=1)},
        {"relations": stands("repeats", before())},
        {"heard": True},
        {"episodes": 4},
    ],
    ids=[
        "one comes close",
        "one alone is on the matter",
        "nothing is on the matter",
        "all others came later",
        "one is stored as the same",
        "a passage holds its rarest words",
        "hardly anything was heard",
    ],
)
def test_it_is_not_called_the_first_where(facts):
    assert firsts(**facts) is None


def test_claims_of_its_own_episode_do_not_make_it_a_first():
    own = cited("a", headline=HEADLINE)
    others = [(replace(one, insight=replace(one.insight, episode_id=1)), v) for one, v in on_the_matter((0.55, 0.6))]

    assert Kind.FIRST not in holding(own, background(own, others, heard=False))


def in_thread(thread, *, published=MORNING, others=(), **facts):
    own = cited("a", threads=(4,), published=published, **facts)
    return holding(own, background(own, threads=[thread], members={4: [own, *others]}))


def test_what_is_new_in_a_followed_thread_says_so():
    told = in_thread(a_thread(), others=[cited("b", show=1)])

    assert told[Kind.THREAD] == "New in your thread China open-source AI"


def test_a_show_that_had_not_spoken_in_the_thread_is_named():
    told = in_thread(a_thread(), others=[cited("b", show=2)])

    assert told[Kind.THREAD] == "New in your thread China open-source AI, the first from Show 1"


@pytest.mark.parametrize("published", [MORNING - timedelta(days=8), None])
def test_what_is_older_than_a_week_is_not_called_new(published):
    assert in_thread(a_thread(), published=published)[Kind.THREAD] == "Belongs to your thread China open-source AI"


def test_a_thread_that_is_not_followed_is_not_called_yours():
    assert Kind.THREAD not in in_thread(a_thread(followed=False))


def test_shows_that_talk_about_it_are_counted_where_the_label_names_it():
    body = "Grid batteries set the price."
    told = in_thread(a_thread(label="Grid batteries", followed=False), headline="Batteries win", body=body)
    alone = in_thread(a_thread(label="Grid batteries", followed=False, shows=1), headline="Batteries win", body=body)
    other = in_thread(a_thread(label="School uniforms", followed=False), headline="Batteries win", body=body)

    assert told[Kind.TALKED_OF] == "Three of your shows have talked about Grid batteries"
    assert Kind.TALKED_OF not in alone | other


def test_a_label_begins_small_where_the_members_write_it_so():
    body = "The price of grid batteries fell."
    told = in_thread(a_thread(label="Grid batteries", followed=False), headline="Batteries win", body=body)

    assert told[Kind.TALKED_OF] == "Three of your shows have talked about grid batteries"


PRICES = {"headline": "Battery prices fell by 40 percent", "body": "In two years battery prices fell by 40 percent."}


def number_on(others=(), *, size=3, label="Battery prices", published=MORNING, **facts):
    own = cited("a", threads=(4,), published=published, **PRICES | facts)
    thread = a_thread(label=label, followed=False, size=size, shows=1)
    members = {4: [own, *(one for one, _ in others if 4 in one.thread_ids)]}
    return holding(own, background(own, others, threads=[thread], members=members)).get(Kind.NUMBER)


def another(*, published=MORNING - timedelta(days=2), threads=(), cosine=0.1, **facts):
    one = cited("b", show=2, threads=threads, published=published, **facts)
    return one, direction(1, near=0, cosine=cosine)


def test_the_one_number_of_the_week_is_named_with_its_topic():
    beside = [
        another(threads=(4,), body="Prices of batteries fell."),
        another(headline="Rents rose by 9 percent"),
        another(published=MORNING - timedelta(days=8), **PRICES),
    ]

    assert number_on() == "The one number on battery prices this week"
    assert [number_on([each]) for each in beside] == ["The one number on battery prices this week"] * 3


@pytest.mark.parametrize(
    "other",
    [
        another(threads=(4,), body="They fell by a fifth, by 20 percent."),
        another(headline="Battery prices", body="The price of a battery is 90 dollars."),
        another(cosine=0.6, body="Cells cost 90 dollars."),
        another(published=None, **PRICES),
    ],
    ids=["in the thread", "in the label's words", "alike", "without a date"],
)
def test_it_is_not_the_one_number_beside_another_of_the_week(other):
    assert number_on([other]) is None


@pytest.mark.parametrize(
    "facts",
    [
        {"headline": "Battery prices fell", "body": "Since 2023 battery prices fell for two reasons."},
        {"published": MORNING - timedelta(days=8)},
        {"size": 1},
        {"label": "The price of a battery fell by a lot in the year"},
        {"label": "Prices"},
        {"label": "School uniforms"},
    ],
    ids=[
        "years and small counts",
        "out before this week",
        "a thread of its own",
        "a sentence",
        "one word",
        "another's label",
    ],
)
def test_it_is_not_the_one_number_without_a_number_a_week_and_a_topic(facts):
    assert number_on(**facts) is None


def hear(store, title, sentence, published=MAY):
    """An episode in which somebody says the sentence."""
    with store.write() as connection:
        show_id = shows.add(connection, f"https://feeds.example/{title}", Feed(title=title), MORNING)
        feed = FeedEpisode(key="k", title=title, published=published, audio_url=None)
        episode_id = episodes.discover(connection, show_id, feed, MORNING, wanted=True)
        said = (Segment(start=0.0, end=9.0, text=sentence),)
        passage = Chunk(id=title, episode_id=episode_id, start=0.0, end=9.0, speaker=None, sentences=said)
        transcripts.keep_chunks(connection, episode_id, [passage])


def test_what_the_store_holds_says_what_was_heard(store):
    reader = keep_reader(store)
    own = cited("a", headline="The queue in Málaga is long")
    bring_in(store, own.insight)
    hear(store, "Other", "In Málaga the queues are endless.")
    with store.read() as connection:
        found = insights.by_id(connection, "a")
        past = read_background(
            connection, reader.id, [found], sent={}, picked={}, liked=(), model_name=MODEL, waited_since=None
        )

        assert past.heard(["málaga", "queue"], found.insight.episode_id)
        assert not past.heard(["Málaga", "turbine"], found.insight.episode_id)
        assert not past.heard(["100%"], found.insight.episode_id)
    assert (past.episodes, past.sent_shows, list(past.archive.claims)) == (1, frozenset(), ["a"])
