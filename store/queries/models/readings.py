"""Queries on what models made of episodes: a row for each episode and model, and how each model stands by show."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, delete, exists, func, insert, or_, select

from store.records.episodes import Stage
from store.records.insights import SPEAKER
from store.records.readings import ModelReading, ReportCard
from store.schema.episodes import episodes
from store.schema.insights import insights
from store.schema.shows import shows
from store.schema.upkeep import model_calls, model_readings


def keep(connection: Connection, episode_id: int, reading: ModelReading) -> None:
    """Stores the reading in place of the same model's earlier one."""
    same = (model_readings.c.episode_id == episode_id) & (model_readings.c.model == reading.model)
    connection.execute(delete(model_readings).where(same))
    values = {name: getattr(reading, name) for name in ModelReading.__dataclass_fields__}
    values |= {"episode_id": episode_id, "refused": dict(reading.refused)}
    connection.execute(insert(model_readings).values(values))


def of_episode(connection: Connection, episode_id: int) -> Sequence[ModelReading]:
    """Latest first."""
    where = model_readings.c.episode_id == episode_id
    rows = connection.execute(select(model_readings).where(where).order_by(model_readings.c.at.desc()))
    return [ModelReading(**{name: getattr(row, name) for name in ModelReading.__dataclass_fields__}) for row in rows]


def report_cards(connection: Connection) -> Sequence[ReportCard]:
    """A card for each model and show, by their names; a model that was only a judge there has no episodes."""
    read = (
        select(model_readings, shows.c.title.label("show"))
        .join(episodes, episodes.c.id == model_readings.c.episode_id)
        .join(shows, shows.c.id == episodes.c.show_id)
    )
    rows: dict[tuple[str, str], list[ModelReading]] = {}
    for row in connection.execute(read):
        fields = {name: getattr(row, name) for name in ModelReading.__dataclass_fields__}
        rows.setdefault((row.model, row.show), []).append(ModelReading(**fields))
    paid = _paid(connection)
    return [_card(*key, rows.get(key, []), *paid.get(key, (0, 0.0))) for key in sorted({*rows, *paid})]


def _paid(connection: Connection) -> dict[tuple[str, str], tuple[int, float]]:
    """(model, show) → calls and US dollars, for whatever the model was asked about the show's episodes."""
    statement = (
        select(model_calls.c.model, shows.c.title, func.count(), func.sum(model_calls.c.usd))
        .join(episodes, episodes.c.id == model_calls.c.episode_id)
        .join(shows, shows.c.id == episodes.c.show_id)
        .group_by(model_calls.c.model, shows.c.title)
    )
    return {(model, show): (calls, float(usd)) for model, show, calls, usd in connection.execute(statement)}


def _card(model: str, show: str, rows: Sequence[ModelReading], calls: int, usd: float) -> ReportCard:
    refused: Counter[str] = Counter()
    for row in rows:
        refused.update(row.refused)
    return ReportCard(
        model=model,
        show=show,
        episodes=len(rows),
        without=sum(not row.kept for row in rows),
        repeated=sum(row.repeated for row in rows),
        proposed=sum(row.proposed for row in rows),
        proved=sum(row.proved for row in rows),
        kept=sum(row.kept for row in rows),
        refused=dict(refused.most_common()),
        seconds=sum(row.seconds for row in rows),
        calls=calls,
        usd=usd,
    )


def unread(connection: Connection, model: str, *, since: datetime, tried_before: datetime) -> Sequence[int]:
    """Ids of finished episodes that no model wrote, or not whole, and that `model` has not read: newest first.

    One that it was away for counts as unread again when that was before `tried_before`.
    """
    written = exists().where(insights.c.episode_id == episodes.c.id, insights.c.origin != SPEAKER)
    read = exists().where(
        model_readings.c.episode_id == episodes.c.id,
        model_readings.c.model == model,
        or_(model_readings.c.ended != "away", model_readings.c.at >= tried_before),
    )
    published = func.coalesce(episodes.c.published, episodes.c.discovered_at)
    statement = select(episodes.c.id).where(
        episodes.c.wanted,
        episodes.c.stage == Stage.INDEXED.value,
        and_(published >= since, or_(episodes.c.fell_back, ~written), ~read),
    )
    return connection.execute(statement.order_by(published.desc(), episodes.c.id)).scalars().all()
