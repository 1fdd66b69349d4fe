"""Which of the new insights a reader gets today. Pure: insights and vectors in, the chosen and their reasons out.

Greedy maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): the best by worth, freshness and interest, less
its closeness to those already chosen and to what the reader was sent before.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

import numpy as np

from digest.why import NOVEL_BELOW, Facts, Passed, sentence
from digest.wording import day_in
from store.embeddings import Vector
from store.types import CitedInsight, Thread

MOST = 5
MOST_A_SHOW = 2
WORTH_FLOOR = 0.3
# MiniLM cosine. Of the 55 pairs of eleven claims on one topic two reach it (median 0.67); three of those claims put in
# other words came to 0.80-0.92, so a free rewording may pass.
REPEAT = 0.85
HALF_LIFE_DAYS = 5.0
FRESHNESS_FLOOR = 0.1

_WORTH, _FRESHNESS, _INTEREST = 0.75, 0.1, 0.15
_CLOSE_TO_CHOSEN, _CLOSE_TO_SENT = 0.2, 0.15
_BATCH = 1000  # with 3,600 vectors sent (two years), 14 MB of cosines at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A new insight. `vector` is of unit length; None when it was not embedded, then nothing is known to be near it."""

    cited: CitedInsight
    vector: Vector | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An insight that this reader was sent on `day`."""

    headline: str
    day: date
    vector: Vector | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    cited: CitedInsight
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranked:
    """A candidate with the parts of its score, each between 0 and 1 before its weight. `row`: its place among all."""

    row: int
    cited: CitedInsight
    freshness: float
    followed: bool
    near_sent: float
    nearest: Sent | None

    @property
    def worth(self) -> float:
        return self.cited.insight.worth

    @property
    def score(self) -> float:
        parts = _WORTH * self.worth + _FRESHNESS * self.freshness + _INTEREST * self.followed
        return parts - _CLOSE_TO_SENT * self.near_sent


def choose(
    candidates: Sequence[Candidate],
    *,
    sent: Sequence[Sent],
    followed: Mapping[int, Thread],
    now: datetime,
    zone: tzinfo,
) -> list[Choice]:
    """At most five, best first: two a show, one a thread, nothing weak and nothing that was sent before.

    `followed` are the reader's threads by id; `zone` decides what "today" is. The same input gives the same output.
    """
    units, ranked = _rank(sorted(candidates, key=lambda c: c.cited.insight.id), sent, followed, now)
    near = np.zeros(len(ranked), dtype=np.float32)  # the cosine of each candidate with the nearest chosen one
    worthy = [r for r in ranked if r.worth >= WORTH_FLOOR]
    chosen: list[_Ranked] = []
    choices: list[Choice] = []
    while len(chosen) < MOST:
        free = [r for r in worthy if r not in chosen and _barred(r, chosen, near) is None]
        if not free:
            break
        # Rounded, so that another build of numpy does not turn a tie.
        best = min(free, key=lambda r: (-round(r.score - _CLOSE_TO_CHOSEN * float(near[r.row]), 5), r.cited.insight.id))
        facts = _facts(best, ranked, worthy, chosen, near, followed, now, zone)
        choices.append(Choice(cited=best.cited, why=sentence(facts)))
        chosen.append(best)
        near = np.maximum(near, units @ units[best.row])
    return choices


def freshness(published: datetime | None, now: datetime) -> float:
    """Halves every five days down to a floor: a strong older claim still beats a weak new one."""
    if published is None:
        return FRESHNESS_FLOOR
    days = max(0.0, (now - published).total_seconds() / 86_400)
    return max(FRESHNESS_FLOOR, float(0.5 ** (days / HALF_LIFE_DAYS)))


def _rank(
    candidates: Sequence[Candidate], sent: Sequence[Sent], followed: Mapping[int, Thread], now: datetime
) -> tuple[Vector, list[_Ranked]]:
    """The candidates' vectors as rows, and their scores."""
    size = next((c.vector.size for c in candidates if c.vector is not None), 1)
    nothing = np.zeros(size, dtype=np.float32)  # a cosine of 0 with everything
    units = np.vstack([nothing, *(nothing if c.vector is None else c.vector for c in candidates)])[1:]
    remembered = [s for s in sent if s.vector is not None and s.vector.size == size]
    nearest = _nearest(units, np.vstack([nothing, *(s.vector for s in remembered if s.vector is not None)])[1:])
    ranked = [
        _Ranked(
            row=row,
            cited=candidate.cited,
            freshness=freshness(candidate.cited.published, now),
            followed=any(thread in followed for thread in candidate.cited.thread_ids),
            near_sent=max(0.0, cosine),
            nearest=None if at is None or candidate.vector is None else remembered[at],
        )
        for row, (candidate, (at, cosine)) in enumerate(zip(candidates, nearest, strict=True))
    ]
    return units, ranked


def _nearest(units: Vector, memory: Vector) -> list[tuple[int | None, float]]:
    """For each row of `units` the row of `memory` nearest to it, with the cosine."""
    if not len(memory):
        return [(None, 0.0)] * len(units)
    out: list[tuple[int | None, float]] = []
    for first in range(0, len(units), _BATCH):
        cosines = units[first : first + _BATCH] @ memory.T
        at = np.argmax(cosines, axis=1)
        out += zip(at.tolist(), cosines[np.arange(len(at)), at].tolist(), strict=True)
    return out


def _barred(ranked: _Ranked, chosen: Sequence[_Ranked], near: Vector) -> Passed | None:
    """The rule that keeps it out whatever its score."""
    if ranked.near_sent >= REPEAT:
        return Passed.SENT
    if sum(other.cited.show_id == ranked.cited.show_id for other in chosen) >= MOST_A_SHOW:
        return Passed.SHOW
    if any(set(other.cited.thread_ids) & set(ranked.cited.thread_ids) for other in chosen):
        return Passed.THREAD
    return Passed.SAME if near[ranked.row] >= REPEAT else None


def _outscored(loser: _Ranked, winner: _Ranked, near: Vector) -> Passed:
    """The part of the score that did most to put `winner` before a `loser` of more worth."""
    closeness = _CLOSE_TO_CHOSEN * float(near[loser.row] - near[winner.row])
    closeness += _CLOSE_TO_SENT * (loser.near_sent - winner.near_sent)
    leads = {
        Passed.OLDER: _FRESHNESS * (winner.freshness - loser.freshness),
        Passed.UNFOLLOWED: _INTEREST * (winner.followed - loser.followed),
        Passed.CLOSER: closeness,
    }
    return max(leads, key=lambda reason: leads[reason])


def _facts(
    best: _Ranked,
    ranked: Sequence[_Ranked],
    worthy: Sequence[_Ranked],
    chosen: Sequence[_Ranked],
    near: Vector,
    followed: Mapping[int, Thread],
    now: datetime,
    zone: tzinfo,
) -> Facts:
    stronger = [r for r in worthy if r.worth > best.worth and r not in chosen]
    reasons = Counter(_barred(r, chosen, near) or _outscored(r, best, near) for r in stronger)
    ages = [_days_old(r.cited.published, now, zone) for r in ranked]
    age = _days_old(best.cited.published, now, zone)
    thread, members = _own_thread(best, ranked, followed)
    return Facts(
        new=len(ranked),
        stronger=sum(r.worth > best.worth for r in ranked),
        equals=sum(r.worth == best.worth for r in ranked) - 1,
        days_old=age,
        newer_than_some=len(ranked) == 1 or any(other is None or (age is not None and other > age) for other in ages),
        thread=thread.label if thread else None,
        thread_shows=thread.shows if thread else 0,
        thread_new=len(members),
        thread_stronger=sum(r.worth > best.worth for r in members),
        thread_equals=sum(r.worth == best.worth for r in members) - 1,
        passed=max(reasons.items(), key=lambda pair: (pair[1], pair[0].value)) if reasons else None,
        nearest=(best.nearest.headline, best.nearest.day, best.near_sent) if best.nearest else None,
        others_are_like_sent=any(r.near_sent >= NOVEL_BELOW for r in worthy),
        today=day_in(zone, now),
    )


def _days_old(published: datetime | None, now: datetime, zone: tzinfo) -> int | None:
    return None if published is None else (day_in(zone, now) - day_in(zone, published)).days


def _own_thread(
    best: _Ranked, ranked: Sequence[_Ranked], followed: Mapping[int, Thread]
) -> tuple[Thread | None, list[_Ranked]]:
    """The followed thread in which it stands highest, with the new insights in that thread."""
    found = [
        (followed[thread_id], [r for r in ranked if thread_id in r.cited.thread_ids])
        for thread_id in best.cited.thread_ids
        if thread_id in followed
    ]

    def place(thread_with_members: tuple[Thread, list[_Ranked]]) -> tuple[int, int, int]:
        thread, members = thread_with_members
        return sum(r.worth > best.worth for r in members), -len(members), thread.id

    return min(found, key=place, default=(None, []))
