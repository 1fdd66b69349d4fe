"""Brings an episode's audio into the cache folder, and keeps that folder free of what nobody needs any more."""

from collections.abc import Callable, Iterable
from pathlib import Path

from ingest.web import Web
from store.errors import Unusable

_TEXT_MARKS = (b"<!doctype", b"<html", b"<?xml", b"{")


def fetch_audio(
    web: Web, url: str, cache: Path, episode_id: int, *, max_bytes: int, on_bytes: Callable[[int, int | None], None]
) -> str:
    """Downloads the enclosure and gives the file's name in `cache`. The name comes from our id, never from the feed.

    Raises Unusable when what came is a web page or empty.
    """
    cache.mkdir(parents=True, exist_ok=True)
    path = cache / f"episode-{episode_id}.audio"
    web.download(url, path, max_bytes=max_bytes, on_bytes=on_bytes)
    with path.open("rb") as file:
        head = file.read(64).lstrip().lower()
    if not head or head.startswith(_TEXT_MARKS):
        path.unlink()
        raise Unusable("the audio address answered with " + ("a web page" if head else "nothing") + ", not audio")
    return path.name


def sweep(cache: Path, needed: Iterable[str]) -> None:
    """Deletes audio that no episode waits for: what a killed run left between its commit and its clean-up."""
    keep = set(needed)
    for path in cache.glob("episode-*.audio*"):
        if path.name not in keep:
            path.unlink(missing_ok=True)
