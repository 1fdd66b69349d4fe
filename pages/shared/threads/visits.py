"""What counts as one visit to a thread: what was new at its beginning stays marked until the reader has been away.

The page is drawn again at every press, and anew when the reader comes back from one of the insights; kept in the
server's memory, for it matters for minutes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from digest.threads.news import last_look
from pages.shared import parts
from store.queries.threads import history

AWAY = timedelta(minutes=30)  # by judgement, not measured: coming back from an insight sooner goes on with the visit


@dataclass(kw_only=True)
class _Visit:
    """`since` is when the reader had looked before; `seen` when the page was last drawn."""

    since: datetime | None
    seen: datetime


@st.cache_resource(show_spinner=False)
def _under_way() -> dict[tuple[int, int], _Visit]:
    return {}


def since(thread_id: int) -> datetime | None:
    """From when on something counts as new in this visit; None when the reader never looked nor follows."""
    reader_id, now = parts.reader().id, parts.now()
    visit = _under_way().get((reader_id, thread_id))
    if visit is None or now - visit.seen > AWAY:
        with parts.store().read() as connection:
            looked = last_look(connection, reader_id, thread_id)
        visit = _under_way()[reader_id, thread_id] = _Visit(since=looked, seen=now)
    visit.seen = now
    return visit.since


def seen(thread_id: int, newest: datetime | None) -> None:
    """The page was drawn up to what happened at `newest`: remembered when that is news, so that most draws write
    nothing."""
    reader_id = parts.reader().id
    with parts.store().read() as connection:
        known = history.last_visit(connection, reader_id, thread_id)
    begun = _under_way().get((reader_id, thread_id))
    if known is None or (begun and begun.since == known) or (newest and newest > known):
        with parts.store().write() as connection:
            history.visit(connection, reader_id, thread_id, parts.now())
