"""What is new in the threads that a reader follows: "3 new in China open-source AI"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from digest.wording import plain
from index.threads.story import news
from store.queries import digests
from store.queries.threads import history, threads
from store.records.readers import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadNews:
    """A followed thread and the ids of what came to it."""

    thread_id: int
    label: str
    insight_ids: frozenset[str]

    @property
    def told(self) -> str:
        return f"{len(self.insight_ids):,} new in {plain(self.label)}"


def since_last_visits(connection: Connection, reader_id: int) -> dict[int, int]:
    """Followed thread's id → how many insights came since the reader last looked at it, where any did."""
    found = {}
    for thread in threads.followed(connection, reader_id):
        since = last_look(connection, reader_id, thread.id)
        found[thread.id] = len(_new(connection, thread.id, since, None))
    return {thread_id: count for thread_id, count in found.items() if count}


def last_look(connection: Connection, reader_id: int, thread_id: int) -> datetime | None:
    """When the reader last looked at the thread, or else began to follow it."""
    return history.last_visit(connection, reader_id, thread_id) or threads.followed_since(
        connection, reader_id, thread_id
    )


def of_digest(connection: Connection, digest: Digest) -> Sequence[ThreadNews]:
    """What came to each followed thread between the digest before and this one, most first; threads with news only.

    It is told from what happened to the threads, so that an earlier day's page says what that day's mail said, but for
    what was unfollowed or taken out since.
    """
    before = digests.made_before(connection, digest.reader_id, digest.day)
    found = []
    for thread in threads.followed(connection, digest.reader_id):
        followed = threads.followed_since(connection, digest.reader_id, thread.id)
        since = max((moment for moment in (before, followed) if moment), default=None)
        new = frozenset(_new(connection, thread.id, since, digest.created_at))
        if new:
            found.append(ThreadNews(thread_id=thread.id, label=thread.label, insight_ids=new))
    return sorted(found, key=lambda one: (-len(one.insight_ids), one.label))


def _new(connection: Connection, thread_id: int, since: datetime | None, until: datetime | None) -> set[str]:
    return news(history.events(connection, thread_id), threads.made(connection, thread_id), since, until)
