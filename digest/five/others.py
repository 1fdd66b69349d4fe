"""Reasons out of what others said: whom an insight contradicts, whom it goes on from, who says the same. Pure."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from digest.five import why
from digest.five.scoring import ScoredCandidate, show_key
from digest.five.why import Reason
from digest.wording import day_in
from index.memory.same_claim import SAME_TALK
from index.proof.attribution import is_somebody
from store.queries.relations import JUDGED
from store.records.insights import CitedInsight, Relation

WEEK = timedelta(days=7)  # what "this week" and "within a week" mean


def beside_others(
    best: ScoredCandidate, ranked: Sequence[ScoredCandidate], zone: tzinfo, today: date
) -> Iterator[Reason]:
    """At most one of what it contradicts or goes on from, and one of who says the same."""
    noted = best.noted
    if noted is not None and noted.kind == "contradicts":
        yield _contradiction(best, noted, zone, today)
    developed = next((r for r in best.candidate.relations if r.kind == "develops"), None)
    if noted is not None and noted.kind == "develops":
        developed = noted
    if developed:
        told = best.noted_sent if developed is noted else None
        yield _development(developed, told, zone, today)
    if agreement := _agreement(best, ranked, zone, today):
        yield agreement


def _contradiction(best: ScoredCandidate, noted: Relation, zone: tzinfo, today: date) -> Reason:
    who, earlier = person_or_show(noted.earlier), noted.earlier
    return why.contradicts(
        who=who,
        show=earlier.show if who != earlier.show else None,
        day=best.noted_sent or day_of(earlier, zone),
        told=best.noted_sent is not None,
        same_person=who != earlier.show and who == person_or_show(best.cited),
        today=today,
    )


def _development(noted: Relation, told: date | None, zone: tzinfo, today: date) -> Reason:
    who, earlier = person_or_show(noted.earlier), noted.earlier
    return why.goes_on(
        who=who,
        show=earlier.show if who != earlier.show else None,
        day=told or day_of(earlier, zone),
        told=told is not None,
        judged=noted.score >= JUDGED,
        today=today,
    )


def person_or_show(cited: CitedInsight) -> str:
    """A person by first and last name; otherwise the show: "Ines" may be anybody, "Speaker 2" is."""
    speaker = " ".join((cited.insight.speaker or "").split())
    return speaker if " " in speaker and is_somebody(speaker) else cited.show


def _agreement(best: ScoredCandidate, ranked: Sequence[ScoredCandidate], zone: tzinfo, today: date) -> Reason | None:
    same = [other for other in _same_elsewhere(best, ranked) if show_key(other) != show_key(best.cited)]
    others = [other for other in same if person_or_show(other) != person_or_show(best.cited)]
    if not same:
        return None
    if not others:
        first = min(same, key=_when)
        day = day_of(first, zone)
        return why.said_again(who=person_or_show(first), show=first.show, day=day, today=today)
    near = [other for other in others if _apart(best.cited, other) <= WEEK]
    if near:
        days = {day_in(zone, each.published) for each in (best.cited, *near) if each.published}
        return why.agrees(shows=_shows(near), days=len(days) - 1, other="", day=None, today=today)
    first = min(others, key=_when)
    day = day_of(first, zone)
    return why.agrees(shows=_shows(others), days=None, other=first.show, day=day, today=today)


def _same_elsewhere(best: ScoredCandidate, ranked: Sequence[ScoredCandidate]) -> list[CitedInsight]:
    """The earlier claims that it repeats, and those of the day that repeat it; none of the same recording."""
    told = [r.earlier for r in best.candidate.relations if r.kind == "repeats" and r.score < SAME_TALK]
    return told + [
        other.cited
        for other in ranked
        for r in other.candidate.relations
        if r.kind == "repeats" and r.score < SAME_TALK and r.earlier.insight.id == best.id
    ]


def _shows(others: Sequence[CitedInsight]) -> int:
    """Its own among them."""
    return 1 + len({show_key(other) for other in others})


def day_of(cited: CitedInsight, zone: tzinfo) -> date | None:
    return day_in(zone, cited.published) if cited.published else None


def _apart(one: CitedInsight, other: CitedInsight) -> timedelta:
    if one.published is None or other.published is None:
        return timedelta.max
    return abs(one.published - other.published)


def _when(cited: CitedInsight) -> tuple[datetime, str]:
    return cited.published or datetime.max.replace(tzinfo=UTC), cited.insight.id
