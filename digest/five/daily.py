"""The day's five of a reader: chosen once, then kept. A day is a calendar day in the reader's zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from digest.five.background import read_background
from digest.five.feedback import hear, liked_ids
from digest.five.interest import Taste
from digest.five.reasons import reasons_for
from digest.five.scoring import DigestCandidate, Sent, rows
from digest.five.select import Choices, choose
from digest.five.why import sentences
from digest.reader_day import day_of, zone_of
from index.library.documents import insight_text
from store import Store
from store.queries import digests, embeddings, feedback, insights, relations
from store.queries.embeddings import Vector
from store.queries.threads import threads
from store.records.insights import CitedInsight
from store.records.readers import Digest, Reader

WAIT = timedelta(days=3)  # how long an insight that found no room keeps its chance
RECENT = timedelta(days=7)  # of episodes published before that nothing waits


def choose_for(store: Store, reader: Reader, now: datetime, *, model_name: str) -> Digest | None:
    """The digest of the reader's day: the one that is there, or a new one out of what came since the last.

    New is what was taken in since the last digest, whenever it was published: what a show brings when it is added has
    its chance at the first digest after. What found no room there waits WAIT and comes in where a day has news but
    fewer than five; of older episodes, such as a back catalogue, nothing waits.

    None, with nothing stored, when there is nothing to choose: a later run of the same day may find something.
    `model_name` says which vectors to compare.
    """
    day = day_of(reader, now)
    with store.read() as connection:
        existing = digests.of_day(connection, reader.id, day)
        if existing:
            return existing
        past = _past(connection, reader)
        choices = _choices(connection, reader, past, now, model_name)
        if choices is None or not choices.chosen:
            return None
        told = _told(connection, reader, choices, past, now, model_name)
    chosen, following = told[: len(choices.chosen)], told[len(choices.chosen) :]
    try:
        with store.write() as connection:
            # Another process may have chosen since we looked: the first choice holds.
            if digests.of_day(connection, reader.id, day) is None:
                digests.keep(connection, reader.id, day, now, chosen, choices.weighed, following)
            return digests.of_day(connection, reader.id, day)
    except IntegrityError:  # PostgreSQL lets two writers get this far; one row a day stands
        with store.read() as connection:
            return digests.of_day(connection, reader.id, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    """What a reader had before: the last digest, when each insight was picked, and those of them that are there."""

    last: Digest | None
    picked: Mapping[str, date]
    sent: Mapping[str, CitedInsight]


def _past(connection: Connection, reader: Reader) -> _Past:
    picked = digests.picked_on(connection, reader.id)
    return _Past(last=digests.latest(connection, reader.id), picked=picked, sent=insights.by_ids(connection, picked))


def _choices(connection: Connection, reader: Reader, past: _Past, now: datetime, model_name: str) -> Choices | None:
    heard = hear(connection, reader.id, model_name)
    out = past.picked.keys() | heard.refused_ids
    silent = feedback.muted_by(connection, reader.id)
    new = _taken_in(connection, past.last, now)
    found = [cited for cited in new if cited.insight.id not in out and cited.show_id not in silent]
    if not found:
        return None
    texts = [insight_text(cited.insight) for cited in (*found, *past.sent.values())]
    vectors = embeddings.known(connection, model_name, texts)
    return choose(
        _candidates(connection, reader, found, vectors, heard.taste, past),
        sent=[
            Sent(
                id=key,
                headline=cited.insight.headline,
                day=past.picked[key],
                vector=_vector(vectors, cited),
                text=insight_text(cited.insight),
            )
            for key, cited in past.sent.items()
        ],
        followed={thread.id for thread in threads.followed(connection, reader.id)},
        now=now,
        refused=heard.refused,
        offered=digests.offered(connection, reader.id),
        limits=feedback.limits_of(connection, reader.id),
    )


def _told(
    connection: Connection, reader: Reader, choices: Choices, past: _Past, now: datetime, model_name: str
) -> list[tuple[str, str]]:
    """(insight id, why) of the chosen and of those that stand next."""
    shown = (*choices.chosen, *choices.following)
    background = read_background(
        connection,
        reader.id,
        [choice.cited for choice in shown],
        sent=past.sent,
        picked=past.picked,
        liked=liked_ids(connection, reader.id),
        model_name=model_name,
        waited_since=past.last.day if past.last else None,
    )
    whys = sentences([reasons_for(choice, choices.ranked, background, now, zone_of(reader)) for choice in shown])
    return [(choice.cited.insight.id, why) for choice, why in zip(shown, whys, strict=True)]


def _taken_in(connection: Connection, last: Digest | None, now: datetime) -> list[CitedInsight]:
    """What is new since the last digest, and what waits from before it."""
    if last is None:
        return list(insights.every(connection))
    return [
        cited
        for cited in insights.since(connection, min(last.created_at, now - WAIT))
        if not _waits(cited, last) or (cited.published is not None and cited.published > now - RECENT)
    ]


def _waits(cited: CitedInsight, last: Digest | None) -> bool:
    return last is not None and cited.insight.created_at <= last.created_at


def _candidates(
    connection: Connection,
    reader: Reader,
    found: Sequence[CitedInsight],
    vectors: Mapping[str, Vector],
    taste: Taste,
    past: _Past,
) -> list[DigestCandidate]:
    ids = [cited.insight.id for cited in found]
    known = relations.of_insights(connection, ids)
    repeats = relations.repeats_among(connection, ids, past.sent)
    liked = liked_ids(connection, reader.id)
    units = rows([_vector(vectors, cited) for cited in found], taste.size)
    interests, alike = taste.interest(units), taste.alike(units)
    return [
        DigestCandidate(
            cited=cited,
            vector=_vector(vectors, cited),
            relations=known.get(cited.insight.id, ()),
            repeats=repeats.get(cited.insight.id),
            interest=float(interests[at]),
            alike=max(0, alike[at] - (cited.insight.id in liked)),  # it is not like itself
            waiting=_waits(cited, past.last),
        )
        for at, cited in enumerate(found)
    ]


def _vector(vectors: Mapping[str, Vector], cited: CitedInsight) -> Vector | None:
    return vectors.get(insight_text(cited.insight))
