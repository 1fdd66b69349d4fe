"""One entry of a feed as an episode, before its identity is decided. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import cast
from urllib.parse import unquote, urlsplit

from ingest.feeds.parts.values import Entry, address_of, records_of, text_of
from ingest.feeds.podcast_tags import PodcastTags
from ingest.feeds.repair import enclosures
from ingest.feeds.repair.moments import FIRST_YEAR, moment_of
from ingest.timecode import duration_of, seconds_of
from ingest.web.plain_text import lines_of, one_line
from store.records.episodes import Chapter, FeedEpisode

_PLAYER = re.compile(r"<(?:audio|source)\b[^<>]{0,500}?\ssrc\s*=\s*[\"']([^\"'<>]{1,2000})[\"']", re.IGNORECASE)
_SAME_BEGINNING = 60  # letters, by judgement, not measured: a line, of which two notes that differ hardly share all


def draft_of(entry: Entry, tags: PodcastTags, url: str, *, month_first: bool) -> FeedEpisode:
    """The episode before its identity is decided, which needs the whole feed: its key is the guid, or empty."""
    base = address_of(tags.base, url) or url
    audio_url, audio_type = _audio(entry, tags, base)
    links = [replace(link, url=address_of(link.url, base) or "") for link in tags.transcripts]
    name = PurePosixPath(unquote(urlsplit(audio_url or "").path)).stem
    return FeedEpisode(
        key=text_of(entry, "id"),
        title=one_line(text_of(entry, "title")) or one_line(name) or "Untitled",
        published=_published(entry, month_first=month_first),
        audio_url=audio_url,
        audio_type=audio_type,
        notes=_notes(entry),
        link=address_of(text_of(entry, "link"), url),
        duration=duration_of(text_of(entry, "itunes_duration")),
        transcripts=tuple(link for link in links if link.url),
        chapters=_chapters(entry),
        chapters_url=address_of(tags.chapters_url, base),
        people=tags.people,
        soundbites=tags.soundbites,
    )


def _audio(entry: Entry, tags: PodcastTags, base: str) -> tuple[str | None, str]:
    """(address, MIME type) of the enclosure that is sound; sound in a film will do."""
    listed = records_of(entry, "enclosures") + records_of(entry, "media_content")
    offers = [
        (address_of(text_of(each, "href") or text_of(each, "url"), base) or "", text_of(each, "type").lower())
        for each in listed
        if each.get("medium") != "image"
    ]
    offers += [(address_of(address, base) or "", kind) for address, kind in tags.enclosures]
    offers += [
        (address_of(text_of(each, name), base) or "", kind)
        for name, each in [("href", link) for link in records_of(entry, "links")]
        + [("src", content) for content in records_of(entry, "content")]
        if (kind := text_of(each, "type").lower()).startswith("audio/")
    ]
    spare = [text_of(entry, "link"), text_of(entry, "id"), *_PLAYER.findall(_notes_as_written(entry))]
    return enclosures.best(offers, (address_of(text, base) or "" for text in spare))


def _notes_as_written(entry: Entry) -> str:
    return "\n".join(
        [text_of(entry, "summary"), *(text_of(content, "value") for content in records_of(entry, "content"))]
    )


def _notes(entry: Entry) -> str:
    """The longest of the texts that describe the entry, and those that begin otherwise: one is often the first lines
    of another."""
    texts = [text_of(entry, "summary"), *(text_of(content, "value") for content in records_of(entry, "content"))]
    told: list[str] = []
    for text in sorted(dict.fromkeys(map(lines_of, texts)), key=len, reverse=True):
        if text and not any(text[:_SAME_BEGINNING] in longer for longer in told):
            told.append(text)
    return "\n".join(told)


def _published(entry: Entry, *, month_first: bool) -> datetime | None:
    """By our own reading, then by feedparser's, which knows forms such as a year alone."""
    for name in ("published", "updated", "itunes_pubdate"):
        moment = moment_of(text_of(entry, name), month_first=month_first)
        if moment:
            return moment
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        given = tuple(cast(Sequence[int], parsed or ()))[:6]
        moment = datetime(*cast(tuple[int, int, int, int, int, int], given), tzinfo=UTC) if given else None
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment and moment.year >= FIRST_YEAR else None


def _chapters(entry: Entry) -> tuple[Chapter, ...]:
    """Podlove simple chapters that stand in the feed itself."""
    listed = entry.get("psc_chapters")
    if not isinstance(listed, dict):
        return ()
    timed = [(seconds_of(text_of(c, "start")), one_line(text_of(c, "title"))) for c in records_of(listed, "chapters")]
    chapters = [Chapter(start=start, title=title) for start, title in timed if start is not None]
    return tuple(sorted(chapters, key=lambda chapter: chapter.start))
