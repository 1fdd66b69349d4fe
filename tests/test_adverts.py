"""Adverts as speech recognition writes them are found; talk about products is left alone."""

import pytest

from ingest.adverts import find_adverts
from store.types import Chapter, Segment, Transcript

TALK = (
    "Grid operators plan for the coldest hour of the year. Demand in that hour grew by 3 percent. "
    "Nobody builds a power line for the average day. "
)
READ = (
    "This episode is brought to you by Northwind Payroll. Northwind pays your team in 40 countries. "
    "It is simple, and your first month is free. Go to northwind dot com slash grid and use code grid at checkout. "
)


def talk(*texts, seconds_a_word=0.4):
    segments, at = [], 0.0
    for text in texts:
        end = at + seconds_a_word * len(text.split())
        segments.append(Segment(start=at, end=end, text=text))
        at = end
    return Transcript(segments=tuple(segments), source="test")


def test_a_read_advert_is_cut_at_its_sentence_borders():
    transcript = talk(TALK * 2, READ, TALK * 2)

    [span] = find_adverts(transcript, ())

    assert span.start == pytest.approx(transcript.segments[1].start, abs=0.5)
    assert span.end == pytest.approx(transcript.segments[1].end, abs=0.5)
    assert span.reason == "brought to you by"


def test_an_advert_without_an_opening_is_found_by_its_web_address_and_code():
    inserted = "Northwind is the easiest payroll. Visit northwind .com slash grid for 20 % off your first order. "

    [span] = find_adverts(talk(TALK * 3, inserted, TALK * 3), ())

    assert span.reason


def test_talk_without_adverts_stays_whole():
    assert find_adverts(talk(TALK * 10), ()) == []


@pytest.mark.parametrize(
    "discussion",
    [
        "The company raised its price by 20 percent, and customers stayed because switching is expensive. ",
        "Stripe made the checkout simple for developers, and its customers save money on fraud. ",
        "Advertising pays for most podcasts, and a sponsor wants proof that somebody listens. ",
    ],
)
def test_talk_about_products_is_no_advert(discussion):
    assert find_adverts(talk(TALK, discussion, TALK), ()) == []


def test_a_sponsor_chapter_is_an_advert_until_the_next_chapter():
    chapters = (
        Chapter(start=0, title="Start"),
        Chapter(start=10, title="Sponsor: Northwind"),
        Chapter(start=20, title="Grids"),
    )

    [span] = find_adverts(talk(TALK * 3), chapters)

    assert (span.start, span.end) == (10, 20)


def test_a_chapter_about_advertising_is_content():
    chapters = (Chapter(start=0, title="Why ads pay for search"), Chapter(start=10, title="The business of ads"))

    assert find_adverts(talk(TALK * 3), chapters) == []


def test_an_empty_talk_has_no_adverts():
    assert find_adverts(Transcript(segments=(), source="test"), ()) == []
