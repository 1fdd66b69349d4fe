"""Gathers what tells an episode's adverts apart, and marks them: its chapters, its show's other episodes, its talk."""

import logging

from ingest.adverts.detection import find_adverts
from ingest.adverts.show_memory import ShowMemory, learn
from ingest.feeds.chapters import MOST_BYTES, parse_chapters
from ingest.web.client import Web, without_secrets
from store import Store
from store.errors import Transient, Unusable
from store.queries import transcripts
from store.records.episodes import Chapter, Episode
from store.records.transcripts import Span, Transcript

REMEMBERED = 8  # newer sponsors replace older ones

log = logging.getLogger("earmark.marking")


def mark_adverts(store: Store, web: Web, episode: Episode, transcript: Transcript) -> list[Span]:
    return find_adverts(transcript, _chapters(web, episode), show=_memory(store, episode))


def _chapters(web: Web, episode: Episode) -> tuple[Chapter, ...]:
    """Those in the feed, else those in the file that it names; an episode without chapters is as good as any."""
    if episode.feed.chapters or episode.feed.chapters_url is None:
        return episode.feed.chapters
    try:
        return parse_chapters(web.get(episode.feed.chapters_url, max_bytes=MOST_BYTES).body)
    except (Unusable, Transient) as error:
        log.warning(
            "episode=%d chapters=%s set_aside=%r", episode.id, without_secrets(episode.feed.chapters_url), str(error)
        )
        return ()


def _memory(store: Store, episode: Episode) -> ShowMemory:
    with store.read() as connection:
        others = transcripts.others_of_show(connection, episode.show_id, episode.id, limit=REMEMBERED)
        known = [
            (transcripts.of_episode(connection, other), transcripts.adverts_of(connection, other)) for other in others
        ]
    return learn((transcript, spans) for transcript, spans in known if transcript)
