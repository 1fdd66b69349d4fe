"""Reads RSS, Atom and JSON Feed as they are in the wild. Pure: bytes in, a Feed out.

feedparser does the reading and mends broken XML; ingest/feeds/podcast_tags.py adds the tags of which it keeps only one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import cast
from urllib.parse import unquote, urljoin, urlsplit

import feedparser

from ingest.feeds.channel import artwork, ended, new_address, next_page, pace
from ingest.feeds.identity import with_keys
from ingest.feeds.json_feed import as_rss
from ingest.feeds.podcast_tags import ChannelTags, PodcastTags, read_tags, with_prefixes
from ingest.feeds.repair import enclosures
from ingest.feeds.repair.markup import cleaned, has_feed, with_ampersands
from ingest.feeds.repair.moments import FIRST_YEAR, is_month_first, moment_of
from ingest.timecode import duration_of, seconds_of
from ingest.web.client import without_secrets
from ingest.web.plain_text import lines_of, one_line
from store.errors import Unusable
from store.records.episodes import Chapter, FeedEpisode, TranscriptLink
from store.records.shows import Feed

MOST_ITEMS = 50_000  # the longest in the wild have some 10,000
_WEB_PAGE = re.compile(rb"<!doctype html|<html\b", re.IGNORECASE)
_CLOSED = re.compile(rb"</(?:\w{1,20}:)?(?:rss|feed|rdf)\s*>\Z", re.IGNORECASE)
_ENTRY_CLOSED = re.compile(rb"</(?:\w{1,20}:)?(?:item|entry)\s*>\Z", re.IGNORECASE)
_PLAYER = re.compile(r"<(?:audio|source)\b[^<>]{0,500}?\ssrc\s*=\s*[\"']([^\"'<>]{1,2000})[\"']", re.IGNORECASE)
_SCHEME = re.compile(r"^(https?)(?::/|:///+|//)(?=[^/])", re.IGNORECASE)  # of which a slash or the colon was lost
_MOST_COMMENTS = 20  # by judgement, not measured: bounds the work on a hostile page
_SAME_BEGINNING = 60  # letters, by judgement, not measured: a line, of which two notes that differ hardly share all

_COUNT = ("itunes_season", "itunes_episode")

Entry = dict[str, object]  # feedparser's own record, which ends here


def parse(body: bytes, url: str, charset: str | None = None) -> Feed:
    """The feed in `body`; `url` completes relative addresses and names the feed in errors.

    `charset` is the host's word, which counts only where the feed does not name its own.

    Entries with neither audio nor a transcript are left out. Raises Unusable when this is no feed.
    """
    shown = without_secrets(url)
    body, tags = _with_tags(_feed_alone(body, shown), shown)
    channel, entries, version = _read(body, shown, charset)
    if not version and not entries:
        raise Unusable(f"{shown} is not a podcast feed: no RSS or Atom is in it")
    cut_off = tags is None and not _is_closed(body)
    broken = cut_off and not _ENTRY_CLOSED.search(body.rstrip()[-100:])
    if broken:
        entries = entries[:-1]  # the body breaks off inside the last entry, whose address may be cut too
    drafts = _drafts(channel, entries, tags, url)
    usable = [draft for draft in drafts if _is_usable(draft)]
    if broken and not usable:
        raise Unusable(f"{shown} is a broken feed: it breaks off before the first episode ends")
    told = replace(_channel(channel, url), doubts=tuple(_doubts(entries, drafts, cut_off=cut_off, broken=broken)))
    return _with_episodes(told, with_keys(_turned(usable, entries)), drafts)


def _feed_alone(body: bytes, shown: str) -> bytes:
    """The body without what stands around its feed. Raises Unusable where no feed that can be read is in it."""
    if not body.strip():
        raise Unusable(f"{shown} is empty")
    body = cleaned(as_rss(body))
    if is_web_page(body):
        raise Unusable(f"{shown} is a web page, not a podcast feed: look on it for a link named RSS")
    if body.count(b"<item") + body.count(b"<entry") > MOST_ITEMS:
        raise Unusable(f"{shown} lists more than the {MOST_ITEMS:,} episodes that Earmark takes")
    return body


def _with_tags(body: bytes, shown: str) -> tuple[bytes, ChannelTags | None]:
    """The body, its prefixes mended where they must be, and its tags; None where no mending makes it readable."""
    tags = read_tags(body, shown)
    if tags is not None:
        return body, tags
    body = with_prefixes(body)
    return body, read_tags(body, shown) or read_tags(with_ampersands(body), shown)


def _drafts(channel: Entry, entries: Sequence[Entry], tags: ChannelTags | None, url: str) -> list[FeedEpisode]:
    month_first = is_month_first((_text(entry, "published") for entry in entries), _text(channel, "language") or None)
    return [_draft(entry, found, url, month_first=month_first) for entry, found in _paired(entries, tags)]


def _is_usable(draft: FeedEpisode) -> bool:
    return bool(draft.audio_url or draft.transcripts)


def _channel(channel: Entry, url: str) -> Feed:
    """What the feed says of itself, as yet without an episode."""
    return Feed(
        title=one_line(_text(channel, "title")) or urlsplit(url).hostname or without_secrets(url),
        description=lines_of(_text(channel, "subtitle") or _text(channel, "summary")),
        link=_address(_text(channel, "link"), url),
        language=_text(channel, "language") or None,
        episodes=(),
        pace=pace(channel),
        new_url=_address(new_address(channel), url),
        next_page=_address(next_page(channel), url),
        complete=ended(channel),
        artwork_url=_address(artwork(channel), url),
    )


def _with_episodes(feed: Feed, keyed: Sequence[FeedEpisode], drafts: Sequence[FeedEpisode]) -> Feed:
    return replace(
        feed,
        episodes=tuple(_newest_first(keyed)),
        silent=tuple(draft.title for draft in drafts if not _is_usable(draft)),
        listed=tuple(episode.key for episode in keyed),
    )


def is_web_page(body: bytes) -> bool:
    """By its first tag. Comments are skipped one by one: a pattern for them takes for ever on a row of forty."""
    start = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    for opening, closing in ((b"<?xml", b"?>"), *((b"<!--", b"-->"),) * _MOST_COMMENTS):
        if start[: len(opening)].lower() == opening:
            start = start.partition(closing)[2].lstrip()
    # A page, or its type alone, may stand before a feed: put there by a server on the way.
    return _WEB_PAGE.match(start) is not None and not has_feed(body)


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
    return result.feed, result.entries, result.get("version", "")  # which bytes that are no text have not


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


def _draft(entry: Entry, tags: PodcastTags, url: str, *, month_first: bool) -> FeedEpisode:
    """The episode before its identity is decided, which needs the whole feed: its key is the guid, or empty."""
    base = _address(tags.base, url) or url
    audio_url, audio_type = _audio(entry, tags, base)
    links = [replace(link, url=_address(link.url, base) or "") for link in tags.transcripts]
    name = PurePosixPath(unquote(urlsplit(audio_url or "").path)).stem
    return FeedEpisode(
        key=_text(entry, "id"),
        title=one_line(_text(entry, "title")) or one_line(name) or "Untitled",
        published=_published(entry, month_first=month_first),
        audio_url=audio_url,
        audio_type=audio_type,
        notes=_notes(entry),
        link=_address(_text(entry, "link"), url),
        duration=duration_of(_text(entry, "itunes_duration")),
        transcripts=tuple(link for link in links if link.url),
        chapters=_chapters(entry),
        chapters_url=_address(tags.chapters_url, base),
        people=tags.people,
        soundbites=tags.soundbites,
    )


def _audio(entry: Entry, tags: PodcastTags, base: str) -> tuple[str | None, str]:
    """(address, MIME type) of the enclosure that is sound; sound in a film will do."""
    listed = _records(entry, "enclosures") + _records(entry, "media_content")
    offers = [
        (_address(_text(each, "href") or _text(each, "url"), base) or "", _text(each, "type").lower())
        for each in listed
        if each.get("medium") != "image"
    ]
    offers += [(_address(address, base) or "", kind) for address, kind in tags.enclosures]
    offers += [
        (_address(_text(each, name), base) or "", kind)
        for name, each in [("href", link) for link in _records(entry, "links")]
        + [("src", content) for content in _records(entry, "content")]
        if (kind := _text(each, "type").lower()).startswith("audio/")
    ]
    spare = [_text(entry, "link"), _text(entry, "id"), *_PLAYER.findall(_notes_as_written(entry))]
    return enclosures.best(offers, (_address(text, base) or "" for text in spare))


def _notes_as_written(entry: Entry) -> str:
    return "\n".join([_text(entry, "summary"), *(_text(content, "value") for content in _records(entry, "content"))])


def _notes(entry: Entry) -> str:
    """The longest of the texts that describe the entry, and those that begin otherwise: one is often the first lines
    of another."""
    texts = [_text(entry, "summary"), *(_text(content, "value") for content in _records(entry, "content"))]
    told: list[str] = []
    for text in sorted(dict.fromkeys(map(lines_of, texts)), key=len, reverse=True):
        if text and not any(text[:_SAME_BEGINNING] in longer for longer in told):
            told.append(text)
    return "\n".join(told)


def _published(entry: Entry, *, month_first: bool) -> datetime | None:
    """By our own reading, then by feedparser's, which knows forms such as a year alone."""
    for name in ("published", "updated", "itunes_pubdate"):
        moment = moment_of(_text(entry, name), month_first=month_first)
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
    timed = [(seconds_of(_text(c, "start")), one_line(_text(c, "title"))) for c in _records(listed, "chapters")]
    chapters = [Chapter(start=start, title=title) for start, title in timed if start is not None]
    return tuple(sorted(chapters, key=lambda chapter: chapter.start))


def _turned(drafts: list[FeedEpisode], entries: Sequence[Entry]) -> list[FeedEpisode]:
    """The episodes of a feed that tells no days, newest first, where it counts them upward."""
    numbers = [
        tuple(
            int(text) if text.isdecimal() and len(text) < 7 else 0 for text in (_text(entry, name) for name in _COUNT)
        )
        for entry in entries
    ]
    upward = numbers == sorted(numbers) and numbers[:1] != numbers[-1:]
    return drafts[::-1] if upward and len({draft.published for draft in drafts}) == 1 else drafts


def _doubts(entries: Sequence[Entry], drafts: Sequence[FeedEpisode], *, cut_off: bool, broken: bool) -> Iterator[str]:
    if cut_off:
        yield f"The feed breaks off before its end{': its last entry was left out' if broken else ''}."
    pairs = zip(entries, drafts, strict=True)
    unread = [draft for entry, draft in pairs if draft.published is None and _text(entry, "published")]
    if unread:
        many = f" and {len(unread) - 1} more" if len(unread) > 1 else ""
        yield f"No day that can be is told by the date of “{unread[0].title}”{many}: it counts as undated."


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
    written = _SCHEME.sub(r"\1://", text.strip())
    written = f"https://{written}" if written.lower().startswith("www.") else written
    try:
        address = urljoin(base, written) if written else ""
        return address if urlsplit(address).scheme in ("http", "https") and urlsplit(address).hostname else None
    except ValueError:
        return None


def _text(record: Entry, name: str) -> str:
    value = record.get(name)
    return value.strip() if isinstance(value, str) else ""


def _records(record: Entry, name: str) -> list[Entry]:
    value = record.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
