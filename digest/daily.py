"""The day's five of a reader: chosen once, then kept. A day is a calendar day in the reader's zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from digest.select import Candidate, Choice, Sent, choose
from digest.wording import day_in
from index.documents import insight_text
from store import Store, digests, embeddings, insights, threads
from store.errors import Misconfigured
from store.types import Digest, Reader


def zone_of(reader: Reader) -> ZoneInfo:
    """Raises Misconfigured when the reader's time zone is not one."""
    try:
        return ZoneInfo(reader.timezone)
    except (KeyError, ValueError, OSError) as error:  # ZoneInfo raises each of these for one kind of bad name
        raise Misconfigured("EARMARK_TIMEZONE is not a time zone; use a name such as Europe/Berlin") from error


def day_of(reader: Reader, now: datetime) -> date:
    """The reader's calendar day at that moment."""
    return day_in(zone_of(reader), now)


def due(reader: Reader, now: datetime) -> bool:
    """Whether the reader's hour has come today.

    Compares hours on the reader's wall: where the clock jumps over the hour in spring it is due right after the jump.
    """
    return now.astimezone(zone_of(reader)).hour >= reader.hour


def empty(reader: Reader, now: datetime) -> Digest:
    """What to show on a day without a choice. It is never stored."""
    return Digest(id=0, reader_id=reader.id, day=day_of(reader, now), created_at=now)


def choose_for(store: Store, reader: Reader, now: datetime, *, model_name: str) -> Digest | None:
    """The digest of the reader's day: the one that is there, or a new one out of what came since the last.

    None, with nothing stored, when there is nothing to choose: a later run of the same day may find something.
    `model_name` says which vectors to compare.
    """
    day = day_of(reader, now)
    with store.read() as connection:
        existing = digests.of_day(connection, reader.id, day)
        choices = [] if existing else _choices(connection, reader, now, model_name)
    if existing or not choices:
        return existing
    try:
        with store.write() as connection:
            # Another process may have chosen since we looked: the first choice holds.
            if digests.of_day(connection, reader.id, day) is None:
                digests.keep(connection, reader.id, day, now, [(c.cited.insight.id, c.why) for c in choices])
            return digests.of_day(connection, reader.id, day)
    except IntegrityError:  # PostgreSQL lets two writers get this far; one row a day stands
        with store.read() as connection:
            return digests.of_day(connection, reader.id, day)


def _choices(connection: Connection, reader: Reader, now: datetime, model_name: str) -> list[Choice]:
    last = digests.latest(connection, reader.id)
    picked = digests.picked_on(connection, reader.id)
    new = [
        cited
        for cited in insights.since(connection, last.created_at if last else None)
        if cited.insight.id not in picked
    ]
    if not new:
        return []
    before = insights.by_ids(connection, picked)
    texts = [insight_text(cited.insight) for cited in (*new, *before.values())]
    vectors = embeddings.known(connection, model_name, texts)
    return choose(
        [Candidate(cited=cited, vector=vectors.get(insight_text(cited.insight))) for cited in new],
        sent=[
            Sent(
                headline=cited.insight.headline, day=picked[insight_id], vector=vectors.get(insight_text(cited.insight))
            )
            for insight_id, cited in before.items()
        ],
        followed={thread.id: thread for thread in threads.overview(connection, reader.id) if thread.followed},
        now=now,
        zone=zone_of(reader),
    )
