"""Brings an episode's audio into the cache folder, and keeps that folder free of what nobody needs any more."""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from ingest.feeds import feed
from ingest.feeds.identity import KnownEpisodes
from ingest.speech.decoding import sound_out
from ingest.web.client import Access, Web
from ingest.web.download import OnBytes, download
from ingest.web.responses import Missing
from store import Store
from store.errors import Transient, Unusable
from store.queries import shows
from store.records.episodes import Episode

_TEXT_MARKS = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body", b"{", b"[")

log = logging.getLogger("earmark.audio")


def fetch_audio(
    web: Web,
    url: str,
    cache: Path,
    episode_id: int,
    *,
    max_bytes: int,
    on_bytes: OnBytes | None = None,
    access: Access | None = None,
) -> str:
    """Downloads the enclosure and gives the file's name in `cache`. The name comes from our id, never from the feed.

    Raises Unusable when what came is no sound.
    """
    cache.mkdir(parents=True, exist_ok=True)
    path = cache / f"episode-{episode_id}.audio"
    download(web, url, path, max_bytes=max_bytes, on_bytes=on_bytes, access=access)
    with path.open("rb") as file:
        head = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    try:
        if not head or head.startswith(_TEXT_MARKS):
            raise Unusable("the audio address answered with " + ("a web page" if head else "nothing") + ", not audio")
        sound_out(path)
    except Unusable:
        path.unlink()
        raise
    return path.name


def fetch_from_feed(
    store: Store, web: Web, episode: Episode, access: Access | None, fetch: Callable[[str], str]
) -> str:
    """What `fetch` makes of the audio's address. When nothing is there, the feed is read again, once: hosts give out
    addresses that expire.
    """
    url = episode.feed.audio_url
    if url is None:
        raise Unusable("the feed gives neither audio nor a transcript that can be read")
    try:
        return fetch(url)
    except Missing:
        fresh = _named_now(store, web, episode, access)
        if fresh is None or fresh == url:
            raise
        log.info("episode=%d audio=moved", episode.id)
        return fetch(fresh)


def _named_now(store: Store, web: Web, episode: Episode, access: Access | None) -> str | None:
    """The address of the episode's audio as its feed gives it now."""
    with store.read() as connection:
        show = shows.by_id(connection, episode.show_id)
    if show is None:
        return None
    try:
        page = web.get(show.feed_url, access=access)
        listed = feed.parse(page.body, page.url, page.charset).episodes
    except (Unusable, Transient):
        return None
    known = KnownEpisodes([episode.feed], listed)
    same = next((each for each in listed if known.same_as(each)), None)
    return same.audio_url if same else None


def sweep(cache: Path, needed: Iterable[str], awaited: Iterable[int] = ()) -> None:
    """Deletes audio that no episode waits for: what a killed run left between its commit and its clean-up.

    What has come of the audio of the episodes `awaited` stays, for the next try to go on from.
    """
    parts = [f"episode-{episode_id}.audio.part" for episode_id in awaited]
    keep = {*needed, *parts, *(f"{part}.tag" for part in parts)}
    for path in cache.glob("episode-*.audio*"):
        if path.name not in keep:
            path.unlink(missing_ok=True)
