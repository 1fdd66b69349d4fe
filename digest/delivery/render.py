"""A digest as plain text, as HTML for mail and browser, and as JSON. Pure; the templates hold the fixed words."""

import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from urllib.parse import quote as url_quote
from zoneinfo import ZoneInfo

from jinja2 import Environment

from digest.card_words import CardWords, card_words
from digest.export import record
from digest.markup import templates
from digest.memory_words import MOST, Memory, Tie, relation_words, ties
from digest.reader_day import zone_of
from digest.threads.news import ThreadNews
from digest.wording import day_in, heard_at, long_day, number, place, plain, short_day, shortened, thin_day, web_address
from store.records.insights import DEMO_ORIGIN, SPEAKER, CitedInsight
from store.records.readers import Digest, Pick, Reader

# By judgement, not measured: the inboxes of telephones show some 90 letters of it, those of wide screens some 140.
_PREHEADER_LENGTH = 140
_LONGEST = 900  # letters of a body or a quote; by judgement: twice what a claim may have, so that a mail stays small
NOTHING = "There are no insights for this day. Enjoy the quiet."
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """A pick as the templates show it: every text on one line, every address fit to be linked.

    `words` are what is said of it, each thing once (digest/card_words.py). `ties` are relations to other insights, each
    with its address; `memory` is the same in one line. `heard` is the audio at the second. `useful` and `not_for_me`
    are heard with one press; None where the page must be asked.
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
    heard: str | None
    useful: str | None
    not_for_me: str | None
    ties: list[tuple[Tie, str]]
    memory: str | None


def text(
    digest: Digest,
    reader: Reader,
    base_url: str,
    memory: Memory | None = None,
    news: Sequence[ThreadNews] = (),
    answers: str | None = None,
    *,
    bold: bool = False,
) -> str:
    """For the terminal and the plain part of the mail, at most 78 columns wide where words allow.

    `answers` is the secret address under which the reader's presses are heard. `bold`: headlines stand out, by what
    terminals obey.
    """
    return _rendered("digest.txt.jinja", digest, reader, base_url, memory, news, answers, bold=bold)


def html(
    digest: Digest,
    reader: Reader,
    base_url: str,
    memory: Memory | None = None,
    news: Sequence[ThreadNews] = (),
    answers: str | None = None,
) -> str:
    """A whole HTML document that mail programs show as it is: styles inside, no script, nothing loaded."""
    return _rendered("digest.html.jinja", digest, reader, base_url, memory, news, answers)


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
    template: str,
    digest: Digest,
    reader: Reader,
    base_url: str,
    memory: Memory | None,
    news: Sequence[ThreadNews],
    answers: str | None,
    *,
    bold: bool = False,
) -> str:
    zone, count = zone_of(reader), len(digest.picks)
    home = base_url.rstrip("/")
    return (
        _environment()
        .get_template(template)
        .render(
            day=long_day(digest.day),
            heading=f"{number(count).capitalize()} insight{'' if count == 1 else 's'} worth your morning",
            preheader=_preheader(digest),
            cards=[_card(pick, home, zone, memory or Memory(), answers) for pick in digest.picks],
            following=[_card(pick, home, zone, Memory()) for pick in digest.reserves],
            news=[(one, f"{home}/threads?thread={one.thread_id}") for one in news],
            thin=thin_day(count),
            nothing=NOTHING,
            url=f"{home}/?day={digest.day.isoformat()}",
            answers=answers,
            strong="\x1b[1m{}\x1b[0m" if bold else "{}",
            hour=f"{reader.hour:02}:00",
            zone=reader.timezone,
        )
    )


@cache
def _environment() -> Environment:
    environment = templates(_TEMPLATES, keep_trailing_newline=True)
    environment.filters["wrapped"] = _wrapped
    return environment


def _wrapped(line: str) -> str:
    """Broken at 78 columns and set in by three. Addresses stay whole."""
    return textwrap.fill(
        line, 78, initial_indent="   ", subsequent_indent="   ", break_long_words=False, break_on_hyphens=False
    )


def _preheader(digest: Digest) -> str:
    """What the inbox shows beside the subject, which is the first headline: the others."""
    others = (plain(pick.cited.insight.headline).rstrip(".") for pick in digest.picks[1:])
    return shortened(" · ".join(others), _PREHEADER_LENGTH)


def _card(pick: Pick, home: str, zone: ZoneInfo, memory: Memory, answers: str | None = None) -> _Card:
    cited, insight = pick.cited, pick.cited.insight
    known = memory.relations.get(insight.id, ()), memory.repeated_by.get(insight.id, ())
    words = card_words(cited)
    body = shortened(words.body, _LONGEST) if words.body else None
    first_word = pick.why.partition(" ")[0]  # where the reason says it already: "Contradicts what X said …"
    told = [tie for tie in ties(*known, zone) if tie.lead != first_word][:MOST]
    pressed = f"{answers}/{{}}/{url_quote(insight.id, safe='')}" if answers else None
    return _Card(
        rank=pick.rank,
        words=replace(words, body=body, quote=shortened(words.quote, _LONGEST)),
        show=plain(cited.show),
        published=short_day(day_in(zone, cited.published)) if cited.published else None,
        at=place(insight.start, approximate=insight.approximate, heard=cited.heard),
        why=plain(pick.why),
        origin=origin_in_words(insight.origin),
        url=_address(home, insight.id),
        episode_url=_episode_address(cited),
        heard=heard_at(cited.audio_url, insight.start),
        useful=pressed and pressed.format("useful"),
        not_for_me=pressed and pressed.format("not-for-me"),
        ties=[(tie, _address(home, tie.insight_id)) for tie in told],
        memory=relation_words(told),
    )


def _address(home: str, insight_id: str) -> str:
    return f"{home}/insight?id={url_quote(insight_id, safe='')}"


def _episode_address(cited: CitedInsight) -> str | None:
    """The episode's page, else its audio from the second where the quote starts (a media fragment)."""
    return web_address(cited.link) or heard_at(cited.audio_url, cited.insight.start)
