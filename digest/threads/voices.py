"""Who makes a claim of a thread first, who agrees, and who contradicts it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from digest.threads.reading import Telling
from index.threads.story import SubClaim
from store.records.insights import CitedInsight

_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """`agree` are those who make the claim after `first`, from old to new; `denies` is what one of them contradicts,
    `denied_by` what contradicts one of them later.
    """

    first: CitedInsight
    agree: tuple[CitedInsight, ...]
    denies: tuple[CitedInsight, ...]
    denied_by: tuple[CitedInsight, ...]


def voices(told: Telling, claim: SubClaim) -> Voices:
    """What has no date comes last: nobody knows that it was first."""
    first, *agree = sorted(claim.members, key=lambda member: member.published or _LATEST)
    within = {member.insight.id for member in claim.members}
    return Voices(
        first=first,
        agree=tuple(agree),
        denies=_others(_denied(told, claim.members), within),
        denied_by=_others(_deniers(told, within), within),
    )


def _others(found: Sequence[CitedInsight], within: set[str]) -> tuple[CitedInsight, ...]:
    return tuple({other.insight.id: other for other in found if other.insight.id not in within}.values())


def _denied(told: Telling, members: Sequence[CitedInsight]) -> list[CitedInsight]:
    """What was said earlier, in the thread or outside it, and a member contradicts."""
    return [
        relation.earlier
        for member in members
        for relation in told.memory.relations.get(member.insight.id, ())
        if relation.kind == "contradicts"
    ]


def _deniers(told: Telling, within: set[str]) -> list[CitedInsight]:
    """The members of the thread that contradict one of those later."""
    return [
        member
        for member in told.members
        for relation in told.memory.relations.get(member.insight.id, ())
        if relation.kind == "contradicts" and relation.earlier.insight.id in within
    ]
