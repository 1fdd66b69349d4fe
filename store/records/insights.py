"""The records of insights: claims and quotes with their proof, what was weighed, what one says of another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from store.records.voices import HearingOutcome

SPEAKER: Final = "speaker"  # the origin of an insight that no model wrote
DEMO_ORIGIN: Final = "written for the demo"  # of claims that come with the demo: no model wrote them
InsightKind = Literal["claim", "quote"]
RelationKind = Literal["develops", "repeats", "contradicts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A further quote of a claim: verbatim, one speaker's, and what the sentences `carries` of the body rest on.

    Sentences count from 0.
    """

    quote: str
    start: float
    end: float
    speaker: str | None
    approximate: bool
    carries: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a quote answers: a run of the words that `asked_by` said just before."""

    words: str
    asked_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """A claim or a quote with its proof. `quote` is verbatim: it carries a claim's headline, and what of the body no
    `support` does.

    `worth` orders insights, 0 (nothing) to 1 (best). Of a quote `placing` is the line that says who speaks on what, and
    `shown` the characters of `quote` (start, end) that are read, none where all are; the body is what they say. Quotes
    of older archives have no placing.
    """

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
    support: tuple[Support, ...] = ()
    placing: str = ""
    question: Question | None = None
    shown: tuple[tuple[int, int], ...] = ()

    @property
    def kind(self) -> InsightKind:
        """A claim is written and proved; a quote is what the speaker said and claims nothing of its own."""
        return "quote" if self.origin == SPEAKER else "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedInsight:
    """An insight with what a reader needs to check it: show, episode, date, audio.

    `heard` is what came of listening to its quote: the times are then those that were heard, and the speaker is gone
    where it is not their voice.
    """

    insight: Insight
    show_id: int
    show: str
    episode: str
    published: datetime | None
    audio_url: str | None
    link: str | None
    thread_ids: tuple[int, ...] = ()
    heard: HearingOutcome | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How the insight `insight_id` stands to the `earlier` one; `score` (0-1) says how sure that is."""

    insight_id: str
    earlier: CitedInsight
    kind: RelationKind
    score: float
