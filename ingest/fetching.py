"""The first step of an episode: the best published transcript that can be trusted, its audio, or both.

Audio is fetched where there is no transcript, where one is doubted, and where its times are to be checked.
"""

import logging
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ingest import stages
from ingest.feeds.chapters import MOST_BYTES, parse_chapters
from ingest.speech import enclosure
from ingest.transcripts import offers
from ingest.transcripts.offers import Offer, Offers, ShowBackground
from ingest.web.client import Access, Web, without_secrets
from ingest.web.download import OnBytes
from store import Store
from store.errors import Transient, Unusable
from store.queries import episodes, set_aside
from store.records.episodes import Chapter, Episode, Fetch, Stage

_ENDS_APART = 30.0  # seconds between the ends of transcript and audio from which an inserted advert is likely

log = logging.getLogger("earmark.fetching")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """How an episode's files are asked for, and which: `check_times` is EARMARK_CHECK_TIMES."""

    web: Web
    access: Access | None
    cache: Path
    max_audio_bytes: int
    check_times: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What the hosts gave, with the file already in the cache folder; nothing of it is stored yet. What was found is
    held against `background`, which an earlier episode of the show may change meanwhile.
    """

    fetch: Fetch
    found: Offers
    chapters: tuple[Chapter, ...]
    background: ShowBackground


def fetch(
    store: Store,
    sources: Sources,
    episode: Episode,
    on_bytes: OnBytes,
    brought: Brought | None = None,
) -> Offer | None:
    """Gives the transcript that was taken, as it was read, so that the next step need not read it again. `brought` is
    what was brought ahead, which is brought again where it would be another by now.

    Raises what keeps the episode from being had at all.
    """
    if brought is None or not brought.found.stands(brought.background, offers.background(store, episode)):
        brought = bring(store, sources, episode, on_bytes)
    _keep(store, episode, brought)
    return brought.found.best


def bring(store: Store, sources: Sources, episode: Episode, on_bytes: OnBytes) -> Brought:
    """Asks the hosts, and stores nothing. Raises as fetch does. May run beside other episodes, in a thread."""
    known = offers.background(store, episode)
    found = offers.look_through(sources.web, episode, known, sources.access)
    taken = partial(Brought, found=found, chapters=chapters_of(sources.web, episode), background=known)
    best = found.best
    if best and not (episode.feed.audio_url and _audio_wanted(sources.check_times, episode, best)):
        return taken(fetch=best.fetch)
    if best is None and episode.feed.audio_url is None and found.busy:
        raise found.busy
    try:
        name = _audio(store, sources, episode, on_bytes)
    except (Unusable, Transient) as error:
        if best is None or (best.doubt and isinstance(error, Transient) and stages.waits_again(episode.progress)):
            raise
        log.warning("episode=%d audio=unavailable error=%r", episode.id, str(error))
        return taken(fetch=best.fetch)
    if best is None:
        return taken(fetch=Fetch(kind="audio", body=name, url=episode.feed.audio_url or ""))
    return taken(fetch=replace(best.fetch, audio_file=name))


def chapters_of(web: Web, episode: Episode) -> tuple[Chapter, ...]:
    """Those in the feed, else those in the file that it names; an episode without chapters is as good as any."""
    if episode.feed.chapters or episode.feed.chapters_url is None:
        return episode.feed.chapters
    try:
        return parse_chapters(web.get(episode.feed.chapters_url, max_bytes=MOST_BYTES).body)
    except (Unusable, Transient) as error:
        address = without_secrets(episode.feed.chapters_url)
        log.warning("episode=%d chapters=%s set_aside=%r", episode.id, address, str(error))
        return ()


def _audio(store: Store, sources: Sources, episode: Episode, on_bytes: OnBytes) -> str:
    return enclosure.fetch_from_feed(
        store,
        sources.web,
        episode,
        sources.access,
        lambda url: enclosure.fetch_audio(
            sources.web,
            url,
            sources.cache,
            episode.id,
            max_bytes=sources.max_audio_bytes,
            on_bytes=on_bytes,
            access=sources.access,
        ),
    )


def _audio_wanted(check_times: str, episode: Episode, best: Offer) -> bool:
    if best.doubt or check_times == "always":
        return True
    if check_times == "off" or best.transcript.approximate or episode.feed.duration is None:
        return False
    return abs(best.transcript.segments[-1].end - episode.feed.duration) > _ENDS_APART


def _keep(store: Store, episode: Episode, brought: Brought) -> None:
    """What was refused is stored with it; whether a doubted transcript is set aside, the next step decides."""
    taken = brought.fetch
    refused = {url: reason for url, reason in brought.found.refused.items() if url != taken.url}
    with store.write() as connection:
        set_aside.keep(connection, episode.id, refused)
        episodes.keep_fetch(connection, episode.id, taken)
        episodes.keep_chapters(connection, episode.id, brought.chapters)
        episodes.advance(connection, episode.id, stages.succeed(Stage.FETCHED))
