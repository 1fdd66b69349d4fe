"""Queries on episodes and on how far each has come."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, Integer, Row, Select, bindparam, func, insert, or_, select, update

from store.records.episodes import Chapter, Episode, FeedEpisode, Fetch, Progress, Soundbite, Stage, TranscriptLink
from store.schema.episodes import episodes, fetches
from store.schema.shows import shows

_FORGIVEN: dict[str, object] = {"attempts": 0, "retry_at": None, "error": None, "given_up": False}


def _select() -> Select[tuple[object, ...]]:
    return select(episodes, shows.c.title.label("show")).join(shows, shows.c.id == episodes.c.show_id)


# Made once: every search asks it.
_BY_IDS = _select().where(episodes.c.id.in_(bindparam("ids", type_=Integer(), expanding=True)))


def _episode(row: Row[tuple[object, ...]]) -> Episode:
    r = row._mapping
    return Episode(
        id=r["id"],
        show_id=r["show_id"],
        show=r["show"],
        wanted=r["wanted"],
        discovered_at=r["discovered_at"],
        note=r["note"],
        fell_back=r["fell_back"],
        replaced_at=r["replaced_at"],
        feed=FeedEpisode(
            key=r["key"],
            title=r["title"],
            published=r["published"],
            audio_url=r["audio_url"],
            audio_type=r["audio_type"],
            notes=r["notes"],
            link=r["link"],
            duration=r["duration"],
            transcripts=tuple(TranscriptLink(**link) for link in r["transcripts"]),
            chapters=tuple(Chapter(**chapter) for chapter in r["chapters"]),
            chapters_url=r["chapters_url"],
            people=tuple(r["people"]),
            soundbites=tuple(Soundbite(**soundbite) for soundbite in r["soundbites"]),
        ),
        progress=Progress(
            stage=Stage(r["stage"]),
            attempts=r["attempts"],
            retry_at=r["retry_at"],
            error=r["error"],
            given_up=r["given_up"],
        ),
    )


def _columns(feed: FeedEpisode) -> dict[str, object]:
    return {
        "title": feed.title,
        "published": feed.published,
        "audio_url": feed.audio_url,
        "audio_type": feed.audio_type,
        "notes": feed.notes,
        "link": feed.link,
        "duration": feed.duration,
        "transcripts": [asdict(link) for link in feed.transcripts],
        "chapters": [asdict(chapter) for chapter in feed.chapters],
        "chapters_url": feed.chapters_url,
        "people": list(feed.people),
        "soundbites": [asdict(soundbite) for soundbite in feed.soundbites],
    }


def known_keys(connection: Connection, show_id: int) -> set[str]:
    return set(connection.execute(select(episodes.c.key).where(episodes.c.show_id == show_id)).scalars())


def discover(connection: Connection, show_id: int, feed: FeedEpisode, now: datetime, *, wanted: bool) -> int:
    """Stores a new episode and gives its id."""
    statement = insert(episodes).values(
        show_id=show_id,
        key=feed.key,
        wanted=wanted,
        discovered_at=now,
        stage=Stage.DISCOVERED.value,
        **_columns(feed),
    )
    return int(connection.execute(statement.returning(episodes.c.id)).scalar_one())


def discover_all(
    connection: Connection, show_id: int, found: Sequence[FeedEpisode], now: datetime, *, taken: int
) -> None:
    """Stores the episodes of a new show, newest first, of which the first `taken` are wanted."""
    common = {"show_id": show_id, "discovered_at": now, "stage": Stage.DISCOVERED.value}
    rows = [common | {"key": feed.key, "wanted": rank < taken} | _columns(feed) for rank, feed in enumerate(found)]
    connection.execute(insert(episodes), rows)


def refresh(connection: Connection, show_id: int, feed: FeedEpisode) -> None:
    """Takes over what the feed now says of a known episode: titles, notes and addresses change."""
    where = (episodes.c.show_id == show_id) & (episodes.c.key == feed.key)
    connection.execute(update(episodes).where(where).values(_columns(feed)))


def replaced(connection: Connection, show_id: int, keys: Iterable[str], now: datetime) -> None:
    """Notes that the feed names other audio than was taken, for a person to decide whether to take that."""
    taken = episodes.c.wanted & (episodes.c.stage != Stage.DISCOVERED.value)
    where = (episodes.c.show_id == show_id) & episodes.c.key.in_(list(keys)) & taken
    connection.execute(update(episodes).where(where).values(replaced_at=now))


def replaced_ones(connection: Connection) -> Sequence[Episode]:
    """Episodes whose audio was replaced after it was taken, latest first."""
    statement = _select().where(episodes.c.replaced_at.is_not(None)).order_by(episodes.c.replaced_at.desc())
    return [_episode(row) for row in connection.execute(statement)]


def take_again(connection: Connection, episode_id: int) -> None:
    """Back to the beginning, for the audio that the feed names now. Its insights stay until the new ones are there."""
    values = _FORGIVEN | {"wanted": True, "stage": Stage.DISCOVERED.value, "replaced_at": None}
    drop_fetch(connection, episode_id)
    connection.execute(update(episodes).where(episodes.c.id == episode_id).values(values))


def by_id(connection: Connection, episode_id: int) -> Episode | None:
    row = connection.execute(_select().where(episodes.c.id == episode_id)).one_or_none()
    return _episode(row) if row else None


def by_ids(connection: Connection, ids: Iterable[int]) -> dict[int, Episode]:
    found = (_episode(row) for row in connection.execute(_BY_IDS, {"ids": list(ids)}))
    return {episode.id: episode for episode in found}


def of_show(connection: Connection, show_id: int, *, limit: int | None = None) -> Sequence[Episode]:
    """The show's episodes, newest first."""
    statement = _select().where(episodes.c.show_id == show_id)
    statement = statement.order_by(episodes.c.published.desc(), episodes.c.id).limit(limit)
    return [_episode(row) for row in connection.execute(statement)]


def due(connection: Connection, now: datetime) -> Sequence[Episode]:
    """Wanted episodes that are not finished and may be tried now, oldest first, so that threads grow in order.

    None of a show that is paused.
    """
    statement = _select().where(
        episodes.c.wanted,
        ~episodes.c.given_up,
        shows.c.paused_at.is_(None),
        episodes.c.stage != Stage.INDEXED.value,
        or_(episodes.c.retry_at.is_(None), episodes.c.retry_at <= now),
    )
    return [_episode(row) for row in connection.execute(statement.order_by(episodes.c.published, episodes.c.id))]


def troubled(connection: Connection) -> Sequence[Episode]:
    """Wanted episodes whose last try failed."""
    statement = _select().where(episodes.c.wanted, episodes.c.error.is_not(None))
    return [_episode(row) for row in connection.execute(statement.order_by(episodes.c.published.desc()))]


def fallen_back(connection: Connection) -> Sequence[Episode]:
    """Episodes that a language model was meant to read but did not, or not whole, newest first."""
    done = episodes.c.stage.in_([Stage.DISTILLED.value, Stage.INDEXED.value])
    statement = _select().where(episodes.c.wanted, episodes.c.fell_back, done)
    return [_episode(row) for row in connection.execute(statement.order_by(episodes.c.published.desc()))]


def oldest_heard(connection: Connection) -> datetime | None:
    """When the oldest episode that can be searched was published."""
    statement = select(func.min(episodes.c.published)).where(episodes.c.stage == Stage.INDEXED)
    return connection.execute(statement).scalar_one_or_none()


def advance(connection: Connection, episode_id: int, progress: Progress) -> None:
    connection.execute(
        update(episodes)
        .where(episodes.c.id == episode_id)
        .values(
            stage=progress.stage.value,
            attempts=progress.attempts,
            retry_at=progress.retry_at,
            error=progress.error,
            given_up=progress.given_up,
        )
    )


def annotate(connection: Connection, episode_id: int, note: str | None, *, fell_back: bool = False) -> None:
    """Keeps a sentence for the person, such as why the model was not used, and whether to ask it again."""
    connection.execute(update(episodes).where(episodes.c.id == episode_id).values(note=note, fell_back=fell_back))


def want(connection: Connection, episode_id: int) -> None:
    """Has the episode taken at the next run, whether it failed before or is of the back catalogue."""
    values = _FORGIVEN | {"wanted": True}
    connection.execute(update(episodes).where(episodes.c.id == episode_id).values(values))


def reopen(connection: Connection) -> int:
    """Lets every failed episode be tried at once, given-up ones too; gives how many there were."""
    statement = update(episodes).where(episodes.c.error.is_not(None))
    return connection.execute(statement.values(_FORGIVEN)).rowcount


def counts(connection: Connection) -> dict[int, dict[str, int]]:
    """Show id → stage (of wanted episodes), "failed" and "known" → number of episodes."""
    out: dict[int, dict[str, int]] = {}
    columns = (episodes.c.show_id, episodes.c.stage, episodes.c.wanted, episodes.c.error.is_not(None))
    for show_id, stage, wanted, failed, n in connection.execute(select(*columns, func.count()).group_by(*columns)):
        row = out.setdefault(show_id, {})
        row["known"] = row.get("known", 0) + n
        if wanted:
            row[stage] = row.get(stage, 0) + n
        if wanted and failed:
            row["failed"] = row.get("failed", 0) + n
    return out


def keep_fetch(connection: Connection, episode_id: int, fetch: Fetch) -> None:
    """Stores what the fetch brought, in place of an earlier fetch."""
    drop_fetch(connection, episode_id)
    connection.execute(insert(fetches).values(episode_id=episode_id, **asdict(fetch)))


def keep_chapters(connection: Connection, episode_id: int, chapters: Sequence[Chapter]) -> None:
    """Those of the feed, or of the file that it names."""
    listed = [asdict(chapter) for chapter in chapters]
    connection.execute(update(episodes).where(episodes.c.id == episode_id).values(chapters=listed))


def fetched(connection: Connection, episode_id: int) -> Fetch | None:
    row = connection.execute(select(fetches).where(fetches.c.episode_id == episode_id)).one_or_none()
    if row is None:
        return None
    return Fetch(kind=row.kind, body=row.body, mime_type=row.mime_type, url=row.url, audio_file=row.audio_file)


def drop_fetch(connection: Connection, episode_id: int) -> None:
    connection.execute(fetches.delete().where(fetches.c.episode_id == episode_id))


def cached_files(connection: Connection) -> Sequence[str]:
    """Names of the audio files that episodes wait for."""
    rows = connection.execute(select(fetches.c.kind, fetches.c.body, fetches.c.audio_file))
    return [name for kind, body, beside in rows for name in (body if kind == "audio" else beside,) if name]


def awaiting_fetch(connection: Connection) -> Sequence[int]:
    """Ids of the episodes that may be fetched again, now or later."""
    where = episodes.c.wanted & ~episodes.c.given_up & (episodes.c.stage == Stage.DISCOVERED.value)
    return connection.execute(select(episodes.c.id).where(where)).scalars().all()
