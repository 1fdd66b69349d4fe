"""What the index holds of an insight or a passage: the text, and the fields it filters on. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Literal

from store.records.insights import Insight
from store.records.transcripts import Chunk

Kind = Literal["insight", "passage"]

_NAME_WORD = re.compile(r"[^\W_]+")
_END_OF_TIME = 2**53  # seconds; up to here a 64-bit float, as JSON has it, holds every whole number


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """`published` is None when the feed gives no date; such documents never pass a filter by date.

    `speakers` are all who speak in it. `foreign`: it is in another language than English, whose words no stemmer here
    knows: they are found by their beginnings, too.
    """

    id: str
    kind: Kind
    episode_id: int
    show_id: int
    published: datetime | None
    text: str
    speakers: tuple[str, ...] = ()
    foreign: bool = False

    @property
    def key(self) -> str:
        """Unique over both kinds."""
        return document_key(self.kind, self.id)

    @property
    def speaker_names(self) -> list[str]:
        """Folded, each once."""
        return sorted({folded_name(speaker) for speaker in self.speakers} - {""})

    @property
    def published_s(self) -> int:
        return int(self.published.timestamp()) if self.published else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a search is limited to; None is no limit, an empty set lets nothing pass.

    `since` is inclusive, `until` exclusive. `speaker` is a whole name or the beginning of any of its words, in either
    case. `insight_ids` limits the insights alone, `passage_ids` the passages alone, `episode_ids` both.
    """

    show_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    kind: Kind | None = None
    speaker: str | None = None
    insight_ids: frozenset[str] | None = None
    passage_ids: frozenset[str] | None = None
    episode_ids: frozenset[int] | None = None

    @property
    def seconds(self) -> tuple[int, int] | None:
        """(first, last) second of publication, both inclusive; None when dates do not matter."""
        if self.since is None and self.until is None:
            return None
        # 0 stands for "no date", which no limit by date lets pass.
        first = 1 if self.since is None else max(1, int(self.since.timestamp()))
        return first, _END_OF_TIME if self.until is None else ceil(self.until.timestamp()) - 1

    @property
    def ids(self) -> dict[Kind, frozenset[str]]:
        """Kind → the ids that may pass, for the kinds that are so limited."""
        limits: dict[Kind, frozenset[str] | None] = {"insight": self.insight_ids, "passage": self.passage_ids}
        return {kind: ids for kind, ids in limits.items() if ids is not None}


def document_key(kind: Kind, id_: str) -> str:
    return f"{kind}:{id_}"


def passage_place(key: str) -> tuple[int, int] | None:
    """(episode, position) of a passage, which its id tells ("episode-position"); None of anything else."""
    head, _, position = key.rpartition("-")
    episode = head.removeprefix("passage:")
    known = head != episode and episode.isdecimal() and position.isdecimal()
    return (int(episode), int(position)) if known else None


def folded_name(name: str) -> str:
    """A speaker's name as it is compared: lower-case words with single spaces."""
    return " ".join(_NAME_WORD.findall(name.lower()))


def named_so(name: str, asked: str) -> bool:
    """Whether `asked` is the folded `name` or begins at one of its words."""
    return f" {name}".find(f" {asked}") >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What one of the two indexes found. `score` is a cosine or a BM25 score."""

    key: str
    episode_id: int
    score: float

    @property
    def kind(self) -> Kind:
        return "insight" if self.key.startswith("insight:") else "passage"

    @property
    def id(self) -> str:
        return self.key.partition(":")[2]


def insight_text(insight: Insight) -> str:
    """What stands for an insight wherever insights are compared: the store keeps its vector under this text."""
    return claim_text(insight.headline, insight.body)


def claim_text(headline: str, body: str) -> str:
    """As insight_text, from its parts."""
    return f"{headline}\n{body}"


def passage_text(show: str, episode: str, chunk: Chunk) -> str:
    """The talk with titles and speakers: both raise what is found (titles by .01-.02 nDCG on Spoken-SQuAD)."""
    lines: list[str] = [f"{show}: {episode}"]
    speaker: str | None = None
    for sentence in chunk.sentences:
        if sentence.speaker and sentence.speaker != speaker:
            lines.append(f"{sentence.speaker}: {sentence.text}")
        elif len(lines) == 1:
            lines.append(sentence.text)
        else:
            lines[-1] += f" {sentence.text}"
        speaker = sentence.speaker
    return "\n".join(lines)
