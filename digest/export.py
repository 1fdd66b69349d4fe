"""Insights as they leave Earmark for other programs: seconds for places in audio, ISO 8601 in UTC for dates."""

import json
from collections.abc import Iterator
from typing import TypedDict

from digest.wording import iso, web_address
from store import Store, insights
from store.types import CitedInsight


class Record(TypedDict):
    """An insight with its proof. `origin` is "speaker" (the speaker's own words) or the model that wrote it."""

    id: str
    headline: str
    body: str
    quote: str
    start: float
    end: float
    speaker: str | None
    show: str
    episode: str
    episode_id: int
    published: str | None
    audio_url: str | None
    origin: str
    approximate: bool
    worth: float
    thread_ids: list[int]


def record(cited: CitedInsight) -> Record:
    insight = cited.insight
    return Record(
        id=insight.id,
        headline=insight.headline,
        body=insight.body,
        quote=insight.quote,
        start=insight.start,
        end=insight.end,
        speaker=insight.speaker,
        show=cited.show,
        episode=cited.episode,
        episode_id=insight.episode_id,
        published=iso(cited.published),
        audio_url=web_address(cited.audio_url),
        origin=insight.origin,
        approximate=insight.approximate,
        worth=insight.worth,
        thread_ids=list(cited.thread_ids),
    )


def jsonl(store: Store) -> Iterator[str]:
    """Every insight, newest first, each as a JSON object on a line of its own, without the line's end."""
    with store.read() as connection:
        found = insights.every(connection)
    for cited in found:
        yield json.dumps(record(cited), ensure_ascii=False)
