"""What the index holds of an insight or a passage: the text, and the fields it filters on. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from store.types import Chunk, Insight

Kind = Literal["insight", "passage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """`published` is None when the feed gives no date; such documents never pass a filter by date."""

    id: str
    kind: Kind
    episode_id: int
    show_id: int
    published: datetime | None
    text: str

    @property
    def key(self) -> str:
        """Unique over both kinds."""
        return f"{self.kind}:{self.id}"

    @property
    def published_s(self) -> int:
        return int(self.published.timestamp()) if self.published else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a search is limited to; None is no limit."""

    show_id: int | None = None
    since: datetime | None = None
    kind: Kind | None = None

    @property
    def since_s(self) -> int | None:
        # 0 stands for "no date", which no limit by date lets pass.
        return None if self.since is None else max(1, int(self.since.timestamp()))


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
