"""Adverts as speech recognition writes them are found; talk about products is left alone."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.adverts.detection import find_adverts
from ingest.adverts.show_memory import learn
from store.records.episodes import Chapter
from store.records.transcripts import Segment, Span, Transcript

TALK = (
    "Grid operators plan for the coldest hour of the year. Demand in that hour grew by 3 percent. Nobody builds a "
    "power line for the average day. I think we saw that in the last winter, and they did not. "
)
LATER = (
    "I think that is what we saw in Turin, when nobody wanted to say who would pay for it. The law was written in "
    "1998, when there was one company and it owned every wire in the country. So the question was never asked. "
    "And they did not ask it later, because everybody thought that somebody else had done it. I was there for two "
    "of those meetings, and I remember that the people from the ministry did not say a word. He told me "
    "afterwards that they had been told to wait. So what you have is a rule that was made for coal, and it was "
    "kept because nobody was against it. "
)
MORE = (
    "What happened then is that the regulator looked at the numbers of 3 summers and changed its mind. Most of "
    "the people who had been against it were not there any more. There is a paper on this from a group in Delft. "
    "They counted how often the lines were full, and it was less than anybody believed at the time. "
)
READ = (
    "This episode is brought to you by Northwind Payroll. Northwind pays your team in 40 countries. It is simple, "
    "and your first month is free. Northwind handles taxes, benefits and compliance, so you can focus on your "
    "business. Join thousands of companies that trust Northwind. Go to northwind dot com slash grid and use code "
    "grid at checkout. "
)
UNCUED = (
    "What if your kitchen cleaned itself? Meet Brightwell, the only dish soap designed to cut through grease in "
    "seconds. Brightwell is gentle on your hands, made with natural ingredients, and smells like fresh lemon. "
    "Your pots, your pans and your favorite glasses come out spotless, with no soaking and no scrubbing. Enjoy "
    "sparkling dishes every day and get back to the moments you love with your family. Find Brightwell at your "
    "nearest store today. Brightwell. Shine on. "
)
AND_ANOTHER = (
    "Your weekend deserves better than a waiting room. With Cloverleaf, you can see a licensed vet from your "
    "couch, day or night, and get trusted answers for your dog or cat in minutes. No appointments, no traffic, no "
    "stress. More than 2 million pet parents already love Cloverleaf. Download the app today and give your best "
    "friend the care they deserve. Cloverleaf. Care that comes to you. "
)
OPENING = (
    "You are listening to Copper and Current, the show in which we follow the power from the mine to the plug. I "
    "am your host, Ines, and every week I talk with the people who keep the lights on. "
)
DISCUSSIONS = (
    "The company raised its price by 20 percent, and customers stayed because switching is expensive. ",
    "Stripe made the checkout simple for developers, and its customers save money on fraud. ",
    "Advertising pays for most podcasts, and a sponsor wants proof that somebody listens. ",
    "We offered a free trial, then a promo code, and neither of them changed who stayed after a year. ",
    "One of our sponsors asked me the same thing, and I told them that I do not know. ",
)


def talk(*texts, seconds_a_word=0.4, speakers=None, pause=0.0):
    segments, at = [], 0.0
    for position, text in enumerate(texts):
        end = at + seconds_a_word * len(text.split())
        speaker = speakers[position] if speakers else None
        segments.append(Segment(start=at, end=end, text=text, speaker=speaker))
        at = end + pause
    return Transcript(segments=tuple(segments), source="test")


def covers(span, segment, within=1.0):
    return span.start == pytest.approx(segment.start, abs=within) and span.end == pytest.approx(segment.end, abs=within)


def test_a_read_advert_is_cut_at_its_sentence_borders():
    transcript = talk(TALK + MORE, READ, LATER)

    [span] = find_adverts(transcript, ())

    assert covers(span, transcript.segments[1])
    assert span.reason == "brought to you by"
    assert span.told == "advert (brought to you by)"


def test_an_advert_without_an_opening_is_found_by_its_web_address_and_code():
    inserted = (
        "Northwind is the easiest payroll for your small business. Get your team paid on time, every time. Visit "
        "northwind .com slash grid for 20 % off your first order. That is northwind .com slash grid. Terms apply. "
    )

    [span] = find_adverts(talk(TALK + MORE, inserted, LATER), ())

    assert span.reason == "a web address with a slash"


def test_an_advert_that_nothing_announces_is_found_by_how_it_sells():
    transcript = talk(TALK + MORE, UNCUED + AND_ANOTHER, LATER, pause=1.5)

    [span] = find_adverts(transcript, ())

    assert covers(span, transcript.segments[1])


def test_a_text_read_again_is_found_though_it_does_not_sell():
    tale = (
        "It always begins on the last lap, when the crowd goes quiet and the old voice comes back. "
        "Then I see my sister at the fence, and I remember every cold morning that we ran to the harbour. "
        "She never said that it would be easy, and it never was, but she was there before the sun was up. "
    )
    opening, rest = READ.split(". ", 1)
    transcript = talk(
        TALK,
        f"{opening}. {tale}{rest}",
        MORE + LATER,
        tale,
        "So I asked him what they thought of that. " + TALK,
        pause=1.5,
    )

    again = find_adverts(transcript, ())[-1]

    assert covers(again, transcript.segments[3])
    assert again.reason == "repeated in this episode"


@pytest.mark.parametrize("discussion", DISCUSSIONS)
def test_talk_about_products_is_no_advert(discussion):
    assert find_adverts(talk(TALK + MORE, discussion, LATER), ()) == []


def test_times_may_be_the_numbers_of_a_recogniser():
    segments = [replace(s, start=np.float64(s.start), end=np.float64(s.end)) for s in talk(TALK, READ, LATER).segments]

    [span] = find_adverts(Transcript(segments=tuple(segments), source="test"), ())

    assert type(span.start) is float


def test_talk_without_adverts_stays_whole():
    assert find_adverts(talk(TALK + MORE + LATER), ()) == []


def test_an_empty_talk_has_no_adverts():
    assert find_adverts(Transcript(segments=(), source="test"), ()) == []


def test_a_sponsor_chapter_is_an_advert_until_the_next_chapter():
    chapters = (
        Chapter(start=0, title="Start"),
        Chapter(start=10, title="Sponsor: Northwind"),
        Chapter(start=20, title="Grids"),
    )

    [span] = find_adverts(talk(TALK * 3), chapters)

    assert (span.start, span.end, span.reason) == (10, 20, "chapter “Sponsor: Northwind”")


def test_a_sponsor_chapter_that_nothing_ends_does_not_take_the_rest_of_the_talk():
    assert find_adverts(talk(TALK * 50), (Chapter(start=10, title="Sponsor"),)) == []


def test_a_chapter_about_advertising_is_content():
    chapters = (Chapter(start=0, title="Why ads pay for search"), Chapter(start=10, title="The business of ads"))

    assert find_adverts(talk(TALK * 3), chapters) == []


def test_a_chapter_kept_out_of_the_contents_is_content_unless_it_sells():
    transcript = talk(TALK * 12)
    chapters = (
        Chapter(start=0, title="Start"),
        Chapter(start=20, title="", listed=False),
        Chapter(start=60, title="x"),
    )

    assert find_adverts(transcript, chapters) == []


def test_a_text_that_another_episode_read_as_an_advert_is_one_here():
    earlier = talk(TALK, UNCUED, DISCUSSIONS[3])
    memory = learn([(earlier, [Span(start=earlier.segments[1].start, end=earlier.segments[1].end, reason="x")])])
    transcript = talk(MORE, UNCUED, LATER)

    [span] = find_adverts(transcript, (), show=memory)

    assert covers(span, transcript.segments[1])
    assert span.reason == "repeated in other episodes"


def test_what_the_show_says_in_every_episode_is_left_out_as_such():
    memory = learn([(talk(OPENING, text), []) for text in DISCUSSIONS[:3]])
    transcript = talk(OPENING, TALK * 5)

    [span] = find_adverts(transcript, (), show=memory)

    assert covers(span, transcript.segments[0])
    assert span.told == "said in every episode"


def test_a_habit_of_speech_stays():
    question = "What would you tell a younger engineer who begins today? "
    memory = learn([(talk(question, text), []) for text in DISCUSSIONS[:3]])

    assert find_adverts(talk(TALK, question, TALK), (), show=memory) == []


def test_an_episode_that_is_published_again_stays_whole():
    memory = learn([(talk(TALK * 2, DISCUSSIONS[0]), [Span(start=0, end=30, reason="x")])] * 3)

    assert find_adverts(talk(TALK * 2, DISCUSSIONS[0]), (), show=memory) == []


def test_adverts_teach_who_pays_for_the_show():
    transcript = talk(MORE, READ)

    memory = learn([(transcript, find_adverts(transcript, ()))])

    assert {"northwind", "northwindpayroll"} & memory.sponsors


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from((TALK, READ, UNCUED, OPENING, *DISCUSSIONS, "Yes.", "¡código 50% off! ", "...")),
            st.floats(0, 400),
            st.floats(0, 100),
        ),
        max_size=8,
    )
)
def test_whatever_the_talk_the_spans_are_in_order_and_apart(parts):
    segments = tuple(Segment(start=start, end=start + length, text=text) for text, start, length in parts)
    memory = learn([(Transcript(segments=segments[:3], source="test"), []) for _ in range(3)])

    spans = find_adverts(Transcript(segments=segments, source="test"), (), show=memory)

    assert all(span.start <= span.end and span.reason for span in spans)
    assert all(before.start <= after.start for before, after in pairwise(spans))
