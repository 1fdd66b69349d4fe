"""Which of the new insights a reader gets today. Pure: insights and vectors in, the chosen and all weighed out.

Greedy maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): the best by score (see scoring), less its
closeness to those already chosen. Two a show and one a thread at most, nothing weak, nothing said before.

What found no room on an earlier day waits (see daily): it comes after all that is new, must be worth more, and comes
only on a day that has news. The last place is for what the reader's feedback says nothing about, when all others are
there for it: a taste that is only ever confirmed goes blind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

import numpy as np

from digest.five.interest import NO_OPINION
from digest.five.reasons import facts_of
from digest.five.scoring import DigestCandidate, Refused, ScoredCandidate, Sent, like, rank, rows, show_key
from digest.five.why import Passed, sentence
from index.memory.same_claim import IDENTICAL, SAME_TALK
from store.queries.embeddings import Vector
from store.records.insights import CitedInsight
from store.records.readers import Considered
from store.records.threads import Thread

# What Earmark promises: five a day. Two a show, so that a full day has three shows at least; by judgement, not
# measured.
MOST = 5
MOST_A_SHOW = 2
# By judgement, not measured: the first is also what the choice of passages asks for (LEAST_WORTH); what found no room
# before has to be worth more than the new.
WORTH_FLOOR = 0.3
WORTH_FLOOR_WAITING = 0.45
# An insight of the least worth passes as long as nothing speaks against it; one that the reader's "not for me" or what
# was sent before speaks against needs more.
SCORE_FLOOR = 0.11

# By judgement, not measured: what the cosine with the nearest chosen one takes from a score (maximal marginal
# relevance).
_CLOSE_TO_CHOSEN = 0.3
_KNOWN = 0.08  # how far from "no opinion" feedback has said something


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    cited: CitedInsight
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The chosen, best first, and every candidate with its numbers and what became of it."""

    chosen: tuple[Choice, ...]
    weighed: tuple[Considered, ...]


def choose(
    candidates: Sequence[DigestCandidate],
    *,
    sent: Sequence[Sent],
    followed: Mapping[int, Thread],
    now: datetime,
    zone: tzinfo,
    refused: Sequence[Refused] = (),
    waited_since: date | None = None,
) -> Choices:
    """At most five. `refused` is what the reader called wrong or an advert; `followed` are their threads by id; `zone`
    decides what "today" is; `waited_since` is the day on which the waiting ones found no room.

    The same input gives the same output, whatever its order.
    """
    in_order = sorted(candidates, key=lambda c: c.cited.insight.id)
    units, ranked = rank(in_order, sent, frozenset(followed), now)
    day = _Day(units=units, ranked=ranked, lost=_lost(units, ranked, refused))
    choices: list[Choice] = []
    while len(day.chosen) < MOST:
        best, explored = day.next()
        if best is None:
            break
        facts = facts_of(best, day.ranked, day.passed_for(best), followed, now, zone, explored=explored)
        choices.append(Choice(cited=best.cited, why=sentence(facts, waited_since)))
        day.take(best)
    return Choices(chosen=tuple(choices), weighed=tuple(day.considered()))


class _Day:
    """The choice as it grows. `lost`: what is out before it begins, by id."""

    def __init__(self, *, units: Vector, ranked: Sequence[ScoredCandidate], lost: Mapping[str, Passed]) -> None:
        self.ranked = ranked
        self.chosen: list[ScoredCandidate] = []
        self._units = units
        self._lost = lost
        self._near = np.zeros(len(ranked), dtype=np.float32)  # the cosine of each with the nearest chosen one

    def next(self) -> tuple[ScoredCandidate | None, bool]:
        """The best that may still come, and whether it is there to look beyond the reader's known taste."""
        free = [r for r in self.ranked if r not in self.chosen and self._barred(r) is None]
        new = [r for r in free if not r.candidate.waiting]
        if not new and not any(not r.candidate.waiting for r in self.chosen):
            return None, False
        beyond = [r for r in new or free if _unknown(r)] if self._all_known() else []
        # Rounded, so that another build of numpy does not turn a tie.
        best = min(beyond or new or free, key=lambda r: (-round(self._marginal(r), 5), r.id), default=None)
        return best, bool(beyond)

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
                outcome="chosen" if r in self.chosen else self._barred(r) or "outscored",
            )
            for r in self.ranked
        ]

    def passed_for(self, winner: ScoredCandidate) -> list[Passed]:
        """Why each candidate of more worth that did not come does not come before `winner`."""
        new = [r for r in self.ranked if r not in self.chosen and not r.candidate.waiting]
        return [self._reason(r, winner) for r in new if r.worth > winner.worth]

    def _marginal(self, one: ScoredCandidate) -> float:
        return one.score * (1.0 - _CLOSE_TO_CHOSEN * max(0.0, float(self._near[one.row])))

    def _all_known(self) -> bool:
        """Whether the last place is next and feedback has brought all that have one."""
        return len(self.chosen) == MOST - 1 and all(r.candidate.interest > NO_OPINION + _KNOWN for r in self.chosen)

    def _barred(self, one: ScoredCandidate) -> Passed | None:
        """The rule that keeps it out whatever its score."""
        if one.id in self._lost:
            return self._lost[one.id]
        if sum(show_key(other.cited) == show_key(one.cited) for other in self.chosen) >= MOST_A_SHOW:
            return Passed.SHOW
        if any(set(other.cited.thread_ids) & set(one.cited.thread_ids) for other in self.chosen):
            return Passed.THREAD
        if any(_repeat(one, other) for other in self.chosen) or self._like_chosen(one):
            return Passed.SAME
        return None

    def _like_chosen(self, one: ScoredCandidate) -> bool:
        cosines = self._units[[other.row for other in self.chosen]] @ self._units[one.row]
        return bool(like(one.text, cosines, [other.text for other in self.chosen]))

    def _reason(self, loser: ScoredCandidate, winner: ScoredCandidate) -> Passed:
        barred = self._barred(loser)
        return self._outscored(loser, winner) if barred in (None, Passed.FLOOR) else barred

    def _outscored(self, loser: ScoredCandidate, winner: ScoredCandidate) -> Passed:
        """The part of the score that did most to put `winner` before a `loser` of more worth."""
        room = max(1e-6, 1.0 - _CLOSE_TO_CHOSEN * max(0.0, float(self._near[loser.row])))
        closeness = (1.0 - _CLOSE_TO_CHOSEN * max(0.0, float(self._near[winner.row]))) / room
        leads = {
            Passed.OLDER: winner.freshness / loser.freshness,
            Passed.UNFOLLOWED if winner.followed and not loser.followed else Passed.UNLIKED: (
                winner.interest / max(loser.interest, 1e-6)
            ),
            Passed.CLOSER: closeness * winner.novelty / loser.novelty,
        }
        return max(leads, key=lambda reason: leads[reason])


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
