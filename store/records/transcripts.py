"""The records of what is said: words, segments, stretches, transcripts and the passages they are cut into."""

from collections.abc import Iterable
from dataclasses import dataclass

IN_EVERY_EPISODE = "said in every episode"  # the reason of a Span that is no advert: the show's own opening and end
PUBLISHED = "published:"  # how the source of a publisher's transcript begins


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

    def share_of(self, start: float, end: float) -> float:
        """How much of the stretch lies within, 0-1; of a moment, where `end` is not after `start`, all or nothing."""
        if end <= start:
            return float(self.start <= start < self.end)
        return max(0.0, min(end, self.end) - max(start, self.start)) / (end - start)


def held_by(spans: Iterable[Span], start: float, end: float) -> Span | None:
    """Of spans that together hold more than half of a word, a sentence or a segment, the one that holds most of it.

    The one rule of what is left out. Half, because times are rounded, and an edge that reaches a little into the next
    sentence must not take it away.
    """
    shares = [(span.share_of(start, end), span) for span in spans]
    if sum(share for share, _ in shares) <= 0.5:
        return None
    return max(shares, key=lambda known: known[0])[1]


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
