"""A sponsor's chapter deletes no talk of a transcript that leaves the adverts out."""

from dataclasses import replace

from ingest.adverts.detection import find_adverts
from ingest.adverts.sponsor_chapters import unsaid
from store.records.episodes import Chapter
from store.records.transcripts import Transcript
from tests.ingest.adverts.test_detection import LATER, MORE, READ, TALK, talk

CHAPTERS = (
    Chapter(start=0, title="Start"),
    Chapter(start=40, title="Sponsor: Northwind"),
    Chapter(start=80, title="Grids"),
)


def published(transcript: Transcript, **facts) -> Transcript:
    return replace(transcript, source="published:html", **facts)


def test_talk_under_a_sponsors_chapter_stays_where_the_publishers_clock_is_all_that_is_known():
    assert find_adverts(published(talk(TALK, LATER, MORE)), CHAPTERS) == []
    assert find_adverts(published(talk(TALK, LATER, MORE), approximate=True), CHAPTERS) == []


def test_what_sells_there_is_cut():
    transcript = talk(TALK, READ, LATER)
    read = transcript.segments[1]
    chapters = (
        CHAPTERS[0],
        replace(CHAPTERS[1], start=read.start - 2),
        replace(CHAPTERS[2], start=read.end + 2),
    )

    [exact] = find_adverts(published(transcript), chapters)
    [approximate] = find_adverts(published(transcript, approximate=True), chapters)

    assert (exact.start, exact.end) == (read.start - 2, read.end + 2)
    assert (approximate.start, approximate.end) == (read.start, read.end)


def test_a_published_transcript_by_the_clock_of_the_audio_is_cut_like_a_heard_one():
    [span] = find_adverts(published(talk(TALK, LATER, MORE), checked=True), CHAPTERS)

    assert (span.start, span.end) == (40, 80)


def test_an_advert_that_is_not_said_is_a_hole_in_interpolated_times():
    transcript = published(talk(TALK, LATER, MORE), approximate=True)

    [hole] = unsaid(CHAPTERS, transcript, [])

    assert (hole.start, hole.end) == (40, 80)


def test_where_the_advert_is_said_or_times_are_given_there_is_no_hole():
    transcript = published(talk(TALK, READ, LATER), approximate=True)

    assert unsaid(CHAPTERS, transcript, find_adverts(transcript, CHAPTERS)) == []
    assert unsaid(CHAPTERS, replace(transcript, approximate=False), []) == []
