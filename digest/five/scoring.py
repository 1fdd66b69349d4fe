"""What an insight scores for a reader: worth × novelty × interest × freshness, each between 0 and 1. Pure.

Worth has two sources that were never made to be compared: a model's own judgement of a claim that it wrote, and for a
speaker's own words a scorer made for speech. A written claim counts as it is, own words for a share of theirs:

    worth in the five    a written claim            a speaker's own words
    1.0                  the best                   -
    0.65                 good to know               the best there are
    0.3                  filler for a thin day      middling
    0.2                  not shown                  the weakest that are shown

Novelty: 1 is kept for what a second show confirms or what contradicts an earlier claim, 0.9 is new, and nearness to
what the reader was sent takes from it. Interest: 0.5 is no opinion. Freshness is small: a strong older claim still
beats a weak new one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from digest.five.interest import NO_OPINION, lifted
from index.library.documents import insight_text
from index.memory.same_claim import AMONG_THE_FIVE, same
from store.queries.embeddings import Vector
from store.queries.relations import JUDGED
from store.records.insights import CitedInsight, Insight, Relation

NOVEL_BELOW = 0.45  # MiniLM cosine; below the lowest between any two of eleven claims on one topic (0.51)
HALF_LIFE_DAYS = 5.0  # by judgement, not measured: a working week
# How much of their worth own words keep beside written claims. By judgement after a blind reading on 2026-11-26: of 34
# own words two readers would have been glad of none, of 54 written claims of 25 and 28; so the best own words stand
# beside a written claim that is good to know, never before one of the best.
OWN_WORDS = 0.65
STALEST = 0.85  # by judgement, not measured: the most that age takes, so that a strong older claim still wins

# Of what is new, of what another show confirms or contradicts, of what develops something sent; and the share that
# nearness to something sent takes at most. By judgement, not measured.
_NEW, _NOTED, _DEVELOPED = 0.9, 1.0, 0.8
_TAKEN_BY_NEARNESS = 0.5
_BATCH = 1000  # with 3,600 vectors sent (two years), 14 MB of cosines at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestCandidate:
    """A new insight. `vector` is of unit length; None when it was not embedded, then nothing is known to be near it.

    `interest` (0.5: no opinion) and `alike`, the number of useful insights that it is like, are what the reader's
    feedback says. `repeats` is the id of an insight sent before that says the same, either way round. `waiting`: it
    found no room on an earlier day.
    """

    cited: CitedInsight
    vector: Vector | None
    relations: Sequence[Relation] = ()
    repeats: str | None = None
    interest: float = NO_OPINION
    alike: int = 0
    waiting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An insight that this reader was sent on `day`. `text` is what its vector stands for, empty when unknown."""

    id: str
    headline: str
    day: date
    vector: Vector | None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What the reader called wrong or an advert. `text` is empty when the insight is gone or says another thing now."""

    vector: Vector
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredCandidate:
    """A candidate with the parts of its score. `row`: its place among all. `echoes`: it says what was sent before.
    `noted`: the relation that counts; `noted_sent`: the day on which its earlier insight was sent."""

    row: int
    candidate: DigestCandidate
    novelty: float
    interest: float
    freshness: float
    followed: bool
    echoes: bool
    near_sent: float
    nearest: Sent | None
    noted: Relation | None
    noted_sent: date | None

    @property
    def cited(self) -> CitedInsight:
        return self.candidate.cited

    @property
    def id(self) -> str:
        return self.cited.insight.id

    @property
    def text(self) -> str:
        return insight_text(self.cited.insight)

    @property
    def worth(self) -> float:
        return comparable_worth(self.cited.insight)

    @property
    def score(self) -> float:
        return self.worth * self.novelty * self.interest * self.freshness


def comparable_worth(insight: Insight) -> float:
    """One measure for written claims and own words, 0-1."""
    return insight.worth * (OWN_WORDS if insight.kind == "quote" else 1.0)


def show_key(cited: CitedInsight) -> str:
    """The same for a show that is followed at two addresses."""
    return " ".join(cited.show.casefold().split()) or f"#{cited.show_id}"


def freshness(published: datetime | None, now: datetime) -> float:
    """1 on the day, falling to a floor that it has half reached in five days; the floor for what has no date."""
    if published is None:
        return STALEST
    days = max(0.0, (now - published).total_seconds() / 86_400)
    return STALEST + (1.0 - STALEST) * float(0.5 ** (days / HALF_LIFE_DAYS))


def rank(
    candidates: Sequence[DigestCandidate], sent: Sequence[Sent], followed: frozenset[int], now: datetime
) -> tuple[Vector, list[ScoredCandidate]]:
    """The candidates' vectors as rows (zeros where there is none), and their scores."""
    size = next((c.vector.size for c in candidates if c.vector is not None), 1)
    units = rows([c.vector for c in candidates], size)
    memory = rows([s.vector for s in sent], size)
    by_id = {one.id: one for one in sent}
    ranked: list[ScoredCandidate] = []
    for first in range(0, len(candidates), _BATCH):
        cosines = units[first : first + _BATCH] @ memory.T
        for row, candidate in enumerate(candidates[first : first + _BATCH], start=first):
            ranked.append(_ranked(row, candidate, cosines[row - first], sent, by_id, followed, now))
    return units, ranked


def rows(vectors: Sequence[Vector | None], size: int) -> Vector:
    """The vectors as rows; a missing one, or one of another model's size, has a cosine of 0 with everything."""
    out = np.zeros((len(vectors), size), dtype=np.float32)
    for row, vector in enumerate(vectors):
        if vector is not None and vector.size == size:
            out[row] = vector
    return out


def like(text: str, cosines: Vector, others: Sequence[str]) -> list[int]:
    """Which of `others` say the same as `text`, by place; `cosines` are theirs with it."""
    near = np.flatnonzero(cosines >= AMONG_THE_FIVE.meaning)
    return [at for at in near.tolist() if same(text, others[at], AMONG_THE_FIVE, cosine=float(cosines[at]))]


def _ranked(
    row: int,
    candidate: DigestCandidate,
    cosines: Vector,
    sent: Sequence[Sent],
    by_id: dict[str, Sent],
    followed: frozenset[int],
    now: datetime,
) -> ScoredCandidate:
    known = candidate.vector is not None and len(cosines) > 0
    at = int(np.argmax(cosines)) if known else None
    near = 0.0 if at is None else max(0.0, float(cosines[at]))
    said_more = {r.earlier.insight.id for r in candidate.relations if r.kind != "repeats" and r.score >= JUDGED}
    close = [sent[at].id for at in like(insight_text(candidate.cited.insight), cosines, [one.text for one in sent])]
    said_again = {r.earlier.insight.id for r in candidate.relations if r.kind == "repeats"}
    echoes = (
        candidate.repeats is not None
        or any(one not in said_more for one in close)
        or any(one in by_id for one in said_again)
    )
    noted = _noted(candidate, by_id)
    is_followed = any(thread in followed for thread in candidate.cited.thread_ids)
    return ScoredCandidate(
        row=row,
        candidate=candidate,
        novelty=_novelty(near, noted, by_id),
        interest=lifted(candidate.interest, followed=is_followed),
        freshness=freshness(candidate.cited.published, now),
        followed=is_followed,
        echoes=echoes,
        near_sent=near,
        nearest=None if at is None else sent[at],
        noted=noted,
        noted_sent=by_id[noted.earlier.insight.id].day if noted and noted.earlier.insight.id in by_id else None,
    )


def _noted(candidate: DigestCandidate, sent: dict[str, Sent]) -> Relation | None:
    """The relation that makes it more, or less, than new: what it does to something sent goes first."""
    own = show_key(candidate.cited)
    told = [
        relation
        for relation in candidate.relations
        if relation.earlier.insight.id in sent
        or relation.kind == "contradicts"
        or (relation.kind == "repeats" and show_key(relation.earlier) != own)
    ]

    def order(relation: Relation) -> tuple[bool, int, float, str]:
        key = relation.earlier.insight.id
        return key not in sent, ("contradicts", "develops", "repeats").index(relation.kind), -relation.score, key

    return min(told, key=order, default=None)


def _novelty(near: float, noted: Relation | None, sent: dict[str, Sent]) -> float:
    taken = _TAKEN_BY_NEARNESS * max(0.0, near - NOVEL_BELOW) / (1.0 - NOVEL_BELOW)
    if noted is None:
        return _NEW * (1.0 - taken)
    if noted.kind == "develops":
        return max(_DEVELOPED, _NEW * (1.0 - taken)) if noted.earlier.insight.id in sent else _NEW * (1.0 - taken)
    return _NOTED * (1.0 - taken) if noted.kind == "repeats" else _NOTED
