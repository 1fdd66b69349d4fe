"""A digest as plain text, as HTML for mail and browser, and as JSON. Pure; the templates hold the fixed words."""

import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote as url_quote
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from digest.card_words import CardWords, card_words
from digest.export import record
from digest.memory_words import MOST, Memory, Tie, relation_words, ties
from digest.reader_day import zone_of
from digest.thread_news import ThreadNews
from digest.wording import clock, day_in, long_day, number, plain, short_day, thin_day, web_address
from store.records.insights import DEMO_ORIGIN, SPEAKER, CitedInsight
from store.records.readers import Digest, Pick, Reader

NOTHING = "There are no insights for this day. Enjoy the quiet."
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """A pick as the templates show it: every text on one line, every address fit to be linked.

    `words` are what is said of it, each thing once (digest/card_words.py). `ties` are relations to other
    insights, each with its address; `memory` is the same in one line.
    """

    rank: int
    words: CardWords
    show: str
    published: str | None
    at: str
    why: str
    origin: str
    url: str
    episode_url: str | None
    ties: list[tuple[Tie, str]]
    memory: str | None


def text(
    digest: Digest, reader: Reader, base_url: str, memory: Memory | None = None, news: Sequence[ThreadNews] = ()
) -> str:
    """For the terminal and the plain part of the mail, at most 78 columns wide where words allow."""
    return _rendered("digest.txt.jinja", digest, reader, base_url, memory, news)


def html(
    digest: Digest, reader: Reader, base_url: str, memory: Memory | None = None, news: Sequence[ThreadNews] = ()
) -> str:
    """A whole HTML document that mail programs show as it is: styles inside, no script, nothing loaded."""
    return _rendered("digest.html.jinja", digest, reader, base_url, memory, news)


def as_json(digest: Digest, memory: Memory | None = None, news: Sequence[ThreadNews] = ()) -> str:
    """{"day", "reader" (its id), "note", "insights", "next", "threads"}, best first; `note` is a sentence when there is
    no insight.

    `next` are those that stand next after the five, `threads` the followed ones with what is new in them.
    """
    insights, following = (
        [{"rank": pick.rank, "why": pick.why, **record(pick.cited, memory)} for pick in some]
        for some in (digest.picks, digest.reserves)
    )
    note = None if insights else NOTHING
    whole = {"day": digest.day.isoformat(), "reader": digest.reader_id, "note": note, "insights": insights}
    whole["next"] = following
    whole["threads"] = [{"id": one.thread_id, "label": one.label, "new": sorted(one.insight_ids)} for one in news]
    return json.dumps(whole, ensure_ascii=False, indent=2)


def origin_in_words(origin: str) -> str:
    if origin == SPEAKER:
        return "In the speaker’s own words"
    return f"{'Written for the demo' if origin == DEMO_ORIGIN else f'Written by {plain(origin)}'}, quote verbatim"


def _rendered(
    template: str, digest: Digest, reader: Reader, base_url: str, memory: Memory | None, news: Sequence[ThreadNews]
) -> str:
    zone, count = zone_of(reader), len(digest.picks)
    home = base_url.rstrip("/")
    return (
        _environment()
        .get_template(template)
        .render(
            day=long_day(digest.day),
            heading=f"{number(count).capitalize()} insight{'' if count == 1 else 's'} worth your morning",
            cards=[_card(pick, home, zone, memory or Memory()) for pick in digest.picks],
            following=[_card(pick, home, zone, Memory()) for pick in digest.reserves],
            news=[(one, f"{home}/threads?thread={one.thread_id}") for one in news],
            thin=thin_day(count),
            nothing=NOTHING,
            url=f"{home}/?day={digest.day.isoformat()}",
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(["html.jinja"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["wrapped"] = _wrapped
    return environment


def _wrapped(line: str) -> str:
    """Broken at 78 columns and set in by three. Addresses stay whole."""
    return textwrap.fill(
        line, 78, initial_indent="   ", subsequent_indent="   ", break_long_words=False, break_on_hyphens=False
    )


def _card(pick: Pick, home: str, zone: ZoneInfo, memory: Memory) -> _Card:
    cited, insight = pick.cited, pick.cited.insight
    known = memory.relations.get(insight.id, ()), memory.repeated_by.get(insight.id, ())
    return _Card(
        rank=pick.rank,
        words=card_words(cited),
        show=plain(cited.show),
        published=short_day(day_in(zone, cited.published)) if cited.published else None,
        at=f"about {clock(insight.start)}" if insight.approximate else clock(insight.start),
        why=plain(pick.why),
        origin=origin_in_words(insight.origin),
        url=_address(home, insight.id),
        episode_url=_episode_address(cited),
        ties=[(tie, _address(home, tie.insight_id)) for tie in ties(*known, zone)[:MOST]],
        memory=relation_words(*known, zone),
    )


def _address(home: str, insight_id: str) -> str:
    return f"{home}/insight?id={url_quote(insight_id, safe='')}"


def _episode_address(cited: CitedInsight) -> str | None:
    """The episode's page, else its audio from the second where the quote starts (a media fragment)."""
    audio = web_address(cited.audio_url)
    return web_address(cited.link) or (f"{audio}#t={int(cited.insight.start)}" if audio else None)
