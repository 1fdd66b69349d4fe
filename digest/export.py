"""Insights as they leave Earmark for other programs: seconds for places in audio, ISO 8601 in UTC for dates."""

import json
from collections.abc import Iterator
from typing import NotRequired, TypedDict

from digest.memory_words import Memory, read_memory
from digest.tags import NO_TAGS, Tags
from digest.wording import iso, web_address
from index.search.hits import Hit
from store import Store
from store.queries import insights
from store.records.insights import CitedInsight, InsightKind

_BATCH = 500  # insights a query: old builds of SQLite take 999 parameters


class Other(TypedDict):
    """Another insight, as far as it takes to find it. `link` is its episode's page."""

    id: str
    headline: str
    speaker: str | None
    show: str
    episode: str
    published: str | None
    link: str | None


class Asked(TypedDict):
    """A question that a quote answers: a run of the words that were said just before."""

    words: str
    asked_by: str


class SupportingQuote(TypedDict):
    """A further quote, and the sentences of the body, counted from 0, that rest on it."""

    quote: str
    start: float
    end: float
    speaker: str | None
    carries: list[int]


class RelatedInsight(Other):
    """An earlier insight that this one develops, repeats or contradicts; `score` (0-1) says how sure that is."""

    kind: str
    score: float


class Record(TypedDict):
    """An insight with its proof. `origin` is "speaker" (the speaker's own words) or the model that wrote it, and `kind`
    "quote" or "claim" accordingly.

    Of a quote `placing` says who speaks on what; `shown` are the characters (start, end) of `quote` that are read, none
    where all are, and `body` is what they say. `quote` is as said.

    `relations` is empty when the insight is new; both it and `repeated_by` are missing where nobody looked, and so are
    `tags`, under which the reader filed it.
    """

    id: str
    kind: InsightKind
    headline: str
    placing: str | None
    question: Asked | None
    body: str
    quote: str
    shown: list[list[int]]
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
    support: list[SupportingQuote]
    relations: NotRequired[list[RelatedInsight]]
    repeated_by: NotRequired[list[Other]]
    tags: NotRequired[list[str]]


def record(cited: CitedInsight, memory: Memory | None = None, tags: Tags | None = None) -> Record:
    insight, asked = cited.insight, cited.insight.question
    found = Record(
        id=insight.id,
        kind=insight.kind,
        headline=insight.headline,
        placing=insight.placing or None,
        question=Asked(words=asked.words, asked_by=asked.asked_by) if asked else None,
        body=insight.body,
        quote=insight.quote,
        shown=[list(span) for span in insight.shown],
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
        support=[
            SupportingQuote(
                quote=each.quote, start=each.start, end=each.end, speaker=each.speaker, carries=list(each.carries)
            )
            for each in insight.support
        ],
    )
    if memory:
        found["relations"] = [
            RelatedInsight(**_other(one.earlier), kind=one.kind, score=one.score)
            for one in memory.relations.get(insight.id, ())
        ]
        found["repeated_by"] = [_other(one) for one in memory.repeated_by.get(insight.id, ())]
    if tags is not None:
        found["tags"] = list(tags.get(insight.id, ()))
    return found


class PassageRecord(TypedDict):
    """A passage of the talk as it is shown. `start` is where `sentence` begins, which says what was looked for."""

    id: str
    text: str
    sentence: str
    start: float
    end: float
    speaker: str | None
    show: str
    episode: str
    episode_id: int
    published: str | None
    audio_url: str | None
    approximate: bool


def passage_record(hit: Hit) -> PassageRecord:
    return PassageRecord(
        id=hit.id,
        text=hit.text,
        sentence=hit.sentence,
        start=hit.start,
        end=hit.end,
        speaker=hit.speaker,
        show=hit.show,
        episode=hit.episode,
        episode_id=hit.episode_id,
        published=iso(hit.published),
        audio_url=web_address(hit.audio_url),
        approximate=hit.approximate,
    )


def _other(cited: CitedInsight) -> Other:
    return Other(
        id=cited.insight.id,
        headline=cited.insight.headline,
        speaker=cited.insight.speaker,
        show=cited.show,
        episode=cited.episode,
        published=iso(cited.published),
        link=web_address(cited.link),
    )


def jsonl(store: Store, tags: Tags = NO_TAGS) -> Iterator[str]:
    """Every insight, newest first, each as a JSON object on a line of its own, without the line's end."""
    with store.read() as connection:
        found = insights.every(connection)
    for at in range(0, len(found), _BATCH):
        some = found[at : at + _BATCH]
        with store.read() as connection:
            memory = read_memory(connection, [cited.insight.id for cited in some])
        for cited in some:
            yield json.dumps(record(cited, memory, tags), ensure_ascii=False)
