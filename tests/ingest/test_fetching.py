"""What the first step brings beside the transcript: the chapters, from the feed or from the file that it names."""

import json
from dataclasses import replace

import pytest

from ingest.fetching import Sources, chapters_of, fetch
from ingest.transcribing import Ears, transcribe
from ingest.web.client import Web
from store.queries import episodes, transcripts
from store.records.episodes import Chapter, Stage, TranscriptLink
from tests.worlds.library_of import keep_episode

TALK = "WEBVTT\n\n00:00.000 --> 00:09.000\n<v Ines>Old grids fail in winter because nobody pays for spare lines.\n"
LINE = "Old grids fail in winter because nobody pays for spare lines. "
NAMED = json.dumps({"chapters": [{"startTime": 10, "title": "Sponsor"}, {"startTime": 20, "title": "Grids"}]})
LISTED = (Chapter(start=10, title="Sponsor"), Chapter(start=20, title="Grids"))


@pytest.fixture
def web(site):
    return Web(allow_private_hosts=frozenset({site.host}))


def known(store, **feed):
    with store.read() as connection:
        episode = episodes.by_id(connection, keep_episode(store, ("Ines", "Old grids fail in winter.")))
    return replace(episode, feed=replace(episode.feed, **feed))


def said(transcript):
    return [(segment.speaker, segment.text) for segment in transcript.segments]


def test_chapters_are_fetched_where_the_feed_names_their_file(store, web, site):
    assert chapters_of(web, known(store, chapters_url=site.put("/c.json", NAMED))) == LISTED


def test_chapters_in_the_feed_need_no_fetch(store, web, site):
    assert chapters_of(web, known(store, chapters=LISTED, chapters_url=f"{site.url}/c.json")) == LISTED
    assert site.asked == []


@pytest.mark.parametrize(
    ("status", "body"), [(404, "gone"), (200, "<html>"), (200, "[" * 50_000), (410, ""), (200, "x" * (2**20 + 1))]
)
def test_chapters_that_cannot_be_had_cost_nothing_else(store, web, site, status, body):
    assert chapters_of(web, known(store, chapters_url=site.put("/c.json", body, status=status))) == ()


def test_the_second_step_asks_no_host_and_reads_nothing_again(store, web, site, tmp_path):
    link = TranscriptLink(url=site.put("/t.vtt", TALK, "text/vtt"), mime_type="text/vtt")
    episode = known(store, transcripts=(link,), chapters_url=site.put("/c.json", NAMED), audio_url=None)
    sources = Sources(web=web, access=None, cache=tmp_path, max_audio_bytes=1, check_times="off")

    offer = fetch(store, sources, episode, lambda done, total: None)
    asked = list(site.asked)
    with store.read() as connection:
        fetched = episodes.by_id(connection, episode.id)
    ears = Ears(transcriber=lambda: pytest.fail("nothing is to be heard"), cache=tmp_path, keep_audio=False)
    transcribe(store, ears, fetched, offer, lambda done, total: None)

    assert asked == site.asked == ["/t.vtt", "/c.json"]
    assert fetched.feed.chapters == LISTED
    with store.read() as connection:
        assert said(transcripts.of_episode(connection, episode.id)) == said(offer.transcript)
        assert episodes.by_id(connection, episode.id).progress.stage is Stage.TRANSCRIBED


def test_what_a_killed_run_had_fetched_is_read_again(store, web, site, tmp_path):
    link = TranscriptLink(url=site.put("/t.vtt", TALK, "text/vtt"), mime_type="text/vtt")
    episode = known(store, transcripts=(link,), audio_url=None)
    sources = Sources(web=web, access=None, cache=tmp_path, max_audio_bytes=1, check_times="off")
    ears = Ears(transcriber=lambda: pytest.fail("nothing is to be heard"), cache=tmp_path, keep_audio=False)

    offer = fetch(store, sources, episode, lambda done, total: None)

    assert transcribe(store, ears, episode, None, lambda done, total: None)
    with store.read() as connection:
        assert said(transcripts.of_episode(connection, episode.id)) == said(offer.transcript)


def test_a_sponsor_whom_the_page_leaves_out_is_a_pause_in_its_talk(store, web, site, tmp_path):
    page = "".join(f"<cite>{name}:</cite><p>{LINE * 10}</p>" for name in ("Ines", "Ann"))
    link = TranscriptLink(url=site.put("/t.html", page, "text/html"), mime_type="text/html")
    chapters = (
        Chapter(start=0, title="Lines"),
        Chapter(start=60, title="Sponsor: Northwind"),
        Chapter(start=120, title="Wires"),
    )
    episode = known(store, transcripts=(link,), chapters=chapters, audio_url=None, duration=180.0)
    sources = Sources(web=web, access=None, cache=tmp_path, max_audio_bytes=1, check_times="off")
    ears = Ears(transcriber=lambda: pytest.fail("nothing is to be heard"), cache=tmp_path, keep_audio=False)

    offer = fetch(store, sources, episode, lambda done, total: None)
    transcribe(store, ears, episode, offer, lambda done, total: None)

    with store.read() as connection:
        kept = transcripts.of_episode(connection, episode.id)
        assert transcripts.adverts_of(connection, episode.id) == []
    [resumed] = [at for at, each in enumerate(kept.segments) if at and each.speaker != kept.segments[at - 1].speaker]
    assert kept.segments[resumed - 1].end == pytest.approx(60, abs=5)
    assert kept.segments[resumed].start == pytest.approx(120, abs=5)
