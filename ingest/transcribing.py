"""The second step of an episode: its transcript by the clock of its audio, with the adverts marked.

A published transcript is compared with the audio where that was fetched. One that is doubted is then set aside and the
audio recognised, unless a look at the audio lifts the doubt; without audio it is kept, and the doubt is said.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ingest import stages
from ingest.adverts.marking import mark_adverts
from ingest.adverts.sponsor_chapters import sponsored, unsaid
from ingest.memory import give_back
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
class Listening:
    """What of an episode is to be heard: the audio at `path`, to which the published `offer` may belong. `before` is
    what `heard_by` heard of it in an earlier run.
    """

    episode: Episode
    path: Path
    offer: Offer | None = None
    heard_by: str | None = None
    before: Heard = Heard()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """What came of it: the published transcript by the clock of the audio, or the recognised one with its voices told
    apart. `reason` is why a published one is set aside.
    """

    transcript: Transcript
    reason: str | None = None
    parted: ToldApart | None = None


OnPart = Callable[[str, Heard], None]  # the recogniser's name, and what it heard since the last part
OnProgress = Callable[[float, float | None], None]
Hearer = Callable[[Listening, OnPart, OnProgress], Listened]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ears:
    """How audio is heard: its transcriber and encoder are made where they are needed, and `cache` holds the files.

    Without an encoder nobody's voice is told from another's. `elsewhere` hears in this process's place.
    """

    transcriber: Callable[[], Transcriber]
    cache: Path
    keep_audio: bool
    voices: Callable[[], VoiceEncoder | None] = lambda: None
    elsewhere: Hearer | None = None

    def hear(self, listening: Listening, on_part: OnPart, on_seconds: OnProgress) -> Listened:
        if self.elsewhere:
            return self.elsewhere(listening, on_part, on_seconds)
        return listen(listening, self.transcriber, self.voices, on_part, on_seconds)


def listen(
    listening: Listening,
    transcriber: Callable[[], Transcriber],
    voices: Callable[[], VoiceEncoder | None],
    on_part: OnPart,
    on_seconds: OnProgress,
) -> Listened:
    """All that needs the audio. Knows no store, so that any process may do it."""
    reason: str | None = None
    if listening.offer:
        checked, reason = _compared(transcriber, listening.episode, listening.offer, listening.path)
        if checked:
            return Listened(transcript=checked)
    transcript = _recognised(transcriber(), listening, on_part, on_seconds)
    encoder = voices()
    parted = told_apart(transcript, listening.path, encoder, listening.episode.feed) if encoder else None
    give_back()
    return Listened(transcript=parted.transcript if parted else transcript, reason=reason, parted=parted)


def transcribe(store: Store, ears: Ears, episode: Episode, offer: Offer | None, on_seconds: OnProgress) -> bool:
    """False when what the step before had brought is gone. `offer`: the transcript that it read, where it was this
    run.
    """
    with store.read() as connection:
        fetched = episodes.fetched(connection, episode.id)
    path = sound_of(fetched, ears.cache) if fetched else None
    if fetched is None or (path and not path.exists()):
        return False
    taken: Offer | None = None
    if fetched.kind == "transcript":
        taken = _without_adverts(store, episode, offer or _read_again(store, episode, fetched))
    if path:
        keep = keeper(store, episode.id)
        listened = ears.hear(to_hear(store, episode, path, taken), keep, on_seconds)
    elif taken:
        listened = Listened(transcript=replace(taken.transcript, doubt=taken.doubt))
    else:
        return False
    _keep(store, episode, fetched, path, listened)
    if path and not ears.keep_audio:
        path.unlink(missing_ok=True)
    return True


def sound_of(fetched: Fetch, cache: Path) -> Path | None:
    name = fetched.body if fetched.kind == "audio" else fetched.audio_file
    return cache / name if name else None


def to_hear(store: Store, episode: Episode, path: Path, offer: Offer | None) -> Listening:
    """What a killed run had heard is not heard again."""
    with store.read() as connection:
        heard_by, before = recognised.so_far(connection, episode.id)
    return Listening(episode=episode, path=path, offer=offer, heard_by=heard_by, before=before)


def keeper(store: Store, episode_id: int) -> OnPart:
    """What stores each part as it is heard."""

    def keep(source: str, part: Heard) -> None:
        with store.write() as connection:
            recognised.add(connection, episode_id, source, part)

    return keep


def _keep(store: Store, episode: Episode, fetched: Fetch, path: Path | None, listened: Listened) -> None:
    """With the adverts marked and the voices named, by what earlier episodes of the show taught."""
    transcript = listened.transcript
    adverts = mark_adverts(store, episode, transcript, _chapters(episode, path, transcript))
    heard: list[VoiceHeard] = []
    if listened.parted:
        transcript, heard = with_names(store, episode, listened.parted, adverts)
    with store.write() as connection:
        voices.keep(connection, episode.show_id, episode.id, heard)
        transcripts.keep(connection, episode.id, transcript, adverts, sketch=sketch(transcript))
        if listened.reason:
            set_aside.add(connection, episode.id, {fetched.url: listened.reason})
        recognised.drop(connection, episode.id)
        episodes.drop_fetch(connection, episode.id)
        episodes.advance(connection, episode.id, stages.succeed(Stage.TRANSCRIBED))


def _read_again(store: Store, episode: Episode, fetched: Fetch) -> Offer:
    """After a kill between the two steps."""
    transcript = _as_read(fetched, episode)
    doubt = offers.doubt(episode, transcript, offers.background(store, episode))
    return Offer(fetch=fetched, transcript=transcript, doubt=doubt)


def hangs_on_others(episode: Episode, offer: Offer) -> bool:
    """Whether its times are laid by what other episodes of the show teach about adverts."""
    transcript = offer.transcript
    return transcript.approximate and bool(sponsored(episode.feed.chapters, transcript.segments[-1].end))


def _without_adverts(store: Store, episode: Episode, offer: Offer) -> Offer:
    """The offer with its times laid around the sponsors of whom it holds no word, where they were interpolated."""
    chapters = episode.feed.chapters
    if not hangs_on_others(episode, offer):
        return offer
    found = mark_adverts(store, episode, offer.transcript, chapters)
    holes = [Hole(start=each.start, end=each.end) for each in unsaid(chapters, offer.transcript, found)]
    return replace(offer, transcript=_as_read(offer.fetch, episode, holes)) if holes else offer


def _as_read(fetched: Fetch, episode: Episode, holes: Sequence[Hole] = ()) -> Transcript:
    return read(fetched.body, fetched.mime_type, fetched.url, episode.feed.duration, holes)


def _compared(
    transcriber: Callable[[], Transcriber], episode: Episode, offer: Offer, path: Path
) -> tuple[Transcript | None, str]:
    """The published transcript by the clock of the audio, or None with the reason why it is set aside."""
    transcript, doubt = offer.transcript, offer.doubt
    if doubt is None or isinstance(doubt, LengthDoubt):
        seconds = counted_seconds(path) or episode.feed.duration or transcript.segments[-1].end
        checked = compared(transcriber(), path, seconds, transcript)
        doubt = length_doubt(checked, seconds) if checked else doubt or Doubt("its words are not those of the audio")
        if checked and doubt is None:
            return checked, ""
    log.warning("episode=%d transcript=set_aside reason=%r", episode.id, str(doubt))
    return None, doubt_told(offer.fetch.url, doubt or "")


def _recognised(transcriber: Transcriber, listening: Listening, on_part: OnPart, on_seconds: OnProgress) -> Transcript:
    return transcriber.transcribe(
        listening.path,
        hotwords=hotwords(listening.episode),
        before=listening.before if listening.heard_by == transcriber.name else None,
        on_heard=partial(on_part, transcriber.name),
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
