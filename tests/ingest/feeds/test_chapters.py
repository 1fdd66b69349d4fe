"""Chapters files: read where they make sense, harmless where they do not."""

import json

import pytest

from ingest.feeds.chapters import LONGEST_TITLE, MOST_CHAPTERS, parse_chapters
from store.errors import Unusable
from store.records.episodes import Chapter


def chapters(*records):
    return parse_chapters(json.dumps({"version": "1.2.0", "chapters": records}).encode())


def test_chapters_come_in_order_with_those_kept_out_of_the_contents():
    found = chapters({"startTime": 90, "title": "Sponsor", "toc": False}, {"startTime": 0, "title": "Ports"})

    assert found == (Chapter(start=0, title="Ports"), Chapter(start=90, title="Sponsor", listed=False))


def test_a_chapter_that_ends_early_is_followed_by_one_without_a_title():
    found = chapters({"startTime": 10, "endTime": 40, "title": "Sponsor"}, {"startTime": 90, "title": "Cranes"})

    assert [(chapter.start, chapter.title) for chapter in found] == [(10, "Sponsor"), (40, ""), (90, "Cranes")]


def test_times_written_as_text_are_read():
    found = chapters({"startTime": "12.5", "title": "Ports"}, {"startTime": "1:02:03", "title": "Cranes"})

    assert [chapter.start for chapter in found] == [12.5, 3723.0]


@pytest.mark.parametrize("start", [-1, float("nan"), float("inf"), True, None, "soon", [], {}, 10**9])
def test_a_chapter_at_an_impossible_time_is_left_out(start):
    assert chapters({"startTime": start, "title": "Never"}, {"startTime": 5, "title": "Ports"}) == (
        Chapter(start=5, title="Ports"),
    )


def test_a_title_is_one_short_line_of_plain_text():
    [chapter] = chapters({"startTime": 0, "title": "<b>Ports</b>\n<script>alert(1)</script>&amp; cranes" + " so" * 200})

    assert chapter.title.startswith("Ports & cranes so")
    assert len(chapter.title) <= LONGEST_TITLE


def test_a_title_that_is_no_text_is_empty():
    assert chapters({"startTime": 0, "title": {"en": "Ports"}}) == (Chapter(start=0, title=""),)


def test_there_are_never_more_chapters_than_an_episode_can_have():
    assert len(chapters(*({"startTime": at, "title": "x"} for at in range(5000)))) == MOST_CHAPTERS


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b'{"chapters": 3}', b"[" * 100_000, b"\xff\xfe\x00", b" " * (2**20 + 1), b'"chapters"'],
)
def test_a_file_that_is_no_chapters_is_refused(body):
    with pytest.raises(Unusable):
        parse_chapters(body)
