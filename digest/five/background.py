"""Reads what the reasons for a day's five rest on. Once a day, for the few that were chosen."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from digest.five.others import person_or_show
from digest.five.reasons import Background
from digest.five.scoring import show_key
from index.memory.archive import load_archive
from store.queries import insights, transcripts
from store.queries.threads import threads
from store.records.insights import CitedInsight


def read_background(
    connection: Connection,
    reader_id: int,
    shown: Sequence[CitedInsight],
    *,
    sent: Mapping[str, CitedInsight],
    picked: Mapping[str, date],
    liked: Collection[str],
    model_name: str,
    waited_since: date | None,
) -> Background:
    """`liked` are the ids of what the reader found useful, saved or swapped in; `picked` those of what was in earlier
    fives, `sent` what of it is still there."""
    thread_ids = {thread_id for cited in shown for thread_id in cited.thread_ids}
    known = {thread_id: threads.by_id(connection, thread_id, reader_id) for thread_id in thread_ids}
    before = set(liked) - {cited.insight.id for cited in shown}
    return Background(
        archive=load_archive(connection, model_name),
        threads={thread_id: thread for thread_id, thread in known.items() if thread},
        members={thread_id: insights.of_thread(connection, thread_id) for thread_id in thread_ids},
        of_episodes={
            episode_id: insights.of_episode(connection, episode_id)
            for episode_id in {cited.insight.episode_id for cited in shown}
        },
        sent_shows=frozenset(map(show_key, sent.values())) if sent.keys() == picked.keys() else None,
        sent_voices=frozenset(map(person_or_show, sent.values())) if sent.keys() == picked.keys() else None,
        liked_voices=frozenset(map(person_or_show, insights.by_ids(connection, before).values())),
        sent=len(picked),
        heard=lambda words, episode_id: transcripts.heard_elsewhere(connection, words, episode_id),
        episodes=len(transcripts.episodes_with_chunks(connection)),
        waited_since=waited_since,
    )
