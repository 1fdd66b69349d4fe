"""Gathers what tells an episode's adverts apart, and marks them: its chapters, its show's other episodes, its talk."""

from collections.abc import Sequence

from ingest.adverts.detection import find_adverts
from ingest.adverts.show_memory import ShowMemory, learn
from store import Store
from store.queries import transcripts
from store.records.episodes import Chapter, Episode
from store.records.transcripts import Span, Transcript

REMEMBERED = 8  # newer sponsors replace older ones


def mark_adverts(store: Store, episode: Episode, transcript: Transcript, chapters: Sequence[Chapter]) -> list[Span]:
    """`chapters` by the transcript's clock."""
    return find_adverts(transcript, chapters, show=_memory(store, episode))


def _memory(store: Store, episode: Episode) -> ShowMemory:
    with store.read() as connection:
        others = transcripts.others_of_show(connection, episode.show_id, episode.id, limit=REMEMBERED)
        known = [
            (transcripts.of_episode(connection, other), transcripts.adverts_of(connection, other)) for other in others
        ]
    return learn((transcript, spans) for transcript, spans in known if transcript)
