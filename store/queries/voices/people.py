"""Queries on who is heard in the shows: whose words insights are, and whom feeds name as being in an episode."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from store.records.episodes import Stage
from store.schema.episodes import episodes
from store.schema.insights import insights
from store.schema.shows import shows
from store.schema.voices import hearings

_OWNED = or_(hearings.c.outcome.is_(None), hearings.c.outcome != "other voice", hearings.c.start.is_(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """How many insights of a show are in the words of somebody called so, and when the latest was published."""

    label: str
    show_id: int
    show: str
    insights: int
    latest: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited:
    """Whom the feed names as being in one episode that was taken."""

    labels: tuple[str, ...]
    show_id: int
    show: str
    episode_id: int
    episode: str
    published: datetime | None


def spoken(connection: Connection) -> Sequence[Spoken]:
    """By label and show. What was heard in another voice than was said is nobody's, as in `insights`."""
    columns = (insights.c.speaker, shows.c.id, shows.c.title)
    statement = (
        select(*columns, func.count(), func.max(episodes.c.published))
        .join(episodes, episodes.c.id == insights.c.episode_id)
        .join(shows, shows.c.id == episodes.c.show_id)
        .outerjoin(hearings, hearings.c.insight_id == insights.c.id)
        .where(insights.c.speaker.is_not(None), _OWNED)
        .group_by(*columns)
        .order_by(*columns)
    )
    return [
        Spoken(label=label, show_id=show_id, show=show, insights=count, latest=latest)
        for label, show_id, show, count, latest in connection.execute(statement).tuples()
    ]


def newest(connection: Connection, labels: Sequence[str]) -> Sequence[tuple[str, str, int]]:
    """(insight id, label, show id) of all that is in the words of whoever has one of the labels, newest first."""
    statement = (
        select(insights.c.id, insights.c.speaker, episodes.c.show_id)
        .join(episodes, episodes.c.id == insights.c.episode_id)
        .outerjoin(hearings, hearings.c.insight_id == insights.c.id)
        .where(insights.c.speaker.in_(labels), _OWNED)
        .order_by(episodes.c.published.desc().nulls_last(), insights.c.episode_id, insights.c.start)
    )
    return [(insight_id, label, show_id) for insight_id, label, show_id in connection.execute(statement).tuples()]


def credited(connection: Connection) -> Sequence[Credited]:
    """The episodes that were read and whose feed names people, newest first."""
    columns = (episodes.c.people, shows.c.id, shows.c.title, episodes.c.id, episodes.c.title, episodes.c.published)
    statement = (
        select(*columns)
        .join(shows, shows.c.id == episodes.c.show_id)
        .where(episodes.c.stage.in_([Stage.DISTILLED.value, Stage.INDEXED.value]))
        .order_by(episodes.c.published.desc().nulls_last(), episodes.c.id)
    )
    return [
        Credited(
            labels=tuple(labels),
            show_id=show_id,
            show=show,
            episode_id=episode_id,
            episode=episode,
            published=published,
        )
        for labels, show_id, show, episode_id, episode, published in connection.execute(statement).tuples()
        if labels
    ]
