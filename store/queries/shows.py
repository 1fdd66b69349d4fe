"""Queries on shows, the state of their feeds and the addresses at which they were found before."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from store.records.shows import Feed, Show
from store.schema.shows import show_addresses, show_artwork, shows


def _show(row: Row[tuple[object, ...]]) -> Show:
    columns = dict(row._mapping)  # they are the fields
    return Show(**columns | {"categories": tuple(columns["categories"]), "doubts": tuple(columns["doubts"])})


def all_shows(connection: Connection) -> Sequence[Show]:
    """Every followed show by title."""
    return [_show(row) for row in connection.execute(select(shows).order_by(shows.c.title))]


def by_id(connection: Connection, show_id: int) -> Show | None:
    row = connection.execute(select(shows).where(shows.c.id == show_id)).one_or_none()
    return _show(row) if row else None


def by_url(connection: Connection, feed_url: str) -> Show | None:
    """The show that is or was found at the address."""
    row = connection.execute(select(shows).where(shows.c.feed_url == feed_url)).one_or_none()
    if row is None:
        earlier = select(show_addresses.c.show_id).where(show_addresses.c.url == feed_url)
        row = connection.execute(select(shows).where(shows.c.id.in_(earlier))).one_or_none()
    return _show(row) if row else None


def addresses(connection: Connection, show_id: int) -> Sequence[str]:
    """Where the show was found before, latest first."""
    statement = select(show_addresses.c.url).where(show_addresses.c.show_id == show_id)
    return connection.execute(statement.order_by(show_addresses.c.left_at.desc())).scalars().all()


def add(
    connection: Connection,
    feed_url: str,
    feed: Feed,
    now: datetime,
    *,
    demo: bool = False,
    categories: Sequence[str] = (),
) -> int:
    """Stores a new show and gives its id. The caller has looked that the address is not followed yet."""
    statement = insert(shows).values(
        feed_url=feed_url,
        title=feed.title,
        description=feed.description,
        link=feed.link,
        demo=demo,
        added_at=now,
        categories=list(categories),
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
    due_at: datetime | None = None,
) -> None:
    """Notes a successful fetch; `feed` is None when the host said that nothing changed."""
    values: dict[str, object] = {
        "checked_at": now,
        "due_at": due_at,
        "attempts": 0,
        "retry_at": None,
        "error": None,
        "failing_since": None,
        "ended_at": None,
    }
    if feed is not None:
        values |= {
            "title": feed.title,
            "description": feed.description,
            "link": feed.link,
            "language": feed.language,
            "complete": feed.complete,
            "doubts": list(feed.doubts),
            "artwork_url": feed.artwork_url,
            "pace_seconds": int(feed.pace.total_seconds()) if feed.pace else None,
            "etag": etag,
            "last_modified": last_modified,
        }
    connection.execute(update(shows).where(shows.c.id == show_id).values(values))


def failed(
    connection: Connection,
    show_id: int,
    error: str,
    attempts: int,
    retry_at: datetime | None,
    *,
    at: datetime | None = None,
) -> None:
    """Notes a failed look; the first of a row, `at` this moment, is what "since" means."""
    since = func.coalesce(shows.c.failing_since, at)
    values = {"error": error, "attempts": attempts, "retry_at": retry_at, "failing_since": since}
    connection.execute(update(shows).where(shows.c.id == show_id).values(values))


def end(connection: Connection, show_id: int, error: str, now: datetime) -> None:
    """Stops looking, until someone reopens the show. Its episodes stay."""
    values = {"error": error, "ended_at": now, "retry_at": None, "due_at": None}
    connection.execute(update(shows).where(shows.c.id == show_id).values(values))


def sighted(connection: Connection, show_id: int, moved_to: str | None, now: datetime) -> None:
    """Remembers where the host sent us for good, for the next look to confirm; None when it no longer does."""
    values = {"moved_to": moved_to, "moved_seen_at": now if moved_to else None}
    connection.execute(update(shows).where(shows.c.id == show_id).values(values))


def tried_https(connection: Connection, show_id: int, now: datetime) -> None:
    connection.execute(update(shows).where(shows.c.id == show_id).values(https_tried_at=now))


def move(connection: Connection, show_id: int, feed_url: str) -> None:
    """Follows the show at another address; what the old host said of the feed's version is forgotten."""
    values = {
        "feed_url": feed_url,
        "etag": None,
        "last_modified": None,
        "retry_at": None,
        "due_at": None,
        "moved_to": None,
        "moved_seen_at": None,
    }
    connection.execute(update(shows).where(shows.c.id == show_id).values(values))


def relocate(connection: Connection, show_id: int, feed_url: str, now: datetime) -> None:
    """As `move`, and the old address leads to the show still. The caller has looked that no other show is there."""
    old = connection.execute(select(shows.c.feed_url).where(shows.c.id == show_id)).scalar_one()
    connection.execute(delete(show_addresses).where(show_addresses.c.url.in_([old, feed_url])))
    connection.execute(insert(show_addresses).values(url=old, show_id=show_id, left_at=now))
    move(connection, show_id, feed_url)
    connection.execute(update(shows).where(shows.c.id == show_id).values(moved_at=now))


def every_address(connection: Connection) -> Sequence[str]:
    """Where shows are, were and were sent to."""
    columns = (shows.c.feed_url, shows.c.moved_to, show_addresses.c.url)
    return [url for column in columns for url in connection.execute(select(column)).scalars() if url]


def rewrite_address(connection: Connection, url: str, other: str) -> None:
    """Has the same address written otherwise, wherever it stands."""
    connection.execute(update(shows).where(shows.c.feed_url == url).values(feed_url=other))
    connection.execute(update(shows).where(shows.c.moved_to == url).values(moved_to=other))
    connection.execute(update(show_addresses).where(show_addresses.c.url == url).values(url=other))


def name_us(connection: Connection, show_id: int, user_agent: str | None) -> None:
    """The name under which the show's host is asked; None for the usual one."""
    connection.execute(update(shows).where(shows.c.id == show_id).values(user_agent=user_agent))


def pause(connection: Connection, show_id: int, now: datetime | None) -> None:
    """Fetches nothing of the show from then on; None lets it be fetched again."""
    connection.execute(update(shows).where(shows.c.id == show_id).values(paused_at=now))


def reopen(connection: Connection, show_id: int | None = None) -> int:
    """Lets failed and ended feeds be tried at once; gives how many there were."""
    statement = update(shows).where(shows.c.error.is_not(None)).values(retry_at=None, ended_at=None, due_at=None)
    if show_id is not None:
        statement = statement.where(shows.c.id == show_id)
    return connection.execute(statement).rowcount


def remove(connection: Connection, show_id: int) -> None:
    """Forgets the show with its episodes, insights and passages (by cascade)."""
    connection.execute(delete(shows).where(shows.c.id == show_id))


def keep_artwork(connection: Connection, show_id: int, url: str, picture: bytes | None, now: datetime) -> None:
    """In place of an earlier one; `picture` is None where there was none to be had."""
    connection.execute(delete(show_artwork).where(show_artwork.c.show_id == show_id))
    connection.execute(insert(show_artwork).values(show_id=show_id, url=url, picture=picture, at=now))


def artwork_of(connection: Connection, show_ids: Iterable[int]) -> dict[int, bytes]:
    """Show id → its picture, those left out that have none."""
    columns = (show_artwork.c.show_id, show_artwork.c.picture)
    where = show_artwork.c.show_id.in_(list(show_ids)) & show_artwork.c.picture.is_not(None)
    return {row[0]: row[1] for row in connection.execute(select(*columns).where(where))}


def without_artwork(connection: Connection, tried_before: datetime) -> Sequence[Show]:
    """Shows whose feed names another picture than is kept, or one that could not be had before that moment."""
    other = or_(
        show_artwork.c.show_id.is_(None),
        show_artwork.c.url != shows.c.artwork_url,
        show_artwork.c.picture.is_(None) & (show_artwork.c.at < tried_before),
    )
    statement = select(shows.c.id).outerjoin(show_artwork, show_artwork.c.show_id == shows.c.id)
    asked = shows.c.artwork_url.is_not(None) & shows.c.paused_at.is_(None)
    found = set(connection.execute(statement.where(asked, other)).scalars())
    return [show for show in all_shows(connection) if show.id in found]
