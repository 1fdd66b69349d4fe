"""The records that pass between packages: frozen, keyword-only, without I/O; a reader's own are in reader_types,
those of topic threads in thread_types.

Times of day are aware UTC. Offsets into audio are seconds as float, named `start` and `end`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

IN_EVERY_EPISODE = "said in every episode"  # the reason of a Span that is no advert: the show's own opening and end
PUBLISHED = "published:"  # how the source of a publisher's transcript begins


class Stage(StrEnum):
    """How far an episode has come. Each stage's product is committed together with the stage itself."""

    DISCOVERED = "discovered"
    FETCHED = "fetched"
    TRANSCRIBED = "transcribed"
    DISTILLED = "distilled"
    INDEXED = "indexed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One spoken word with its punctuation, as it stands in the transcript."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of one speaker's talk. `words` is empty when the source times no single words."""

    start: float
    end: float
    text: str
    speaker: str | None = None
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """From `start` on, by the publisher's clock, the audio says it `seconds` later: something was inserted before."""

    start: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The whole talk of an episode in order. `approximate`: times were interpolated, not given by the source.

    `checked`: the publisher's times were compared with the audio and, where it says so, moved by `shifts`.
    `doubt` is a sentence on why the text may not be what is said in this episode.
    """

    segments: tuple[Segment, ...]
    source: str
    language: str | None = None
    approximate: bool = False
    checked: bool = False
    shifts: tuple[Shift, ...] = ()
    doubt: str | None = None

    @property
    def times(self) -> str:
        """How far its times can be trusted, in words."""
        if self.approximate:
            return "times are approximate"
        if not self.source.startswith(PUBLISHED):
            return "times are exact"
        return "the publisher's times, checked against the audio" if self.checked else "times are the publisher's"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of audio that is not content, `start` inclusive, `end` exclusive, with the cue that gave it away."""

    start: float
    end: float
    reason: str

    @property
    def told(self) -> str:
        """What the stretch is, in a reader's words."""
        return self.reason if self.reason == IN_EVERY_EPISODE else f"advert ({self.reason})"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptLink:
    """A transcript that the publisher offers (`podcast:transcript`)."""

    url: str
    mime_type: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """`start` in seconds. `listed` is false for one that the publisher keeps out of the contents, often an advert."""

    start: float
    title: str
    listed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundbite:
    """A passage that the show itself chose to advertise the episode with (`podcast:soundbite`)."""

    start: float
    end: float
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEpisode:
    """An episode as its feed describes it. `key` is its identity within the show; `notes` is plain text."""

    key: str
    title: str
    published: datetime | None
    audio_url: str | None
    audio_type: str = ""
    notes: str = ""
    link: str | None = None
    duration: float | None = None
    transcripts: tuple[TranscriptLink, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    chapters_url: str | None = None
    people: tuple[str, ...] = ()
    soundbites: tuple[Soundbite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What one fetch of a feed says about the show and its episodes, newest first.

    `silent` are the titles of entries with neither audio nor a transcript, `pace` the pause that it asks for between
    two looks, `new_url` where it says that it lives now, `next_page` where older episodes are listed, `complete` that
    no more will come.
    """

    title: str
    description: str = ""
    link: str | None = None
    language: str | None = None
    episodes: tuple[FeedEpisode, ...] = ()
    silent: tuple[str, ...] = ()
    pace: timedelta | None = None
    new_url: str | None = None
    next_page: str | None = None
    complete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """A followed show and the state of its feed.

    The next look is at `retry_at` after a failure, else not before `due_at`; none while `ended_at` is set. `moved_to`
    is where the host was seen to send us for good at `moved_seen_at`; it is believed when it says so again.
    """

    id: int
    feed_url: str
    title: str
    description: str = ""
    link: str | None = None
    demo: bool = False
    etag: str | None = None
    last_modified: str | None = None
    added_at: datetime
    checked_at: datetime | None = None
    attempts: int = 0
    retry_at: datetime | None = None
    error: str | None = None
    language: str | None = None
    categories: tuple[str, ...] = ()
    user_agent: str | None = None
    due_at: datetime | None = None
    pace_seconds: int | None = None
    failing_since: datetime | None = None
    moved_to: str | None = None
    moved_seen_at: datetime | None = None
    moved_at: datetime | None = None
    https_tried_at: datetime | None = None
    ended_at: datetime | None = None
    complete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where an episode stands. `given_up`: no further try until a person asks for one."""

    stage: Stage = Stage.DISCOVERED
    attempts: int = 0
    retry_at: datetime | None = None
    error: str | None = None
    given_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """An episode that Earmark knows. `wanted` is false for the back catalogue that nobody asked to take."""

    id: int
    show_id: int
    show: str
    feed: FeedEpisode
    progress: Progress
    wanted: bool
    discovered_at: datetime
    note: str | None = None
    fell_back: bool = False
    replaced_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """What fetching an episode brought: `body` is the published transcript, or the name of the cached audio file.

    `audio_file` is the cached audio beside a transcript.
    """

    kind: Literal["transcript", "audio"]
    body: str
    url: str
    mime_type: str = ""
    audio_file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """A claim with its proof. `quote` is verbatim; `worth` orders insights, 0 (nothing) to 1 (best)."""

    id: str
    episode_id: int
    headline: str
    body: str
    quote: str
    start: float
    end: float
    speaker: str | None
    origin: str
    worth: float
    approximate: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedInsight:
    """An insight with what a reader needs to check it: show, episode, date, audio."""

    insight: Insight
    show_id: int
    show: str
    episode: str
    published: datetime | None
    audio_url: str | None
    link: str | None
    thread_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A claim that was weighed for an episode. `outcome` is "kept" or why it was not; `parts` are the numbers behind
    `worth`, each already weighted, by name. `start` and `end` are None where no place in the talk was found."""

    headline: str
    outcome: str
    worth: float | None = None
    parts: Mapping[str, float] = field(default_factory=dict)
    start: float | None = None
    end: float | None = None
    insight_id: str | None = None


RelationKind = Literal["develops", "repeats", "contradicts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How the insight `insight_id` stands to the `earlier` one; `score` (0-1) says how sure that is."""

    insight_id: str
    earlier: CitedInsight
    kind: RelationKind
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A passage of the talk as the search index sees it: whole sentences, adverts left out.

    `speaker` is who says most of it; each of `sentences` has its own speaker and times.
    """

    id: str
    episode_id: int
    start: float
    end: float
    speaker: str | None
    sentences: tuple[Segment, ...]

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)
