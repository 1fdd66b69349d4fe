"""Queries on what a language model wrote of a thread."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from store.records.threads import Summary, SummarySentence
from store.schema.threads import thread_summaries


def keep(
    connection: Connection,
    thread_id: int,
    sentences: Sequence[SummarySentence],
    *,
    model: str,
    size: int,
    now: datetime,
) -> None:
    """Stores the summary in place of an earlier one."""
    rows = [{"text": sentence.text, "insight_ids": list(sentence.insight_ids)} for sentence in sentences]
    connection.execute(delete(thread_summaries).where(thread_summaries.c.thread_id == thread_id))
    connection.execute(
        insert(thread_summaries).values(thread_id=thread_id, sentences=rows, model=model, size=size, at=now)
    )


def of_thread(connection: Connection, thread_id: int) -> Summary | None:
    row = connection.execute(select(thread_summaries).where(thread_summaries.c.thread_id == thread_id)).one_or_none()
    if row is None:
        return None
    sentences = (SummarySentence(text=one["text"], insight_ids=tuple(one["insight_ids"])) for one in row.sentences)
    return Summary(sentences=tuple(sentences), model=row.model, size=row.size, at=row.at)
