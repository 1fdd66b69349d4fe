"""Queries on the pictures of shows."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select

from store.queries.shows import all_shows
from store.records.shows import Show
from store.schema.shows import show_artwork, shows


def keep(connection: Connection, show_id: int, url: str, picture: bytes | None, now: datetime) -> None:
    """In place of an earlier one; `picture` is None where there was none to be had."""
    connection.execute(delete(show_artwork).where(show_artwork.c.show_id == show_id))
    connection.execute(insert(show_artwork).values(show_id=show_id, url=url, picture=picture, at=now))


def of_shows(connection: Connection, show_ids: Iterable[int]) -> dict[int, bytes]:
    """Show id → its picture, those left out that have none."""
    columns = (show_artwork.c.show_id, show_artwork.c.picture)
    where = show_artwork.c.show_id.in_(list(show_ids)) & show_artwork.c.picture.is_not(None)
    return {row[0]: row[1] for row in connection.execute(select(*columns).where(where))}


def wanting(connection: Connection, tried_before: datetime) -> Sequence[Show]:
    """Shows whose feed names another picture than is kept, or one that could not be had before that moment."""
    other = or_(
        show_artwork.c.show_id.is_(None),
        show_artwork.c.url != shows.c.artwork_url,
        show_artwork.c.picture.is_(None) & (show_artwork.c.at < tried_before),
    )
    statement = select(shows.c.id).outerjoin(show_artwork, show_artwork.c.show_id == shows.c.id)
    found = set(connection.execute(statement.where(shows.c.artwork_url.is_not(None), other)).scalars())
    return [show for show in all_shows(connection) if show.id in found]
