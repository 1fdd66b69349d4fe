"""Queries on published transcripts that were not used, each with the reason in a sentence."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from store.schema.episodes import set_aside


def keep(connection: Connection, episode_id: int, reasons: Mapping[str, str]) -> None:
    """Stores the reasons by address, in place of earlier ones."""
    connection.execute(delete(set_aside).where(set_aside.c.episode_id == episode_id))
    add(connection, episode_id, reasons)


def add(connection: Connection, episode_id: int, reasons: Mapping[str, str]) -> None:
    rows = [{"episode_id": episode_id, "url": url, "reason": reason} for url, reason in reasons.items()]
    if rows:
        connection.execute(insert(set_aside), rows)


def of_episodes(connection: Connection, episode_ids: Iterable[int]) -> dict[int, list[str]]:
    """Episode id → the reasons, those of episodes without any left out."""
    statement = select(set_aside).where(set_aside.c.episode_id.in_(list(episode_ids))).order_by(set_aside.c.id)
    found: dict[int, list[str]] = {}
    for row in connection.execute(statement):
        found.setdefault(row.episode_id, []).append(row.reason)
    return found


def of_episode(connection: Connection, episode_id: int) -> Sequence[str]:
    return of_episodes(connection, [episode_id]).get(episode_id, [])
