"""The first step of an episode: the best published transcript that can be trusted, its audio, or both.

Audio is fetched where there is no transcript, where one is doubted, and where its times are to be checked.
"""

import logging
from dataclasses import replace

from ingest import stages
from ingest.speech import enclosure
from ingest.tools import Tools, Watcher
from ingest.transcripts import offers
from ingest.transcripts.offers import Offer, Offers
from store.errors import Transient, Unusable
from store.queries import episodes, set_aside
from store.records.episodes import Episode, Fetch, Stage

_ENDS_APART = 30.0  # seconds between the ends of transcript and audio from which an inserted advert is likely

log = logging.getLogger("earmark.fetching")


def fetch(tools: Tools, episode: Episode, watcher: Watcher) -> None:
    """Raises what keeps the episode from being had at all."""
    access = tools.access(episode.show_id)
    found = offers.look_through(tools.web, episode, offers.background(tools.store, episode), access)
    best = found.best
    if best and not (episode.feed.audio_url and _audio_wanted(tools.check_times, episode, best)):
        _keep(tools, episode, best.fetch, found)
        return
    if best is None and episode.feed.audio_url is None and found.busy:
        raise found.busy
    try:
        name = _audio(tools, episode, watcher)
    except (Unusable, Transient) as error:
        if best is None or (best.doubt and isinstance(error, Transient) and stages.waits_again(episode.progress)):
            raise
        log.warning("episode=%d audio=unavailable error=%r", episode.id, str(error))
        _keep(tools, episode, best.fetch, found)
        return
    if best is None:
        _keep(tools, episode, Fetch(kind="audio", body=name, url=episode.feed.audio_url or ""), found)
    else:
        _keep(tools, episode, replace(best.fetch, audio_file=name), found)


def _audio(tools: Tools, episode: Episode, watcher: Watcher) -> str:
    access = tools.access(episode.show_id)
    return enclosure.fetch_from_feed(
        tools.store,
        tools.web,
        episode,
        access,
        lambda url: enclosure.fetch_audio(
            tools.web,
            url,
            tools.cache,
            episode.id,
            max_bytes=tools.max_audio_bytes,
            on_bytes=lambda done, total: watcher.advance(done, total, "bytes"),
            access=access,
        ),
    )


def _audio_wanted(check_times: str, episode: Episode, best: Offer) -> bool:
    if best.doubt or check_times == "always":
        return True
    if check_times == "off" or best.transcript.approximate or episode.feed.duration is None:
        return False
    return abs(best.transcript.segments[-1].end - episode.feed.duration) > _ENDS_APART


def _keep(tools: Tools, episode: Episode, fetch: Fetch, found: Offers) -> None:
    """What was refused is stored with it; whether a doubted transcript is set aside, the next step decides."""
    refused = {url: reason for url, reason in found.refused.items() if url != fetch.url}
    with tools.store.write() as connection:
        set_aside.keep(connection, episode.id, refused)
        episodes.keep_fetch(connection, episode.id, fetch)
        episodes.advance(connection, episode.id, stages.succeed(Stage.FETCHED))
