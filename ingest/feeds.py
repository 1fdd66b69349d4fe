"""Reads RSS and Atom as they are in the wild. Pure: bytes in, a Feed out.

feedparser does the reading and mends broken XML; ingest/podcast_tags.py adds the tags of which it keeps only one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import cast
from urllib.parse import urljoin, urlsplit

import feedparser

from ingest.clock import seconds_of
from ingest.plain_text import lines_of, one_line
from ingest.podcast_tags import ChannelTags, PodcastTags, read_tags, with_prefixes
from ingest.web import without_secrets
from store.errors import Unusable
from store.types import Chapter, Feed, FeedEpisode, TranscriptLink

FIRST_YEAR = 1990  # hosts write 1970 for "no date"; nothing was syndicated before
_WEB_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)*(?:<!doctype html|<html\b)", re.IGNORECASE | re.DOTALL)
_CLOSED = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>\s*(?:<!--.*?-->\s*)*\Z", re.IGNORECASE | re.DOTALL)
_NOT_AUDIO = ("image/", "text/", "application/pdf", "application/json")

Entry = dict[str, object]  # feedparser's own record, which ends here


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """An episode before its identity is decided, which needs the whole feed."""

    guid: str
    episode: FeedEpisode


def parse(body: bytes, url: str, charset: str | None = None) -> Feed:
    """The feed in `body`; `url` completes relative addresses and names the feed in errors.

    `charset` is the host's word, which counts only where the feed does not name its own.

    Entries with neither audio nor a transcript are left out. Raises Unusable when this is no feed.
    """
    shown = without_secrets(url)
    if not body.strip():
        raise Unusable(f"{shown} is empty")
    if _WEB_PAGE.match(body):
        raise Unusable(f"{shown} is a web page, not a podcast feed: look on it for a link named RSS")
    tags = read_tags(body, shown)
    if tags is None:
        body = with_prefixes(body)
        tags = read_tags(body, shown)
    channel, entries, version = _read(body, shown, charset)
    if not version and not entries:
        raise Unusable(f"{shown} is not a podcast feed: no RSS or Atom is in it")
    cut_off = tags is None and not _CLOSED.search(body)
    if cut_off:
        entries = entries[:-1]  # the body breaks off inside the last entry, whose address may be cut too
    drafts = [_draft(entry, found, url) for entry, found in _paired(entries, tags)]
    usable = [draft for draft in drafts if draft.episode.audio_url or draft.episode.transcripts]
    if cut_off and not usable:
        raise Unusable(f"{shown} is a broken feed: it breaks off before the first episode ends")
    return Feed(
        title=one_line(_text(channel, "title")) or urlsplit(url).hostname or shown,
        description=lines_of(_text(channel, "subtitle") or _text(channel, "summary")),
        link=_address(_text(channel, "link"), url),
        language=_text(channel, "language") or None,
        episodes=tuple(_newest_first(_with_keys(usable))),
    )


def without_query(url: str) -> str:
    """Where a file lies, as far as that tells files apart: hosts change scheme and query from fetch to fetch."""
    parts = urlsplit(url)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path}"


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


def _draft(entry: Entry, tags: PodcastTags, url: str) -> _Draft:
    audio_url, audio_type = _audio(entry, url)
    links = [replace(link, url=_address(link.url, url) or "") for link in tags.transcripts]
    name = urlsplit(audio_url or "").path.rpartition("/")[2]
    return _Draft(
        guid=_text(entry, "id"),
        episode=FeedEpisode(
            key="",
            title=one_line(_text(entry, "title")) or name or "Untitled",
            published=_published(entry),
            audio_url=audio_url,
            audio_type=audio_type,
            notes=_notes(entry),
            link=_address(_text(entry, "link"), url),
            duration=seconds_of(_text(entry, "itunes_duration")) or None,
            transcripts=tuple(link for link in links if link.url),
            chapters=_chapters(entry),
            chapters_url=_address(tags.chapters_url, url),
            people=tags.people,
        ),
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
    """The longest of the texts that describe the entry: one is often the first lines of another."""
    texts = [_text(entry, "summary"), *(_text(content, "value") for content in _records(entry, "content"))]
    return max((lines_of(text) for text in texts), key=len)


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


def _with_keys(drafts: Sequence[_Draft]) -> list[FeedEpisode]:
    """Gives each episode its identity: the first of guid, audio address and title with day that no other entry shares.

    Entries alike in all three are one episode.
    """
    kinds = [[identity(draft) for draft in drafts] for identity in (_guid, _audio_identity, _title_and_day)]
    shared = [Counter(kind) for kind in kinds]
    episodes: dict[str, FeedEpisode] = {}
    for draft, *identities in zip(drafts, *kinds, strict=True):
        unique = [name for name, count in zip(identities, shared, strict=True) if name and count[name] == 1]
        key = unique[0] if unique else next(filter(None, reversed(identities)))
        episodes.setdefault(key, replace(draft.episode, key=key))
    return list(episodes.values())


def _guid(draft: _Draft) -> str:
    return draft.guid


def _audio_identity(draft: _Draft) -> str:
    return without_query(draft.episode.audio_url or "")


def _title_and_day(draft: _Draft) -> str:
    day = draft.episode.published
    return f"{draft.episode.title} {day.date().isoformat() if day else ''}".strip()


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
