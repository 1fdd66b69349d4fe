"""Which of the new insights a reader gets today. Pure: insights and vectors in, the chosen and all weighed out.

Greedy maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): the best by score (see scoring), less its
closeness to those already chosen. Two a show, or as many as the reader said, and one a thread at most, nothing weak,
nothing said before.

What found no room on an earlier day waits (see daily): it comes after all that is new, must be worth more, and comes
only on a day that has news. The last place is for what the reader's feedback says nothing about, when all others are
there for it: a taste that is only ever confirmed goes blind.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np

from digest.five.interest import NO_OPINION
from digest.five.scoring import OWN_WORDS, DigestCandidate, Refused, ScoredCandidate, Sent, like, rank, rows, show_key
from digest.wording import FIVE
from index.memory.same_claim import IDENTICAL, SAME_TALK
from store.queries.embeddings import Vector
from store.records.insights import CitedInsight
from store.records.readers import Considered

MOST = FIVE
MOST_A_SHOW = 2  # so that a full day has three shows at least; by judgement, not measured
NEXT = 2  # how many are shown under the five; by judgement, not measured: "why not that" without a second list to read
# By judgement, not measured. The choice of own words asks for more than the first (ingest/passages/selection.py);
# what found no room before has to be worth more than the new.
WORTH_FLOOR = 0.3 * OWN_WORDS
WORTH_FLOOR_WAITING = 0.45 * OWN_WORDS
# An insight of the least worth passes as long as nothing speaks against it; one that the reader's "not for me" or what
# was sent before speaks against needs more.
SCORE_FLOOR = 0.11 * OWN_WORDS

# By judgement, not measured: what the cosine with the nearest chosen one takes from a score (maximal marginal
# relevance).
_CLOSE_TO_CHOSEN = 0.3
_KNOWN = 0.08  # how far from "no opinion" feedback has said something


CHOSEN = "chosen"  # what is stored of a candidate that came


class Passed(StrEnum):
    """Why a candidate cannot come, in the words that are stored for it."""

    SENT = "sent before"
    REPEATS = "repeats what you were sent"
    REFUSED = "like what you called wrong"
    SHOW = "two from this show already"
    LIMIT = "enough of this show for you"
    THREAD = "its thread is here already"
    SAME = "nearly the same as another"
    FLOOR = "below the floor"


# Limits that keep the five varied; they say nothing against what they keep out.
_FOR_VARIETY = frozenset((Passed.SHOW, Passed.THREAD))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`explored`: it is there because feedback says nothing of it, and all others are there for it."""

    scored: ScoredCandidate
    explored: bool = False

    @property
    def cited(self) -> CitedInsight:
        return self.scored.cited


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The chosen, best first; what stands next; every candidate with its score, and with what became of it."""

    chosen: tuple[Choice, ...] = ()
    following: tuple[Choice, ...] = ()
    ranked: tuple[ScoredCandidate, ...] = ()
    weighed: tuple[Considered, ...] = ()


def choose(
    candidates: Sequence[DigestCandidate],
    *,
    sent: Sequence[Sent],
    followed: Collection[int],
    now: datetime,
    refused: Sequence[Refused] = (),
    offered: Collection[str] = (),
    limits: Mapping[int, int] | None = None,
) -> Choices:
    """At most five, and two that stand next. `refused` is what the reader called wrong or an advert; `followed` the ids
    of their threads; `offered` those of what stood next on an earlier day: it may be chosen, but not stand there again;
    `limits` how many a show may have, by id, where the reader said so: it then holds for what stands next, too.

    The same input gives the same output, whatever its order.
    """
    in_order = sorted(candidates, key=lambda c: c.cited.insight.id)
    units, ranked = rank(in_order, sent, frozenset(followed), now)
    day = _Day(units=units, ranked=ranked, lost=_lost(units, ranked, refused), limits=limits or {})
    chosen = []
    while len(day.chosen) < MOST:
        best, explored = day.next()
        if best is None:
            break
        chosen.append(Choice(scored=best, explored=explored))
        day.take(best)
    return Choices(
        chosen=tuple(chosen),
        weighed=tuple(day.considered()),
        following=tuple(Choice(scored=best) for best in day.following(frozenset(offered))),
        ranked=tuple(ranked),
    )


class _Day:
    """The choice as it grows. `lost`: what is out before it begins, by id; `limits` as in `choose`."""

    def __init__(
        self,
        *,
        units: Vector,
        ranked: Sequence[ScoredCandidate],
        lost: Mapping[str, Passed],
        limits: Mapping[int, int],
    ) -> None:
        self.ranked = ranked
        self.chosen: list[ScoredCandidate] = []
        self._units = units
        self._lost = lost
        self._limits = limits
        self._near = np.zeros(len(ranked), dtype=np.float32)  # the cosine of each with the nearest chosen one

    def next(self) -> tuple[ScoredCandidate | None, bool]:
        """The best that may still come, and whether it is there to look beyond the reader's known taste."""
        free = [r for r in self.ranked if r not in self.chosen and self._barred(r) is None]
        new = [r for r in free if not r.candidate.waiting]
        if not new and not any(not r.candidate.waiting for r in self.chosen):
            return None, False
        beyond = [r for r in new or free if _unknown(r)] if self._all_known() else []
        return self._best(beyond or new or free), bool(beyond)

    def take(self, best: ScoredCandidate) -> None:
        self.chosen.append(best)
        self._near = np.maximum(self._near, self._units @ self._units[best.row])

    def considered(self) -> list[Considered]:
        return [
            Considered(
                insight_id=r.id,
                worth=r.worth,
                novelty=r.novelty,
                interest=r.interest,
                freshness=r.freshness,
                score=r.score,
                outcome=CHOSEN if r in self.chosen else self._barred(r) or "outscored",
            )
            for r in self.ranked
        ]

    def following(self, offered: frozenset[str]) -> list[ScoredCandidate]:
        """What stands next, once the five are taken: by the same rules, else what only the limits for variety kept out.

        None where nothing was chosen: what waits makes no day.
        """
        found: list[ScoredCandidate] = []
        while self.chosen and len(found) < NEXT:
            best = self._next_of(frozenset(), offered) or self._next_of(_FOR_VARIETY, offered)
            if best is None:
                break
            found.append(best)
            self.take(best)
        return found

    def _next_of(self, let_pass: frozenset[Passed], offered: frozenset[str]) -> ScoredCandidate | None:
        left = [r for r in self.ranked if r not in self.chosen and r.id not in offered]
        free = [r for r in left if self._barred(r, let_pass) is None]
        return self._best([r for r in free if not r.candidate.waiting] or free)

    def _best(self, some: Sequence[ScoredCandidate]) -> ScoredCandidate | None:
        # Rounded, so that another build of numpy does not turn a tie.
        return min(some, key=lambda r: (-round(self._marginal(r), 5), r.id), default=None)

    def _marginal(self, one: ScoredCandidate) -> float:
        return one.score * (1.0 - _CLOSE_TO_CHOSEN * max(0.0, float(self._near[one.row])))

    def _all_known(self) -> bool:
        """Whether the last place is next and feedback has brought all that have one."""
        return len(self.chosen) == MOST - 1 and all(r.candidate.interest > NO_OPINION + _KNOWN for r in self.chosen)

    def _barred(self, one: ScoredCandidate, let_pass: frozenset[Passed] = frozenset()) -> Passed | None:
        """The rule that keeps it out whatever its score, but for those in `let_pass`."""
        if one.id in self._lost:
            return self._lost[one.id]
        of_show = sum(show_key(other.cited) == show_key(one.cited) for other in self.chosen)
        limit = self._limits.get(one.cited.show_id)
        if limit is not None and of_show >= limit:
            return Passed.LIMIT
        if limit is None and of_show >= MOST_A_SHOW and Passed.SHOW not in let_pass:
            return Passed.SHOW
        of_thread = any(set(other.cited.thread_ids) & set(one.cited.thread_ids) for other in self.chosen)
        if of_thread and Passed.THREAD not in let_pass:
            return Passed.THREAD
        if any(_repeat(one, other) for other in self.chosen) or self._like_chosen(one):
            return Passed.SAME
        return None

    def _like_chosen(self, one: ScoredCandidate) -> bool:
        cosines = self._units[[other.row for other in self.chosen]] @ self._units[one.row]
        return bool(like(one.text, cosines, [other.text for other in self.chosen]))


def _lost(units: Vector, ranked: Sequence[ScoredCandidate], refused: Sequence[Refused]) -> dict[str, Passed]:
    """Whatever is out before the choice begins."""
    wrong = units @ rows([one.vector for one in refused], units.shape[1] if len(units) else 1).T
    called_wrong = [one.text for one in refused]
    there = {r.id for r in ranked}
    out: dict[str, Passed] = {}
    for r in ranked:
        floor = WORTH_FLOOR_WAITING if r.candidate.waiting else WORTH_FLOOR
        if r.echoes:
            out[r.id] = Passed.SENT if r.near_sent >= IDENTICAL else Passed.REPEATS
        elif like(r.text, wrong[r.row], called_wrong):
            out[r.id] = Passed.REFUSED
        elif _old_news(r, there):
            out[r.id] = Passed.SAME
        elif r.worth < floor or r.score < SCORE_FLOOR:
            out[r.id] = Passed.FLOOR
    return out


def _old_news(one: ScoredCandidate, there: set[str]) -> bool:
    """Whether the show itself said it before and had its chance: an episode that comes again, at another address."""
    own = show_key(one.cited)
    return any(
        relation.kind == "repeats"
        and relation.score >= SAME_TALK
        and show_key(relation.earlier) == own
        and relation.earlier.insight.id not in there
        for relation in one.candidate.relations
    )


def _repeat(one: ScoredCandidate, other: ScoredCandidate) -> bool:
    pairs = ((one, other.id), (other, one.id))
    return any(r.kind == "repeats" and r.earlier.insight.id == key for by, key in pairs for r in by.candidate.relations)


def _unknown(one: ScoredCandidate) -> bool:
    """Whether neither feedback nor a followed thread says anything of it."""
    return not one.followed and abs(one.candidate.interest - NO_OPINION) <= _KNOWN
