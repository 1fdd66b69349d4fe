"""A thread as a file: Markdown for a notebook such as Obsidian, or JSON. Pure."""

import json
from collections.abc import Sequence
from datetime import tzinfo

from digest.answers import heard_at
from digest.export import passage_record, record
from digest.threads.reading import Telling
from digest.wording import day_in, in_markdown, place
from index.search.hits import Hit
from pages.shared.notebook import entry


def markdown(told: Telling, said: Sequence[Hit], zone: tzinfo) -> str:
    """The summary, then from old to new; what is unsure after the rest, and the passages `said` before at the end."""
    members = told.members[::-1]
    sure = [entry(member, zone) for member in members if not told.doubted(member.insight.id)]
    unsure = [entry(member, zone) for member in members if told.doubted(member.insight.id)]
    parts = [f"# {in_markdown(told.thread.label)}", *_summary(told), *sure]
    parts += ["# Unsure", *unsure] if unsure else []
    parts += ["# Said before", *(_passage(hit, zone) for hit in said)] if said else []
    return "\n\n".join(parts) + "\n"


def _summary(told: Telling) -> list[str]:
    """Each sentence with the headlines of what it rests on."""
    headlines = {member.insight.id: member.insight.headline for member in told.members}
    lines = []
    for one in told.summary.sentences if told.summary else ():
        cited = [f"“{in_markdown(headlines[key])}”" for key in one.insight_ids if key in headlines]
        if cited:
            lines.append(f"- {in_markdown(one.text)} ({'; '.join(cited)})")
    return ["\n".join(lines)] if lines else []


def records(told: Telling, said: Sequence[Hit]) -> str:
    """As JSON, in the same order."""
    thread = told.thread
    written = {
        "id": thread.id,
        "label": thread.label,
        "summary": [
            {"text": one.text, "insight_ids": list(one.insight_ids)}
            for one in (told.summary.sentences if told.summary else ())
        ],
        "insights": [record(member) for member in told.members[::-1]],
        "said_before": [passage_record(hit) for hit in said],
    }
    return json.dumps(written, ensure_ascii=False, indent=2)


def _passage(hit: Hit, zone: tzinfo) -> str:
    day = day_in(zone, hit.published).isoformat() if hit.published else "undated"
    told = (hit.speaker, hit.show, hit.episode, day, place(hit.start, approximate=hit.approximate))
    source = " · ".join(in_markdown(words) for words in told if words)
    address = heard_at(hit)
    return f"> {in_markdown(hit.text)}\n\n{source}" + (f"  \n<{address}>" if address else "")
