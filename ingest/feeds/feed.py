"""Reads RSS and Atom as they are in the wild. Pure: bytes in, a Feed out.

feedparser does the reading and mends broken XML; ingest/feeds/podcast_tags.py adds the tags of which it keeps only one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from typing import cast
from urllib.parse import unquote, urljoin, urlsplit

import feedparser

from ingest.feeds.channel import ended, new_address, next_page, pace
from ingest.feeds.identity import with_keys
from ingest.feeds.podcast_tags import ChannelTags, PodcastTags, read_tags, with_prefixes
from ingest.timecode import seconds_of
from ingest.web.client import without_secrets
from ingest.web.plain_text import lines_of, one_line
from store.errors import Unusable
from store.records.episodes import Chapter, FeedEpisode, TranscriptLink
from store.records.shows import Feed

MOST_ITEMS = 50_000  # the longest in the wild have some 10,000
FIRST_YEAR = 1990  # hosts write 1970 for "no date"; nothing was syndicated before
_WEB_PAGE = re.compile(rb"<!doctype html|<html\b", re.IGNORECASE)
_CLOSED = re.compile(rb"</(?:\w{1,20}:)?(?:rss|feed|rdf)\s*>\Z", re.IGNORECASE)
_MOST_COMMENTS = 20  # by judgement, not measured: bounds the work on a hostile page
_SAME_BEGINNING = 60  # letters, by judgement, not measured: a line, of which two notes that differ hardly share all
_NOT_AUDIO = ("image/", "text/", "application/pdf", "application/json")

Entry = dict[str, object]  # feedparser's own record, which ends here


def parse(body: bytes, url: str, charset: str | None = None) -> Feed:
    """The feed in `body`; `url` completes relative addresses and names the feed in errors.

    `charset` is the host's word, which counts only where the feed does not name its own.

    Entries with neither audio nor a transcript are left out. Raises Unusable when this is no feed.
    """
    shown = without_secrets(url)
    if not body.strip():
        raise Unusable(f"{shown} is empty")
    if is_web_page(body):
        raise Unusable(f"{shown} is a web page, not a podcast feed: look on it for a link named RSS")
    if body.count(b"<item") + body.count(b"<entry") > MOST_ITEMS:
        raise Unusable(f"{shown} lists more than the {MOST_ITEMS:,} episodes that Earmark takes")
    tags = read_tags(body, shown)
    if tags is None:
        body = with_prefixes(body)
        tags = read_tags(body, shown)
    channel, entries, version = _read(body, shown, charset)
    if not version and not entries:
        raise Unusable(f"{shown} is not a podcast feed: no RSS or Atom is in it")
    cut_off = tags is None and not _is_closed(body)
    if cut_off:
        entries = entries[:-1]  # the body breaks off inside the last entry, whose address may be cut too
    drafts = [_draft(entry, found, url) for entry, found in _paired(entries, tags)]
    usable = [draft for draft in drafts if draft.audio_url or draft.transcripts]
    if cut_off and not usable:
        raise Unusable(f"{shown} is a broken feed: it breaks off before the first episode ends")
    return Feed(
        title=one_line(_text(channel, "title")) or urlsplit(url).hostname or shown,
        description=lines_of(_text(channel, "subtitle") or _text(channel, "summary")),
        link=_address(_text(channel, "link"), url),
        language=_text(channel, "language") or None,
        episodes=tuple(_newest_first(with_keys(usable))),
        silent=tuple(draft.title for draft in drafts if not draft.audio_url and not draft.transcripts),
        pace=pace(channel),
        new_url=_address(new_address(channel), url),
        next_page=_address(next_page(channel), url),
        complete=ended(channel),
    )


def is_web_page(body: bytes) -> bool:
    """By its first tag. Comments are skipped one by one: a pattern for them takes for ever on a row of forty."""
    start = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    for opening, closing in ((b"<?xml", b"?>"), *((b"<!--", b"-->"),) * _MOST_COMMENTS):
        if start[: len(opening)].lower() == opening:
            start = start.partition(closing)[2].lstrip()
    return _WEB_PAGE.match(start) is not None


def _is_closed(body: bytes) -> bool:
    """Whether the last tag closes the feed."""
    end = body.rstrip()
    for _ in range(_MOST_COMMENTS):
        if end.endswith(b"-->"):
            end = end.rpartition(b"<!--")[0].rstrip()
    return _CLOSED.search(end[-100:]) is not None


def _read(body: bytes, shown: str, charset: str | None) -> tuple[Entry, list[Entry], str]:
    told = charset and b"encoding=" not in body[:200]
    headers = {"content-type": f"application/xml; charset={charset}"} if told else {}
    try:
        result = feedparser.parse(body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # its lenient parser answers hostile bytes with whatever error comes up
        raise Unusable(f"{shown} is not a podcast feed: it cannot be read") from error
    return result.feed, result.entries, result.version


def _paired(entries: Sequence[Entry], tags: ChannelTags | None) -> Iterator[tuple[Entry, PodcastTags]]:
    """Each entry with its tags, by position. Where the readers count differently, feedparser's own one link must do."""
    if tags is not None and len(tags.items) == len(entries):
        for entry, found in zip(entries, tags.items, strict=True):
            yield entry, found if found.people else replace(found, people=tags.people)
        return
    for entry in entries:
        last = entry.get("podcast_transcript")
        if isinstance(last, dict):
            link = TranscriptLink(
                url=_text(last, "url"), mime_type=_text(last, "type"), language=_text(last, "language")
            )
            yield entry, PodcastTags(transcripts=(link,))
        else:
            yield entry, PodcastTags()


def _draft(entry: Entry, tags: PodcastTags, url: str) -> FeedEpisode:
    """The episode before its identity is decided, which needs the whole feed: its key is the guid, or empty."""
    base = _address(tags.base, url) or url
    audio_url, audio_type = _audio(entry, base)
    links = [replace(link, url=_address(link.url, base) or "") for link in tags.transcripts]
    name = PurePosixPath(unquote(urlsplit(audio_url or "").path)).stem
    return FeedEpisode(
        key=_text(entry, "id"),
        title=one_line(_text(entry, "title")) or one_line(name) or "Untitled",
        published=_published(entry),
        audio_url=audio_url,
        audio_type=audio_type,
        notes=_notes(entry),
        link=_address(_text(entry, "link"), url),
        duration=seconds_of(_text(entry, "itunes_duration")) or None,
        transcripts=tuple(link for link in links if link.url),
        chapters=_chapters(entry),
        chapters_url=_address(tags.chapters_url, base),
        people=tags.people,
        soundbites=tags.soundbites,
    )


def _audio(entry: Entry, url: str) -> tuple[str | None, str]:
    """(address, MIME type) of the enclosure that is sound; sound in a film will do."""
    offers = []
    for enclosure in _records(entry, "enclosures") + _records(entry, "media_content"):
        kind = _text(enclosure, "type").lower()
        address = _address(_text(enclosure, "href") or _text(enclosure, "url"), url)
        if address and not kind.startswith(_NOT_AUDIO) and enclosure.get("medium") != "image":
            offers.append((address, kind))
    audio = [offer for offer in offers if offer[1].startswith("audio/")]
    return next(iter(audio or offers), (None, ""))


def _notes(entry: Entry) -> str:
    """The longest of the texts that describe the entry, and those that begin otherwise: one is often the first lines
    of another."""
    texts = [_text(entry, "summary"), *(_text(content, "value") for content in _records(entry, "content"))]
    told: list[str] = []
    for text in sorted(dict.fromkeys(map(lines_of, texts)), key=len, reverse=True):
        if text and not any(text[:_SAME_BEGINNING] in longer for longer in told):
            told.append(text)
    return "\n".join(told)


def _published(entry: Entry) -> datetime | None:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        if parsed:
            moment = datetime(
                *cast(tuple[int, int, int, int, int, int], tuple(cast(Sequence[int], parsed))[:6]), tzinfo=UTC
            )
        else:
            moment = parsedate_to_datetime(_text(entry, "published"))
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.year >= FIRST_YEAR else None


def _chapters(entry: Entry) -> tuple[Chapter, ...]:
    """Podlove simple chapters that stand in the feed itself."""
    listed = entry.get("psc_chapters")
    if not isinstance(listed, dict):
        return ()
    timed = [(seconds_of(_text(c, "start")), one_line(_text(c, "title"))) for c in _records(listed, "chapters")]
    chapters = [Chapter(start=start, title=title) for start, title in timed if start is not None]
    return tuple(sorted(chapters, key=lambda chapter: chapter.start))


def _newest_first(episodes: Sequence[FeedEpisode]) -> list[FeedEpisode]:
    """Feeds are mostly newest first already; an entry without a date stays behind the one before it."""
    moments: list[datetime] = []
    for episode in episodes:
        before = moments[-1] if moments else datetime.max.replace(tzinfo=UTC)
        moments.append(episode.published or before)
    order = sorted(range(len(episodes)), key=lambda at: moments[at], reverse=True)
    return [episodes[at] for at in order]


def _address(text: str, base: str) -> str | None:
    """A web address completed from `base`; None when it is empty or of another kind, such as javascript:."""
    try:
        address = urljoin(base, text.strip()) if text.strip() else ""
        return address if urlsplit(address).scheme in ("http", "https") and urlsplit(address).hostname else None
    except ValueError:
        return None


def _text(record: Entry, name: str) -> str:
    value = record.get(name)
    return value.strip() if isinstance(value, str) else ""


def _records(record: Entry, name: str) -> list[Entry]:
    value = record.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
