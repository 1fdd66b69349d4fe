"""What a thread tells: which claims are made in it and how often, what is new, who speaks where. Pure.

Two members make the same claim when one is stored as repeating the other, or by the rule for that in
index/memory/same_claim.py held against the thread's own members, so that what the whole thread is about counts for
little. A claim is led by the member that most others repeat, and only what repeats the leader itself stands beside it:
chains of likeness join nothing. On the half of IBM's motions where nothing was chosen, 72 % of those beside a leader
share a key point with it, texts without any key point counted as wrong; threads are seldom so alike, and mostly a
member stands alone.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from index.memory.archive import Claim
from index.memory.same_claim import WITHIN_A_THREAD, overlap, same
from store.records.insights import CitedInsight
from store.records.threads import Event

_NEAREST_AT_LEAST = 0.6  # cosine: under it nobody shares enough words either
_RULINGS = frozenset(("pinned", "excluded", "cleared"))
_MOVES = frozenset(("merged", "split", "moved"))
_EARLIEST = datetime.min.replace(tzinfo=UTC)

Pair = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubClaim:
    """A claim with its strongest wording, and who else makes it, from old to new."""

    leader: CitedInsight
    also: tuple[CitedInsight, ...] = ()

    @property
    def members(self) -> tuple[CitedInsight, ...]:
        return (self.leader, *self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """`claims` hold each member once, from old to new by who made them first; counts are the largest first.

    `new` are the ids of what came after the moment in question.
    """

    claims: tuple[SubClaim, ...]
    shows: tuple[tuple[str, int], ...]
    speakers: tuple[tuple[str, int], ...]
    new: frozenset[str] = frozenset()

    @property
    def news_first(self) -> list[SubClaim]:
        """Claims that a new member makes, before the others."""
        return sorted(self.claims, key=lambda claim: all(each.insight.id not in self.new for each in claim.members))


def tell(
    members: Sequence[CitedInsight],
    claims: Mapping[str, Claim],
    repeats: Collection[Pair],
    contradicts: Collection[Pair],
    new: Collection[str] = (),
) -> Story:
    """`claims` by insight id; a member without one stands alone unless `repeats` names it."""
    same = same_claims([claims[one.insight.id] for one in members if one.insight.id in claims])
    return Story(
        claims=tuple(group(members, (same | set(repeats)) - set(contradicts))),
        shows=_counted(member.show for member in members),
        speakers=_counted(member.insight.speaker for member in members),
        new=frozenset(new),
    )


def group(members: Sequence[CitedInsight], same: Collection[Pair]) -> list[SubClaim]:
    """The members as claims, given the pairs of ids that make the same one; which was made first comes first."""
    partners: dict[str, set[str]] = defaultdict(set)
    for one, other in (sorted(pair) for pair in same if len(pair) == 2):
        partners[one].add(other)
        partners[other].add(one)
    newest_first = sorted(members, key=_published, reverse=True)
    free = {member.insight.id: member for member in newest_first}
    found = []
    while free:
        leader = max(free.values(), key=_strength(partners, free))
        also = [member for key, member in free.items() if key in partners[leader.insight.id]]
        found.append(SubClaim(leader=leader, also=tuple(sorted(also, key=_published))))
        for member in (leader, *also):
            del free[member.insight.id]
    return sorted(found, key=lambda claim: min(map(_published, claim.members)))


def _strength(
    partners: Mapping[str, set[str]], free: Mapping[str, CitedInsight]
) -> Callable[[CitedInsight], tuple[int, float]]:
    return lambda member: (len(partners[member.insight.id] & free.keys()), member.insight.worth)


def same_claims(claims: Sequence[Claim]) -> set[Pair]:
    """Pairs of ids that make the same claim, whichever of the two came first."""
    if len(claims) < 2:
        return set()
    said = [frozenset(claim.stems) for claim in claims]
    uses = Counter(stem for stems in said for stem in stems)
    vectors = np.array([claim.vector for claim in claims])
    cosines = vectors @ vectors.T
    found = set()
    for at, other in np.argwhere(np.triu(cosines, 1) >= _NEAREST_AT_LEAST).tolist():
        one, two = said[at], said[other]
        # As the one sees it: how many of the rest use a word. `overlap` takes the other one out by itself.
        around = {stem: uses[stem] - (stem in one) for stem in one | two}
        shared = overlap(one, two, around, len(claims) - 2)
        first, second, cosine = claims[at], claims[other], float(cosines[at, other])
        if same(first.text, second.text, WITHIN_A_THREAD, cosine=cosine, shared=shared):
            found.add(frozenset((first.id, second.id)))
    return found


def news(
    events: Sequence[Event],
    made: Mapping[str, datetime],
    since: datetime | None,
    until: datetime | None = None,
) -> set[str]:
    """Ids of the members that came after `since`, up to `until`. `made`: when each member of today was extracted.

    What was moved here from another thread is news only when it was made after `since` too; what comes back is none,
    nor what a reader put in, or came along in that moment because of what the reader said.
    """
    if since is None:
        return set()
    before = {event.insight_id for event in events if event.at <= since}
    ruled = {event.at for event in events if event.kind in _RULINGS}
    return {
        event.insight_id
        for event in events
        if event.at > since
        and (until is None or event.at <= until)
        and event.insight_id in made
        and event.insight_id not in before
        and event.at not in ruled
        and (event.kind == "joined" or (event.kind in _MOVES and made[event.insight_id] > since))
    }


def _published(member: CitedInsight) -> datetime:
    return member.published or _EARLIEST


def _counted(names: Iterable[str | None]) -> tuple[tuple[str, int], ...]:
    counts = Counter(name.strip() for name in names if name and name.strip())
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
