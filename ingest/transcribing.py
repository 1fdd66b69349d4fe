"""The second step of an episode: its transcript by the clock of its audio, with the adverts marked.

A published transcript is compared with the audio where that was fetched. One that is doubted is then set aside and the
audio recognised, unless a look at the audio lifts the doubt; without audio it is kept, and the doubt is said.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import stages
from ingest.adverts.marking import mark_adverts
from ingest.adverts.sponsor_chapters import sponsored, unsaid
from ingest.speech.decoding import counted_seconds, sound_out
from ingest.speech.recognition import Transcriber
from ingest.speech.spot_checks import compared
from ingest.transcripts import offers
from ingest.transcripts.alignment import shifted
from ingest.transcripts.offers import Offer, doubt_told
from ingest.transcripts.reading import read
from ingest.transcripts.timing import Hole
from ingest.transcripts.trust import Doubt, LengthDoubt, length_doubt, sketch
from ingest.voices.encoder import VoiceEncoder
from ingest.voices.speakers import ToldApart, told_apart, with_names
from store import Store
from store.queries import episodes, recognised, set_aside, transcripts
from store.queries.recognised import Heard
from store.queries.voices import voices
from store.records.episodes import Chapter, Episode, Fetch, Stage
from store.records.transcripts import Transcript
from store.records.voices import VoiceHeard

_MOST_HOT_NAMES = 8  # by judgement, not measured: whisper.py takes 60 tokens, and the titles need some of them

log = logging.getLogger("earmark.transcribing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ears:
    """How audio is heard: its transcriber and encoder are made where they are needed, and `cache` holds the files.

    Without an encoder nobody's voice is told from another's.
    """

    transcriber: Callable[[], Transcriber]
    cache: Path
    keep_audio: bool
    voices: Callable[[], VoiceEncoder | None] = lambda: None


def transcribe(
    store: Store, ears: Ears, episode: Episode, offer: Offer | None, on_seconds: Callable[[float, float | None], None]
) -> bool:
    """False when what the step before had brought is gone. `offer`: the transcript that it read, where it was this
    run.
    """
    with store.read() as connection:
        fetched = episodes.fetched(connection, episode.id)
    name = (fetched.body if fetched.kind == "audio" else fetched.audio_file) if fetched else None
    path = ears.cache / name if name else None
    if fetched is None or (path and not path.exists()):
        return False
    reason: str | None = None
    transcript: Transcript | None = None
    if fetched.kind == "transcript":
        taken = _without_adverts(store, episode, offer or _read_again(store, episode, fetched))
        transcript, reason = _published(ears, episode, taken, path)
    parted: ToldApart | None = None
    if transcript is None and path:
        transcript = _recognised(store, ears.transcriber(), episode, path, on_seconds)
        encoder = ears.voices()
        parted = told_apart(transcript, path, encoder, episode.feed) if encoder else None
        transcript = parted.transcript if parted else transcript
    if transcript is None:
        return False
    adverts = mark_adverts(store, episode, transcript, _chapters(episode, path, transcript))
    heard: list[VoiceHeard] = []
    if parted:
        transcript, heard = with_names(store, episode, parted, adverts)
    with store.write() as connection:
        voices.keep(connection, episode.show_id, episode.id, heard)
        transcripts.keep(connection, episode.id, transcript, adverts, sketch=sketch(transcript))
        if reason:
            set_aside.add(connection, episode.id, {fetched.url: reason})
        recognised.drop(connection, episode.id)
        episodes.drop_fetch(connection, episode.id)
        episodes.advance(connection, episode.id, stages.succeed(Stage.TRANSCRIBED))
    if path and not ears.keep_audio:
        path.unlink(missing_ok=True)
    return True


def _read_again(store: Store, episode: Episode, fetched: Fetch) -> Offer:
    """After a kill between the two steps."""
    transcript = _as_read(fetched, episode)
    doubt = offers.doubt(episode, transcript, offers.background(store, episode))
    return Offer(fetch=fetched, transcript=transcript, doubt=doubt)


def _without_adverts(store: Store, episode: Episode, offer: Offer) -> Offer:
    """The offer with its times laid around the sponsors of whom it holds no word, where they were interpolated."""
    chapters = episode.feed.chapters
    if not offer.transcript.approximate or not sponsored(chapters, offer.transcript.segments[-1].end):
        return offer
    found = mark_adverts(store, episode, offer.transcript, chapters)
    holes = [Hole(start=each.start, end=each.end) for each in unsaid(chapters, offer.transcript, found)]
    return replace(offer, transcript=_as_read(offer.fetch, episode, holes)) if holes else offer


def _as_read(fetched: Fetch, episode: Episode, holes: Sequence[Hole] = ()) -> Transcript:
    return read(fetched.body, fetched.mime_type, fetched.url, episode.feed.duration, holes)


def _published(ears: Ears, episode: Episode, offer: Offer, path: Path | None) -> tuple[Transcript | None, str | None]:
    """The published transcript, or None with the reason why it is set aside."""
    transcript, doubt = offer.transcript, offer.doubt
    if path is None:
        return replace(transcript, doubt=doubt), None
    if doubt is None or isinstance(doubt, LengthDoubt):
        seconds = counted_seconds(path) or episode.feed.duration or transcript.segments[-1].end
        checked = compared(ears.transcriber(), path, seconds, transcript)
        doubt = length_doubt(checked, seconds) if checked else doubt or Doubt("its words are not those of the audio")
        if checked and doubt is None:
            return checked, None
    log.warning("episode=%d transcript=set_aside reason=%r", episode.id, str(doubt))
    return None, doubt_told(offer.fetch.url, doubt or "")


def _recognised(
    store: Store,
    transcriber: Transcriber,
    episode: Episode,
    path: Path,
    on_seconds: Callable[[float, float | None], None],
) -> Transcript:
    """What a killed run had heard is not heard again."""
    with store.write() as connection:
        before = recognised.so_far(connection, episode.id, transcriber.name)
        if not before.until:
            recognised.drop(connection, episode.id)

    def keep(part: Heard) -> None:
        with store.write() as connection:
            recognised.add(connection, episode.id, transcriber.name, part)

    return transcriber.transcribe(
        path,
        hotwords=hotwords(episode),
        before=before,
        on_heard=keep,
        on_seconds=on_seconds,
    )


def hotwords(episode: Episode) -> str:
    """Names that are likely to be spoken, for a recogniser to spell."""
    names = [episode.show, *episode.feed.people[:_MOST_HOT_NAMES], episode.feed.title]
    return ", ".join(dict.fromkeys(filter(None, names)))


def _chapters(episode: Episode, path: Path | None, transcript: Transcript) -> tuple[Chapter, ...]:
    """Those of the feed, by the clock of the audio; where it names none, those inside the audio file."""
    if episode.feed.chapters:
        moved = (replace(each, start=shifted(each.start, transcript.shifts)) for each in episode.feed.chapters)
        return tuple(moved)
    return sound_out(path).chapters if path and episode.feed.chapters_url is None else ()
