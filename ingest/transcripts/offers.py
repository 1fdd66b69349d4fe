"""Looks through the transcripts that a publisher offers for an episode, best first, until one can be trusted."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.transcripts.choice import ranked
from ingest.transcripts.reading import read
from ingest.transcripts.trust import Doubt, doubt_of, same_text, sketch
from ingest.web.client import Access, Web, without_secrets
from store import Store
from store.errors import Transient, Unusable
from store.queries import episodes, shows, transcripts
from store.records.episodes import Episode, Fetch
from store.records.transcripts import Transcript

log = logging.getLogger("earmark.offers")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowBackground:
    """What a transcript of a show is held against: its language, and the sketches of its others by title."""

    language: str | None = None
    others: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A transcript that reads, as it came; `doubt` is why it may not be that of the episode."""

    fetch: Fetch
    transcript: Transcript
    doubt: Doubt | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """The `best` is the first without doubt, else the first that reads. `refused` tells by address what became of those
    before it; `busy` is a host's excuse, where a try later may bring a better one. `sketches` are of all that read."""

    best: Offer | None = None
    refused: Mapping[str, str] = field(default_factory=dict)
    busy: Transient | None = None
    sketches: tuple[bytes, ...] = ()

    def stands(self, before: ShowBackground, now: ShowBackground) -> bool:
        """Whether what was found before the background of `before` would be found before that of `now`."""
        new = set(before.others.items()) ^ set(now.others.items())
        alike = any(same_text(own, other) for own in self.sketches for _, other in new)
        return before.language == now.language and not alike


def background(store: Store, episode: Episode) -> ShowBackground:
    with store.read() as connection:
        show = shows.by_id(connection, episode.show_id)
        sketches = transcripts.sketches_of_show(connection, episode.show_id)
        titles = episodes.by_ids(connection, [key for key in sketches if key != episode.id])
    others = {titles[key].feed.title: sketch for key, sketch in sketches.items() if key in titles}
    return ShowBackground(language=show.language if show else None, others=others)


def doubt(episode: Episode, transcript: Transcript, known: ShowBackground) -> Doubt | None:
    return doubt_of(transcript, language=known.language, duration=episode.feed.duration, others=known.others)


def look_through(web: Web, episode: Episode, known: ShowBackground, access: Access | None) -> Offers:
    doubtful: Offer | None = None
    refused: dict[str, str] = {}
    busy: Transient | None = None
    sketches: list[bytes] = []
    for link in ranked(episode.feed.transcripts, known.language):
        try:
            page = web.get(link.url, access=access)
            mime_type = link.mime_type or page.mime_type
            transcript = read(page.text, mime_type, link.url, episode.feed.duration)
        except (Unusable, Transient) as error:
            busy = error if isinstance(error, Transient) else busy
            refused[link.url] = str(error)
            log.warning("episode=%d transcript=%s refused=%r", episode.id, without_secrets(link.url), str(error))
            continue
        fetch = Fetch(kind="transcript", body=page.text, mime_type=mime_type, url=link.url)
        offer = Offer(fetch=fetch, transcript=transcript, doubt=doubt(episode, transcript, known))
        sketches.append(sketch(transcript))
        if offer.doubt is None:
            return Offers(best=offer, refused=refused, busy=busy, sketches=tuple(sketches))
        refused[link.url] = doubt_told(link.url, offer.doubt)
        log.warning("episode=%d transcript=%s doubt=%r", episode.id, without_secrets(link.url), offer.doubt)
        doubtful = doubtful or offer
    return Offers(best=doubtful, refused=refused, busy=busy, sketches=tuple(sketches))


def doubt_told(url: str, doubt: str) -> str:
    """The doubt as a sentence about the transcript."""
    return f"the transcript {without_secrets(url)} may not be of this episode: {doubt}"
