"""Queries on insights, their origin and the refusals counted beside them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    String,
    bindparam,
    delete,
    func,
    insert,
    select,
    union,
    update,
)

from store.records.insights import CitedInsight, Insight, Question, Support
from store.schema.episodes import episodes
from store.schema.insights import insights, refusals
from store.schema.readers import feedback, picks, reserves, saved
from store.schema.shows import shows
from store.schema.threads import thread_members
from store.schema.transcripts import chunks
from store.schema.voices import hearings

_T = TypeVar("_T")
_BATCH = 500  # SQLite takes at most 32,766 parameters in a statement, old builds 999
_FIELDS = [field.name for field in fields(Insight)]
# Statements that a search executes are made once: with many ids, making one takes as long as executing it.
_IDS: Final = bindparam("ids", type_=String(), expanding=True)
_CLAIMS = select(insights.c.id, insights.c.headline, insights.c.body).where(insights.c.id.in_(_IDS))


def keep(connection: Connection, episode_id: int, found: Sequence[Insight], refused: Mapping[str, int]) -> None:
    """Stores the episode's insights and the count of refused ones by reason, in place of earlier ones.

    Earlier ones that a reader has saved, spoken on, been sent or shown next to the five stay; one found again keeps
    the time when it was first.
    """
    ours = insights.c.episode_id == episode_id
    known = set(connection.execute(select(insights.c.id).where(ours)).scalars())
    readers = union(*(select(table.c.insight_id) for table in (saved, feedback, picks, reserves)))
    kept = known & set(connection.execute(readers).scalars())
    gone = known - kept - {insight.id for insight in found}
    connection.execute(delete(insights).where(ours & insights.c.id.in_(gone)))
    connection.execute(delete(refusals).where(refusals.c.episode_id == episode_id))
    connection.execute(delete(hearings).where(hearings.c.insight_id.in_(known)))  # its words may be said elsewhere now
    for insight in found:
        if insight.id in known:
            again = {name: value for name, value in _row(insight).items() if name != "created_at"}
            connection.execute(update(insights).where(insights.c.id == insight.id).values(again))
    fresh = [_row(insight) for insight in found if insight.id not in known]
    if fresh:
        connection.execute(insert(insights), fresh)
    if refused:
        rows = [{"episode_id": episode_id, "reason": reason, "count": n} for reason, n in refused.items()]
        connection.execute(insert(refusals), rows)


def _row(insight: Insight) -> dict[str, object]:
    row = {name: getattr(insight, name) for name in _FIELDS}
    question = asdict(insight.question) if insight.question else None
    return row | {"support": [asdict(support) for support in insight.support], "question": question}


def _insight(row: Row[Any]) -> Insight:
    facts = {name: getattr(row, name) for name in _FIELDS}
    support = (Support(**kept | {"carries": tuple(kept["carries"])}) for kept in row.support)
    question = Question(**row.question) if row.question else None
    shown = tuple((start, end) for start, end in row.shown)
    return Insight(**facts | {"support": tuple(support), "question": question, "shown": shown})


def refusals_of(connection: Connection, episode_id: int) -> dict[str, int]:
    statement = select(refusals.c.reason, refusals.c.count.label("n")).where(refusals.c.episode_id == episode_id)
    return {row.reason: row.n for row in connection.execute(statement)}


def claims(connection: Connection) -> list[tuple[str, str, str]]:
    """(id, headline, body) of every insight, in the order of their making."""
    columns = (insights.c.id, insights.c.headline, insights.c.body)
    statement = select(*columns).order_by(insights.c.created_at, insights.c.episode_id, insights.c.start)
    return [(row[0], row[1], row[2]) for row in connection.execute(statement)]


def claims_of(connection: Connection, insight_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Insight id → (headline, body)."""
    rows = (row for some in _batches(insight_ids) for row in connection.execute(_CLAIMS, {"ids": some}).tuples())
    return {id_: (headline, body) for id_, headline, body in rows}


def heard(connection: Connection, insight_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Insight id → the names of all who are heard in its episode, as heard_in() tells them."""
    statement = select(insights.c.id, insights.c.episode_id)
    rows = [row for limited in _limited(statement, insight_ids) for row in connection.execute(limited)]
    names = heard_in(connection, {row.episode_id for row in rows})
    return {row.id: names[row.episode_id] for row in rows}


_EPISODES: Final = bindparam("episodes", type_=Integer(), expanding=True)
_PEOPLE = select(episodes.c.id, episodes.c.people).where(episodes.c.id.in_(_EPISODES))
_SPEAKERS = tuple(
    select(table.c.episode_id, table.c.speaker)
    .where(table.c.episode_id.in_(_EPISODES), table.c.speaker.is_not(None))
    .distinct()
    for table in (insights, chunks)
)


def heard_in(connection: Connection, episode_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Episode id → the names of all who are heard in it: whom the feed and the transcript name, and whom the quotes are
    of. Of a transcript it knows what was cut into passages.
    """
    names: dict[int, dict[str, None]] = {}
    for some in _batches(sorted(episode_ids)):
        names |= {row.id: dict.fromkeys(row.people) for row in connection.execute(_PEOPLE, {"episodes": some})}
        for spoken in _SPEAKERS:
            for episode_id, speaker in connection.execute(spoken, {"episodes": some}).tuples():
                names[episode_id].setdefault(speaker)
    return {episode_id: tuple(listed) for episode_id, listed in names.items()}


def ids(connection: Connection) -> list[str]:
    return list(connection.execute(select(insights.c.id)).scalars())


def some_ids(connection: Connection, most: int) -> list[str]:
    """At most so many ids, as good as at random and the same again in the same archive."""
    return list(connection.execute(select(insights.c.id).order_by(insights.c.id).limit(most)).scalars())


def count(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(insights)).scalar_one())


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Which episode an insight is of, and when that was published and found."""

    episode_id: int
    published: datetime | None
    discovered_at: datetime


def moments(connection: Connection, insight_ids: Sequence[str] | None = None) -> dict[str, Moment]:
    """Insight id → its moment, of these insights or of every one."""
    columns = (insights.c.id, insights.c.episode_id, episodes.c.published, episodes.c.discovered_at)
    statement = select(*columns).join(episodes, episodes.c.id == insights.c.episode_id)
    found: dict[str, Moment] = {}
    for limited in [statement] if insight_ids is None else _limited(statement, insight_ids):
        rows = connection.execute(limited)
        found |= {row[0]: Moment(episode_id=row[1], published=row[2], discovered_at=row[3]) for row in rows}
    return found


def _limited(statement: Select[Any], insight_ids: Sequence[str]) -> Iterator[Select[Any]]:
    """The statement for so many ids at a time: databases allow only so many parameters."""
    for some in _batches(insight_ids):
        yield statement.where(insights.c.id.in_(some))


def _batches(listed: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for at in range(0, len(listed), _BATCH):
        yield listed[at : at + _BATCH]


def counts(connection: Connection) -> dict[int, int]:
    """Episode id → number of its insights."""
    statement = select(insights.c.episode_id, func.count()).group_by(insights.c.episode_id)
    return {row[0]: row[1] for row in connection.execute(statement)}


def counts_by_show(connection: Connection) -> dict[int, int]:
    """Show id → number of its insights, those left out that have none."""
    statement = select(episodes.c.show_id, func.count()).join(insights, insights.c.episode_id == episodes.c.id)
    return {row[0]: row[1] for row in connection.execute(statement.group_by(episodes.c.show_id))}


def by_id(connection: Connection, insight_id: str) -> CitedInsight | None:
    return next(iter(_cited(connection, insights.c.id == insight_id)), None)


def beginning(connection: Connection, prefix: str, most: int = 5) -> Sequence[str]:
    """Ids of insights that begin with `prefix`, the whole id first."""
    statement = select(insights.c.id).where(insights.c.id.startswith(prefix, autoescape=True))
    return connection.execute(statement.order_by(insights.c.id).limit(most)).scalars().all()


def by_ids(connection: Connection, ids: Iterable[str]) -> dict[str, CitedInsight]:
    found = _told(connection, connection.execute(_BY_IDS, {"ids": list(ids)}).all())
    return {cited.insight.id: cited for cited in found}


def of_episode(connection: Connection, episode_id: int) -> Sequence[CitedInsight]:
    """In the order of the talk."""
    return sorted(_cited(connection, insights.c.episode_id == episode_id), key=lambda cited: cited.insight.start)


def of_thread(connection: Connection, thread_id: int) -> Sequence[CitedInsight]:
    """Newest first by date of publication."""
    members = select(thread_members.c.insight_id).where(thread_members.c.thread_id == thread_id)
    return _cited(connection, insights.c.id.in_(members))


def every(connection: Connection) -> Sequence[CitedInsight]:
    """All insights, newest first by date of publication."""
    return _cited(connection)


def since(connection: Connection, moment: datetime | None) -> Sequence[CitedInsight]:
    """Insights extracted after `moment`; all of them when it is None."""
    return every(connection) if moment is None else _cited(connection, insights.c.created_at > moment)


def found_between(connection: Connection, after: datetime, until: datetime) -> Sequence[CitedInsight]:
    """Insights extracted after the one moment, and not after the other."""
    return _cited(connection, insights.c.created_at > after, insights.c.created_at <= until)


def of_show(connection: Connection, show_id: int) -> Sequence[CitedInsight]:
    """Newest first by date of publication."""
    return _cited(connection, shows.c.id == show_id)


def said_by(connection: Connection, labels: Sequence[str]) -> Sequence[CitedInsight]:
    """In the words of whoever has one of these labels, newest first by date of publication."""
    found = _cited(connection, insights.c.speaker.in_(labels))
    return [cited for cited in found if cited.insight.speaker]  # one that was heard in another voice has none


# Not the vector beside them, which is larger than all the rest.
_CITED: Final[Select[Any]] = (
    select(
        *(insights.c[name] for name in _FIELDS),
        shows.c.id.label("show_id"),
        shows.c.title.label("show"),
        episodes.c.title.label("episode"),
        episodes.c.published,
        episodes.c.audio_url,
        episodes.c.link,
        hearings.c.outcome,
        hearings.c.start.label("heard_start"),
        hearings.c.end.label("heard_end"),
    )
    .join(episodes, episodes.c.id == insights.c.episode_id)
    .join(shows, shows.c.id == episodes.c.show_id)
    .outerjoin(hearings, hearings.c.insight_id == insights.c.id)
    .order_by(episodes.c.published.desc(), insights.c.episode_id, insights.c.start)
)
_BY_IDS = _CITED.where(insights.c.id.in_(_IDS))
_MEMBERS = select(thread_members).where(thread_members.c.insight_id.in_(_IDS)).order_by(thread_members.c.thread_id)


def _cited(connection: Connection, *where: ColumnElement[bool]) -> list[CitedInsight]:
    return _told(connection, connection.execute(_CITED.where(*where)).all())


def _told(connection: Connection, rows: Sequence[Row[Any]]) -> list[CitedInsight]:
    threads: dict[str, list[int]] = {}
    for row in connection.execute(_MEMBERS, {"ids": [row.id for row in rows]}):
        threads.setdefault(row.insight_id, []).append(row.thread_id)
    return [
        CitedInsight(
            insight=_as_heard(_insight(row), row),
            show_id=row.show_id,
            show=row.show,
            episode=row.episode,
            published=row.published,
            audio_url=row.audio_url,
            link=row.link,
            thread_ids=tuple(threads.get(row.id, ())),
            heard=row.outcome,
        )
        for row in rows
    ]


def _as_heard(insight: Insight, row: Row[Any]) -> Insight:
    """With the times at which its quote was heard, and without a speaker whose voice it is not."""
    if row.heard_start is None:
        return insight
    found = replace(insight, start=row.heard_start, end=row.heard_end, approximate=False)
    return _unowned(found, row.episode) if row.outcome == "other voice" else found


def _unowned(insight: Insight, episode: str) -> Insight:
    """Nobody's: the line that places a quote names its speaker, too."""
    told = f"From {episode}"
    headline = told if insight.placing and insight.headline == insight.placing else insight.headline
    return replace(insight, speaker=None, placing=told if insight.placing else "", headline=headline)
