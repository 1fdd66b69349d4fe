"""Reads RSS, Atom and JSON Feed as they are in the wild. Pure: bytes in, a Feed out.

feedparser does the reading and mends broken XML; ingest/feeds/podcast_tags.py adds the tags of which it keeps only one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

import feedparser

from ingest.feeds.identity import with_keys
from ingest.feeds.json_feed import as_rss
from ingest.feeds.parts.channel import artwork, ended, new_address, next_page, pace
from ingest.feeds.parts.entry import draft_of
from ingest.feeds.parts.values import Entry, address_of, text_of
from ingest.feeds.podcast_tags import ChannelTags, PodcastTags, read_tags, with_prefixes
from ingest.feeds.repair.markup import cleaned, has_feed, with_ampersands
from ingest.feeds.repair.moments import is_month_first
from ingest.web.client import without_secrets
from ingest.web.plain_text import lines_of, one_line
from store.errors import Unusable
from store.records.episodes import FeedEpisode, TranscriptLink
from store.records.shows import Feed

MOST_ITEMS = 50_000  # the longest in the wild have some 10,000
_WEB_PAGE = re.compile(rb"<!doctype html|<html\b", re.IGNORECASE)
_CLOSED = re.compile(rb"</(?:\w{1,20}:)?(?:rss|feed|rdf)\s*>\Z", re.IGNORECASE)
_ENTRY_CLOSED = re.compile(rb"</(?:\w{1,20}:)?(?:item|entry)\s*>\Z", re.IGNORECASE)
_MOST_COMMENTS = 20  # by judgement, not measured: bounds the work on a hostile page

_COUNT = ("itunes_season", "itunes_episode")


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
    month_first = is_month_first(
        (text_of(entry, "published") for entry in entries), text_of(channel, "language") or None
    )
    return [draft_of(entry, found, url, month_first=month_first) for entry, found in _paired(entries, tags)]


def _is_usable(draft: FeedEpisode) -> bool:
    return bool(draft.audio_url or draft.transcripts)


def _channel(channel: Entry, url: str) -> Feed:
    """What the feed says of itself, as yet without an episode."""
    return Feed(
        title=one_line(text_of(channel, "title")) or urlsplit(url).hostname or without_secrets(url),
        description=lines_of(text_of(channel, "subtitle") or text_of(channel, "summary")),
        link=address_of(text_of(channel, "link"), url),
        language=text_of(channel, "language") or None,
        episodes=(),
        pace=pace(channel),
        new_url=address_of(new_address(channel), url),
        next_page=address_of(next_page(channel), url),
        complete=ended(channel),
        artwork_url=address_of(artwork(channel), url),
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
                url=text_of(last, "url"), mime_type=text_of(last, "type"), language=text_of(last, "language")
            )
            yield entry, PodcastTags(transcripts=(link,))
        else:
            yield entry, PodcastTags()


def _turned(drafts: list[FeedEpisode], entries: Sequence[Entry]) -> list[FeedEpisode]:
    """The episodes of a feed that tells no days, newest first, where it counts them upward."""
    numbers = [
        tuple(
            int(text) if text.isdecimal() and len(text) < 7 else 0 for text in (text_of(entry, name) for name in _COUNT)
        )
        for entry in entries
    ]
    upward = numbers == sorted(numbers) and numbers[:1] != numbers[-1:]
    return drafts[::-1] if upward and len({draft.published for draft in drafts}) == 1 else drafts


def _doubts(entries: Sequence[Entry], drafts: Sequence[FeedEpisode], *, cut_off: bool, broken: bool) -> Iterator[str]:
    if cut_off:
        yield f"The feed breaks off before its end{': its last entry was left out' if broken else ''}."
    pairs = zip(entries, drafts, strict=True)
    unread = [draft for entry, draft in pairs if draft.published is None and text_of(entry, "published")]
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
