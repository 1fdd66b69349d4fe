"""A thread as a file: Markdown for a notebook such as Obsidian, or JSON. Pure."""

import json
import re
from collections.abc import Sequence
from datetime import tzinfo

from digest.answers import heard_at
from digest.delivery.render import origin_in_words
from digest.export import passage_record, record
from digest.thread_reading import Telling
from digest.wording import clock, day_in, plain, web_address
from index.search.hits import Hit
from store.records.insights import CitedInsight

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|$~])")


def markdown(told: Telling, said: Sequence[Hit], zone: tzinfo) -> str:
    """From old to new; what is unsure after the rest, and the passages that were `said` before at the end."""
    members = told.members[::-1]
    sure = [_member(member, zone) for member in members if not told.doubted(member.insight.id)]
    unsure = [_member(member, zone) for member in members if told.doubted(member.insight.id)]
    parts = [f"# {_text(told.thread.label)}", *sure]
    parts += ["# Unsure", *unsure] if unsure else []
    parts += ["# Said before", *(_passage(hit, zone) for hit in said)] if said else []
    return "\n\n".join(parts) + "\n"


def records(told: Telling, said: Sequence[Hit]) -> str:
    """As JSON, in the same order."""
    thread = told.thread
    written = {
        "id": thread.id,
        "label": thread.label,
        "insights": [record(member) for member in told.members[::-1]],
        "said_before": [passage_record(hit) for hit in said],
    }
    return json.dumps(written, ensure_ascii=False, indent=2)


def _passage(hit: Hit, zone: tzinfo) -> str:
    place = f"about {clock(hit.start)}" if hit.approximate else clock(hit.start)
    day = day_in(zone, hit.published).isoformat() if hit.published else "undated"
    source = " · ".join(_text(words) for words in (hit.speaker, hit.show, hit.episode, day, place) if words)
    address = heard_at(hit)
    return f"> {_text(hit.text)}\n\n{source}" + (f"  \n<{address}>" if address else "")


def _member(cited: CitedInsight, zone: tzinfo) -> str:
    insight = cited.insight
    place = f"about {clock(insight.start)}" if insight.approximate else clock(insight.start)
    day = day_in(zone, cited.published).isoformat() if cited.published else "undated"
    told = [insight.speaker, cited.show, cited.episode, day, place]
    source = " · ".join(_text(words) for words in told if words)
    audio = web_address(cited.audio_url)
    heard = f"  \n<{audio}#t={int(insight.start)}>" if audio and not re.search(r"[<>\s]", audio) else ""
    return (
        f"## {_text(insight.headline)}\n\n{_text(insight.body)}\n\n> {_text(insight.quote)}\n\n"
        f"{source}  \n{_text(origin_in_words(insight.origin))}{heard}"
    )


def _text(words: str) -> str:
    return _MARKUP.sub(r"\\\1", plain(words))
