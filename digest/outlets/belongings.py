"""Which insights are taken along: all, the reader's own, or what they saved; and their list of shows."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from digest.outlets import notes
from digest.reader_day import zone_of
from digest.subscriptions import as_opml
from digest.tags import Tags
from store.queries import digests, feedback, insights, shows
from store.queries.threads import threads
from store.records.insights import CitedInsight
from store.records.readers import Reader


class Which(StrEnum):
    """MINE: what was among the five, what is saved, what followed threads hold."""

    ALL = "all"
    MINE = "mine"
    SAVED = "saved"


def belongings(connection: Connection, reader_id: int, which: Which) -> list[CitedInsight]:
    """Newest first by date of publication."""
    every = insights.every(connection)
    wanted = {cited.insight.id for cited in feedback.saved_by(connection, reader_id)}
    if which is Which.MINE:
        wanted |= digests.picked_on(connection, reader_id).keys()
        for thread in threads.followed(connection, reader_id):
            wanted |= set(threads.member_ids(connection, thread.id))
    return [cited for cited in every if which is Which.ALL or cited.insight.id in wanted]


def in_one_file(listed: Sequence[CitedInsight], reader: Reader, home: str, tags: Tags) -> Iterator[str]:
    """As Markdown, a piece each, the heading first."""
    yield "# Earmark\n"
    for cited in listed:
        yield notes.markdown(cited, zone_of(reader), home, tags)


def subscriptions(connection: Connection, now: datetime) -> str:
    """The followed shows as OPML, without those of the demo."""
    return as_opml([show for show in shows.all_shows(connection) if not show.demo], now)
