"""Why this one: each reason where it holds, and not where it does not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from digest.five.background import read_background
from digest.five.reasons import Background, reasons_for
from digest.five.scoring import DigestCandidate, Sent
from digest.five.select import choose
from digest.five.why import Kind, sentences
from index.library.documents import insight_text
from index.memory.archive import Claim, archive_of
from language.words import terms
from store.queries import episodes, insights, shows, transcripts
from store.queries.insights import Moment
from store.records.episodes import FeedEpisode
from store.records.insights import Relation
from store.records.shows import Feed
from store.records.threads import Thread
from store.records.transcripts import Chunk, Segment
from tests.worlds.citing import MODEL, MORNING, bring_in, cited, direction, keep_reader

TODAY = MORNING.date()
MAY = datetime(2026, 5, 3, 7, tzinfo=UTC)
OWN = direction(0)


def claim(one, vector):
    text = insight_text(one.insight)
    return Claim(id=one.insight.id, headline=one.insight.headline, text=text, stems=tuple(terms(text)), vector=vector)


def moment(one):
    return Moment(episode_id=one.insight.episode_id, published=one.published, discovered_at=MORNING)


def background(own, others=(), *, threads=(), members=None, heard=True, **more):
    """`others` are (cited, vector) that the archive holds beside `own`."""
    archive = archive_of(
        [claim(own, OWN), *(claim(one, vector) for one, vector in others)],
        {one.insight.id: moment(one) for one in (own, *(one for one, _ in others))},
    )
    facts = {"of_episodes": {}, "sent_shows": frozenset(), "sent": 0, "episodes": 9}
    return Background(
        archive=archive,
        threads={thread.id: thread for thread in threads},
        members=members or {thread.id: [own] for thread in threads},
        heard=lambda words, episode_id: heard,
        **facts | more,
    )


def candidate(one, *, vector=OWN, **facts):
    return DigestCandidate(cited=one, vector=vector, **facts)


def holding(one, past=None, *, beside=(), sent=(), now=MORNING, zone=UTC, followed=(), **facts):
    """Kind → words of what holds for `one`, chosen among `beside`."""
    found = choose([candidate(one, **facts), *beside], sent=sent, followed=followed, now=now)
    choice = next(choice for choice in found.chosen if choice.cited is one)
    reasons = reasons_for(choice, found.ranked, past or background(one), now, zone)
    return {reason.kind: reason.words for reason in reasons}


def stands(kind, earlier, score=0.7):
    return [Relation(insight_id="a", earlier=earlier, kind=kind, score=score)]


def before(name="e", *, speaker="Bo Chen", published=MAY, title="Chips & Terms", **facts):
    return cited(name, show=9, title=title, published=published, speaker=speaker, **facts)


# Contradicts


def was_sent(one, day=date(2026, 11, 20), vector=None):
    return Sent(id=one.insight.id, headline=one.insight.headline, day=day, vector=vector)


@pytest.mark.parametrize(
    ("earlier", "words"),
    [
        (before(), "Contradicts what Bo Chen said on 3 May on Chips & Terms"),
        (before(speaker=None), "Contradicts what Chips & Terms said on 3 May"),
        (before(speaker="Speaker 2"), "Contradicts what Chips & Terms said on 3 May"),
        (before(speaker="Bo"), "Contradicts what Chips & Terms said on 3 May"),
        (before(published=None), "Contradicts what Bo Chen said on Chips & Terms"),
        (before(published=MORNING - timedelta(days=1)), "Contradicts what Bo Chen said yesterday on Chips & Terms"),
        (before(published=MAY.replace(year=2025)), "Contradicts what Bo Chen said on 3 May 2025 on Chips & Terms"),
        (before(speaker="Ann Lee"), "Ann Lee said otherwise on 3 May on Chips & Terms"),
    ],
)
def test_a_contradiction_names_whom_and_when(earlier, words):
    assert holding(cited("a"), relations=stands("contradicts", earlier, 1.0))[Kind.CONTRADICTS] == words


def test_told_you_is_said_only_of_what_was_sent():
    sent = holding(cited("a"), relations=stands("contradicts", before(), 1.0), sent=[was_sent(before())])

    assert sent[Kind.CONTRADICTS] == "Contradicts what Bo Chen told you on 20 November"


def test_a_day_is_a_day_in_the_readers_zone():
    late = before(published=MORNING.replace(day=20, hour=22))
    told = holding(cited("a"), relations=stands("contradicts", late, 1.0), zone=ZoneInfo("Asia/Tokyo"))

    assert told[Kind.CONTRADICTS] == "Contradicts what Bo Chen said on 21 November on Chips & Terms"


@pytest.mark.parametrize("kind", ["repeats", "develops"])
def test_what_is_no_contradiction_is_not_called_one(kind):
    assert Kind.CONTRADICTS not in holding(cited("a"), relations=stands(kind, before()))


# Agrees


@pytest.mark.parametrize(
    ("published", "words"),
    [
        (MORNING - timedelta(hours=2), "Two shows said this on the same day"),
        (MORNING - timedelta(days=3), "Two shows said this within a week"),
        (MORNING - timedelta(days=7), "Two shows said this within a week"),
        (MORNING - timedelta(days=8), "Chips & Terms said this too on 15 November"),
        (None, "Chips & Terms said this too"),
    ],
)
def test_two_shows_agree_within_a_week_or_one_said_it_before(published, words):
    assert holding(cited("a"), relations=stands("repeats", before(published=published)))[Kind.AGREES] == words


def test_shows_far_apart_are_counted_with_the_first():
    third = cited("f", show=8, speaker="Cy Dow", published=MAY + timedelta(days=30))
    both = [*stands("repeats", before()), *stands("repeats", third)]

    assert (
        holding(cited("a"), relations=both)[Kind.AGREES] == "Three shows have said this, Chips & Terms first on 3 May"
    )


def test_who_says_the_same_on_the_same_morning_agrees():
    best = cited("a", worth=0.9)
    later = cited("b", show=2, speaker="Bo Chen", published=MORNING + timedelta(hours=1))
    relation = Relation(insight_id="b", earlier=best, kind="repeats", score=0.7)

    told = holding(best, beside=[candidate(later, vector=None, relations=[relation])])

    assert told[Kind.AGREES] == "Two shows said this on the same day"


def test_the_same_person_on_another_show_is_no_second_voice():
    told = holding(cited("a"), relations=stands("repeats", before(speaker="Ann Lee")))

    assert Kind.AGREES not in told
    assert told[Kind.AGAIN] == "Ann Lee said this on Chips & Terms too on 3 May"


@pytest.mark.parametrize(
    ("earlier", "score"),
    [(before(), 0.96), (before(title="show 1"), 0.7)],
    ids=["the same recording", "the same show at another address"],
)
def test_neither_one_recording_nor_one_show_agrees_with_itself(earlier, score):
    assert Kind.AGREES not in holding(cited("a"), relations=stands("repeats", earlier, score))


# Goes on


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (1.0, "Takes further what Bo Chen told you on 20 November"),
        (0.5, "More on what Bo Chen told you on 20 November"),
    ],
    ids=["read by a model", "by rule"],
)
def test_what_goes_on_from_something_sent_says_so(score, words):
    told = holding(cited("a"), relations=stands("develops", before(), score), sent=[was_sent(before())])

    assert told[Kind.GOES_ON] == words


def test_what_goes_on_from_something_never_sent_says_who_said_it():
    told = holding(cited("a"), relations=stands("develops", before()))

    assert Kind.GOES_ON not in told
    assert told[Kind.MORE_ON] == "More on what Bo Chen said on 3 May on Chips & Terms"


# First


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


# Threads


def a_thread(thread_id=4, *, label="China open-source AI", followed=True, size=7, shows=3):
    return Thread(id=thread_id, label=label, query=None, created_at=MORNING, size=size, shows=shows, followed=followed)


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


# The one number


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
        {"label": "School uniforms"},
    ],
    ids=["years and small counts", "out before this week", "a thread of its own", "a sentence", "another's label"],
)
def test_it_is_not_the_one_number_without_a_number_a_week_and_a_topic(facts):
    assert number_on(**facts) is None


# What the reader said and was sent


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


# Names


def new_name(body, *, heard=False, **facts):
    own = cited("a", headline="Grids are slow", body=body, **facts)
    return holding(own, background(own, heard=heard)).get(Kind.NAME)


def test_a_name_that_nobody_said_before_is_new():
    assert new_name("The queue in Oslo is long.") == "First time Oslo comes up in your shows"
    assert new_name("The queue at Northern Volta is long.") == "First time Northern Volta comes up in your shows"


def test_a_name_that_was_heard_and_a_speakers_own_are_not_new():
    assert new_name("The queue in Oslo is long.", heard=True) is None
    assert new_name("The queue is long, says Ann Lee.", speaker="Ann Lee") is None
    assert new_name("The queue is long.\nGrids wait.") is None


# Where nothing else holds


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
        (MORNING, "Out today on Show 1"),
        (MORNING - timedelta(days=1), "Out yesterday on Show 1"),
        (MORNING - timedelta(days=6), "Out this week on Show 1"),
        (MORNING - timedelta(days=9), "From Show 1, 14 November"),
        (MAY.replace(year=2024), "From Show 1, 3 May 2024"),
        (MORNING + timedelta(days=2), "From Show 1, 25 November"),
        (None, "From Show 1, which you follow"),
    ],
)
def test_it_says_at_least_where_it_is_from_and_how_fresh(published, words):
    assert holding(cited("a", published=published))[Kind.PLAIN] == words


# From the store


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
        past = read_background(connection, reader.id, [found], sent={}, picked={}, model_name=MODEL, waited_since=None)

        assert past.heard(["málaga", "queue"], found.insight.episode_id)
        assert not past.heard(["Málaga", "turbine"], found.insight.episode_id)
        assert not past.heard(["100%"], found.insight.episode_id)
    assert (past.episodes, past.sent_shows, list(past.archive.claims)) == (1, frozenset(), ["a"])


# One sentence a day each


def test_several_of_a_day_are_not_told_the_same_where_more_holds():
    liked = holding_reasons(alike=2)
    fresh = holding_reasons()

    assert sentences([liked, [*liked[:1], *in_a_thread(), *liked[1:]], fresh]) == [
        "You liked two like it.",
        "Belongs to your thread Chips.",
        "Out today on Show 1.",
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


@pytest.mark.parametrize("kind", ["contradicts", "repeats", "develops"])
def test_names_of_shows_are_one_line_without_hidden_marks(kind):
    hostile = before(speaker=None, title="Chips\n\u202eTerms\x1b[31m")

    told = holding(cited("a"), relations=stands(kind, hostile, 0.7))

    assert all(words.isprintable() for words in told.values())
