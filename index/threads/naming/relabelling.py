"""Gives threads that have grown a name, or lets them keep the one they have as long as it fits."""

from collections.abc import Iterable

from sqlalchemy import Connection

from index.threads.matter import matters
from index.threads.naming.labels import label
from index.threads.naming.written import still_said
from index.threads.topic_space import Space
from store.queries.threads import growth, labels, threads

_READ = 60  # members a thread; by judgement, not measured: so many say what the rest says


def relabel(connection: Connection, space: Space, thread_ids: Iterable[int]) -> None:
    """Largest thread first, which has the first choice of a name; those that a reader named keep theirs.

    So do those that a model named, as long as the members use its words.
    """
    members = growth.members(connection, thread_ids)
    known = growth.labels(connection, members)
    by_model = labels.written(connection, members)
    wording = space.wording(connection)
    read = {thread_id: members[thread_id][:_READ] for thread_id in known}
    told = matters(connection, list({key: None for listed in read.values() for key in listed}))
    for thread_id in sorted(known, key=lambda each: (-len(members[each]), each)):
        texts = [told[key] for key in read[thread_id] if key in told]
        if not texts:
            continue
        now = known[thread_id]
        if now == by_model.get(thread_id) and still_said(now, texts):
            continue
        name = label(texts, wording, now=now)
        if name != now:
            taken = growth.labels_like(connection, name, thread_id)
            threads.relabel(connection, thread_id, label(texts, wording, now=now, taken=taken) if taken else name)
