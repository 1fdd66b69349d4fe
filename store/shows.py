"""Queries on shows and the state of their feeds."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, select, update

from store.schema import shows
from store.types import Feed, Show


def _show(row: Row[tuple[object, ...]]) -> Show:
    return Show(**row._mapping)  # the columns are the fields


def all_shows(connection: Connection) -> Sequence[Show]:
    """Every followed show by title."""
    return [_show(row) for row in connection.execute(select(shows).order_by(shows.c.title))]


def by_id(connection: Connection, show_id: int) -> Show | None:
    row = connection.execute(select(shows).where(shows.c.id == show_id)).one_or_none()
    return _show(row) if row else None


def by_url(connection: Connection, feed_url: str) -> Show | None:
    row = connection.execute(select(shows).where(shows.c.feed_url == feed_url)).one_or_none()
    return _show(row) if row else None


def add(connection: Connection, feed_url: str, feed: Feed, now: datetime, *, demo: bool = False) -> int:
    """Stores a new show and gives its id. The caller has looked that the address is not followed yet."""
    statement = insert(shows).values(
        feed_url=feed_url, title=feed.title, description=feed.description, link=feed.link, demo=demo, added_at=now
    )
    return int(connection.execute(statement.returning(shows.c.id)).scalar_one())


def checked(
    connection: Connection,
    show_id: int,
    now: datetime,
    *,
    feed: Feed | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
) -> None:
    """Notes a successful fetch; `feed` is None when the host said that nothing changed."""
    values: dict[str, object] = {"checked_at": now, "attempts": 0, "retry_at": None, "error": None}
    if feed is not None:
        values |= {
            "title": feed.title,
            "description": feed.description,
            "link": feed.link,
            "etag": etag,
            "last_modified": last_modified,
        }
    connection.execute(update(shows).where(shows.c.id == show_id).values(values))


def failed(connection: Connection, show_id: int, error: str, attempts: int, retry_at: datetime | None) -> None:
    connection.execute(
        update(shows).where(shows.c.id == show_id).values(error=error, attempts=attempts, retry_at=retry_at)
    )


def move(connection: Connection, show_id: int, feed_url: str) -> None:
    """Follows the show at another address; what the old host said of the feed's version is forgotten."""
    values = {"feed_url": feed_url, "etag": None, "last_modified": None, "retry_at": None}
    connection.execute(update(shows).where(shows.c.id == show_id).values(values))


def reopen(connection: Connection, show_id: int | None = None) -> int:
    """Lets failed feeds be tried at once; gives how many there were."""
    statement = update(shows).where(shows.c.error.is_not(None)).values(retry_at=None)
    if show_id is not None:
        statement = statement.where(shows.c.id == show_id)
    return connection.execute(statement).rowcount


def remove(connection: Connection, show_id: int) -> None:
    """Forgets the show with its episodes, insights and passages (by cascade)."""
    connection.execute(delete(shows).where(shows.c.id == show_id))
