"""What a feed holds, read from the store: an insight an entry, each drawn once for Atom and for JSON Feed.

An entry keeps its id whatever becomes of the address at which Earmark is found, so that nothing is read twice.
"""

import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from jinja2 import Environment
from sqlalchemy import Connection

from digest.card_words import card_words
from digest.markup import templates
from digest.reader_day import zone_of
from digest.wording import day_in, heard_at, place, plain, short_day, web_address
from store.queries import digests, insights
from store.queries.threads import threads
from store.records.insights import CitedInsight
from store.records.readers import Reader

# By judgement, not measured: a feed reader that looks once a week misses nothing, and none gets a file of megabytes.
DAYS, MEMBERS = 14, 50
_TEMPLATES = Path(__file__).parent / "templates"
# XML 1.0, 2.2: all else has no place in it, escaped or not.
_NO_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One insight as a feed tells it. `audio` is the file's address without a second, `heard` the one with it."""

    id: str
    title: str
    html: str
    url: str
    at: datetime
    author: str | None
    show: str
    audio: str | None
    audio_type: str
    heard: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """A feed, newest first. `home` is the page where people read the same."""

    id: str
    title: str
    subtitle: str
    home: str
    updated: datetime
    entries: Sequence[Entry]


def of_days(connection: Connection, reader: Reader, base_url: str, now: datetime) -> Entries:
    """The five of the last days on which there were any."""
    home, zone = base_url.rstrip("/"), zone_of(reader)
    found = []
    updated = None
    for day in digests.days(connection, reader.id)[:DAYS]:
        digest = digests.of_day(connection, reader.id, day)
        if digest is None:
            continue
        updated = updated or digest.created_at
        found += [_entry(reader, pick.cited, digest.created_at, home, zone, pick.why) for pick in digest.picks]
    return Entries(
        id=identity(reader, "five"),
        title="Earmark: the five of the day",
        subtitle="Five insights a day from the podcasts you follow, each with its proof.",
        home=f"{home}/",
        updated=updated or now,
        entries=found,
    )


def of_thread(connection: Connection, reader: Reader, thread_id: int, base_url: str, now: datetime) -> Entries | None:
    """What came to the thread last, by the moment at which it was found; None when there is no such thread."""
    thread = threads.by_id(connection, threads.survivor(connection, thread_id), reader.id)
    if thread is None:
        return None
    home, zone = base_url.rstrip("/"), zone_of(reader)
    came = sorted(insights.of_thread(connection, thread.id), key=lambda one: one.insight.created_at, reverse=True)
    found = [_entry(reader, cited, cited.insight.created_at, home, zone, "") for cited in came[:MEMBERS]]
    return Entries(
        id=identity(reader, f"thread/{thread_id}"),
        title=f"Earmark: {in_xml(thread.label)}",
        subtitle=f"What is said on {in_xml(thread.label)} in the podcasts you follow.",
        home=f"{home}/threads?thread={thread.id}",
        updated=found[0].at if found else now,
        entries=found,
    )


def in_xml(text: str) -> str:
    return _NO_XML.sub("", plain(text))


def identity(reader: Reader, what: str) -> str:
    """What stays the same wherever Earmark is found."""
    return uuid5(NAMESPACE_URL, f"earmark:{reader.id}:{what}").urn


def _entry(reader: Reader, cited: CitedInsight, at: datetime, home: str, zone: ZoneInfo, why: str) -> Entry:
    insight = cited.insight
    audio = web_address(cited.audio_url)
    return Entry(
        id=identity(reader, f"insight/{insight.id}"),
        title=in_xml(insight.headline),
        html=drawn(cited, zone, why),
        url=f"{home}/insight?id={quote(insight.id, safe='')}",
        at=at,
        author=in_xml(insight.speaker) if insight.speaker else None,
        show=in_xml(cited.show),
        audio=in_xml(quote(audio, safe="%/:=&?~#+!$,;'@()*[]")) if audio else None,
        audio_type=mimetypes.guess_type(urlsplit(audio or "").path)[0] or "audio/mpeg",
        heard=heard_at(cited.audio_url, insight.start),
    )


def drawn(cited: CitedInsight, zone: ZoneInfo, why: str) -> str:
    """The insight as a piece of HTML, for feed readers and for the page of the day."""
    insight, words = cited.insight, card_words(cited)
    return (
        environment()
        .get_template("insight.html.jinja")
        .render(
            above=[in_xml(line) for line in (words.placing, words.question) if line],
            body=in_xml(words.body) if words.body else None,
            quote=in_xml(words.quote),
            speaker=in_xml(words.speaker) if words.speaker else None,
            show=in_xml(cited.show),
            episode=in_xml(cited.episode),
            link=web_address(cited.link),
            day=short_day(day_in(zone, cited.published)) if cited.published else None,
            place=place(insight.start, approximate=insight.approximate, heard=cited.heard),
            heard=heard_at(cited.audio_url, insight.start),
            why=in_xml(why),
        )
        .strip()
    )


def clip_address(cited: CitedInsight) -> str | None:
    """Where the quote is heard from its beginning to its end, by a media fragment."""
    heard = heard_at(cited.audio_url, cited.insight.start)
    return f"{heard},{int(cited.insight.end) + 1}" if heard else None


@cache
def environment() -> Environment:
    return templates(_TEMPLATES)
