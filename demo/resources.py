"""What the demo server can answer: a fixed list of addresses, so that none can reach another file of the machine."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from demo.feeds import feed_path, feed_xml, newest_at
from demo.world import SHOWS_FOLDER, DemoShow

AUDIO_TYPE = "audio/mpeg"
COVER = "cover.png"
GREETING_PATH = "/earmark-demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A body and what HTTP says about it. `modified` is aware UTC in whole seconds."""

    body: bytes
    content_type: str
    modified: datetime

    @property
    def etag(self) -> str:
        return f'"{sha256(self.body).hexdigest()[:20]}"'


Source = Callable[[datetime], Resource]
"""Makes a resource as it is at a moment."""


def addresses(shows: tuple[DemoShow, ...], base_url: str, first_day: date) -> dict[str, Source]:
    """Every path that the server answers, without query."""
    sources: dict[str, Source] = {GREETING_PATH: partial(_greeting, first_day)}
    for show in shows:
        sources[feed_path(show)] = partial(_feed, show, base_url, first_day)
        sources[f"/{show.slug}/{COVER}"] = _file(show, "", COVER, "image/png")
        for episode in show.episodes:
            sources[f"/{show.slug}/audio/{episode.audio}"] = _file(show, "audio", episode.audio, AUDIO_TYPE)
            for transcript in episode.transcripts:
                source = _file(show, "transcripts", transcript.file, f"{transcript.type}; charset=utf-8")
                sources[f"/{show.slug}/transcripts/{transcript.file}"] = source
            if episode.chapters_as == "podcasting2":
                name = f"{episode.key}.json"
                sources[f"/{show.slug}/chapters/{name}"] = _file(show, "chapters", name, "application/json+chapters")
    return sources


def _greeting(first_day: date, now: datetime) -> Resource:
    body = json.dumps({"earmark-demo": 1, "first_day": first_day.isoformat()}).encode()
    return Resource(body=body, content_type="application/json", modified=now.replace(microsecond=0))


def _feed(show: DemoShow, base_url: str, first_day: date, now: datetime) -> Resource:
    return Resource(
        body=feed_xml(show, base_url, first_day, now).encode(),
        content_type="application/rss+xml; charset=utf-8",
        modified=newest_at(show, first_day, now),
    )


def _file(show: DemoShow, folder: str, name: str, content_type: str) -> Source:
    path = SHOWS_FOLDER / show.slug / folder / name
    return lambda _now: Resource(body=path.read_bytes(), content_type=content_type, modified=_modified(path))


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
