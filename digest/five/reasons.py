"""The facts behind a choice: what set the chosen insight apart among the day's. Pure; `why` puts them into words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo

from digest.five.interest import NO_OPINION
from digest.five.scoring import NOVEL_BELOW, ScoredCandidate, show_key
from digest.five.why import Counterpart, Facts, Passed
from digest.wording import day_in
from store.records.insights import CitedInsight
from store.records.threads import Thread

_SET_APART = 0.02  # less of an interest than that does not change a place


def facts_of(
    best: ScoredCandidate,
    ranked: Sequence[ScoredCandidate],
    passed: Sequence[Passed],
    followed: Mapping[int, Thread],
    now: datetime,
    zone: tzinfo,
    *,
    explored: bool = False,
) -> Facts:
    """`passed`: why each stronger candidate that was not chosen does not come before it."""
    new = [r for r in ranked if not r.candidate.waiting]
    reasons = Counter(passed)
    ages = [_days_old(r.cited.published, now, zone) for r in new]
    age = _days_old(best.cited.published, now, zone)
    thread, members = _own_thread(best, ranked, followed)
    return Facts(
        new=len(new),
        stronger=sum(r.worth > best.worth for r in new),
        equals=sum(r.worth == best.worth for r in new if r is not best),
        days_old=age,
        newer_than_some=len(new) == 1 or any(other is None or (age is not None and other > age) for other in ages),
        said=_said(best, ranked, zone),
        thread=thread.label if thread else None,
        thread_shows=thread.shows if thread else 0,
        thread_new=len(members),
        thread_stronger=sum(r.worth > best.worth for r in members),
        thread_equals=sum(r.worth == best.worth for r in members) - 1,
        alike=best.candidate.alike if _liked_more(best, ranked) else 0,
        explored=explored,
        waiting=best.candidate.waiting,
        passed=max(reasons.items(), key=lambda pair: (pair[1], pair[0].value)) if reasons else None,
        nearest=(best.nearest.headline, best.nearest.day, best.near_sent) if best.nearest else None,
        others_are_like_sent=any(r.near_sent >= NOVEL_BELOW for r in ranked),
        today=day_in(zone, now),
    )


def _liked_more(best: ScoredCandidate, ranked: Sequence[ScoredCandidate]) -> bool:
    own = best.candidate.interest
    return own > NO_OPINION and any(r.candidate.interest < own - _SET_APART for r in ranked)


def _days_old(published: datetime | None, now: datetime, zone: tzinfo) -> int | None:
    return None if published is None else (day_in(zone, now) - day_in(zone, published)).days


def _own_thread(
    best: ScoredCandidate, ranked: Sequence[ScoredCandidate], followed: Mapping[int, Thread]
) -> tuple[Thread | None, list[ScoredCandidate]]:
    """The followed thread in which it stands highest, with the new insights in that thread."""
    found = [
        (followed[thread_id], [r for r in ranked if thread_id in r.cited.thread_ids])
        for thread_id in best.cited.thread_ids
        if thread_id in followed
    ]

    def place(thread_with_members: tuple[Thread, list[ScoredCandidate]]) -> tuple[int, int, int]:
        thread, members = thread_with_members
        return sum(r.worth > best.worth for r in members), -len(members), thread.id

    return min(found, key=place, default=(None, []))


def _said(best: ScoredCandidate, ranked: Sequence[ScoredCandidate], zone: tzinfo) -> Counterpart | None:
    """What its relation says, or that another show says it on the same day."""
    noted = best.noted
    if noted is not None and noted.kind != "repeats":
        headline = noted.earlier.insight.headline if best.noted_sent else None
        day = best.noted_sent or _day(noted.earlier, zone)
        return Counterpart(kind=noted.kind, day=day, show=noted.earlier.show, headline=headline)
    before, beside = _other_shows(best, ranked)
    if not before and not beside:
        return None
    first = min(before or beside, key=_when)
    return Counterpart(
        kind="confirms" if before else "joins",
        day=_day(first, zone),
        show=first.show,
        shows=1 + len({show_key(other) for other in (*before, *beside)}),
    )


def _other_shows(
    best: ScoredCandidate, ranked: Sequence[ScoredCandidate]
) -> tuple[list[CitedInsight], list[CitedInsight]]:
    """Those of other shows that say the same: the earlier ones, and those of the day that repeat it."""
    before = [r.earlier for r in best.candidate.relations if r.kind == "repeats"]
    beside = [
        r.cited
        for r in ranked
        if any(o.kind == "repeats" and o.earlier.insight.id == best.id for o in r.candidate.relations)
    ]
    own = show_key(best.cited)
    return [c for c in before if show_key(c) != own], [c for c in beside if show_key(c) != own]


def _when(cited: CitedInsight) -> tuple[float, str]:
    """Its place in time, undated ones last."""
    return cited.published.timestamp() if cited.published else float("inf"), cited.insight.id


def _day(cited: CitedInsight, zone: tzinfo) -> date | None:
    return day_in(zone, cited.published) if cited.published else None
