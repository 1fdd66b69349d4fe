"""Gives threads that have grown a name, or lets them keep the one they have as long as it fits."""

from collections.abc import Iterable

from sqlalchemy import Connection

from index.library.documents import claim_text
from index.threads.labels import label
from index.threads.topic_space import Space
from store.queries import insights
from store.queries.threads import growth, threads

_READ = 60  # members a thread


def relabel(connection: Connection, space: Space, thread_ids: Iterable[int]) -> None:
    """Largest thread first, which has the first choice of a name; those that a reader named keep theirs."""
    members = growth.members(connection, thread_ids)
    known = growth.labels(connection, members)
    wording = space.wording(connection)
    for thread_id in sorted(known, key=lambda each: (-len(members[each]), each)):
        claims = insights.claims_of(connection, members[thread_id][:_READ])
        texts = [claim_text(*claims[key]) for key in members[thread_id][:_READ] if key in claims]
        if not texts:
            continue
        now = known[thread_id]
        name = label(texts, wording, now=now)
        if name != now:
            taken = growth.labels_like(connection, name, thread_id)
            threads.relabel(connection, thread_id, label(texts, wording, now=now, taken=taken) if taken else name)
