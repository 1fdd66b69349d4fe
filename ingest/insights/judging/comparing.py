"""Orders an episode's insights by comparing two at a time: what their writer says they are worth is coarse.

Only those that the writer thinks worth the same are compared, and the order that comes out moves them apart within it.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from ingest.insights.judging.judge import Judge
from store.records.insights import Candidate, Insight

# By judgement: of twelve insights worth the same, put in one after the other by halves, 29 questions order all.
MOST_COMPARISONS = 30
BY_COMPARISON = "compared"
# As far as the best of those worth the same is moved above the last; the next worth stays out of reach.
_SPREAD = 0.1


def compared(
    kept: Sequence[Insight], weighed: Sequence[Candidate], judge: Judge
) -> tuple[list[Insight], list[Candidate]]:
    """The insights with the worth that their places give them, best first, and the candidates told of it."""
    asked = _Asked(judge)
    moved: dict[str, float] = {}
    for _, group in groupby(kept, key=lambda insight: _worth_class(insight, weighed)):
        ordered = asked.ordered(list(group))
        for place, insight in enumerate(ordered):
            moved[insight.id] = round(_SPREAD * (len(ordered) - 1 - place) / max(1, len(ordered) - 1), 4)
    if not asked.count:
        return list(kept), list(weighed)
    lifted = [replace(insight, worth=round(insight.worth + moved[insight.id], 4)) for insight in kept]
    told = [
        replace(
            each,
            worth=round(each.worth + moved[each.insight_id], 4),
            parts={**each.parts, BY_COMPARISON: moved[each.insight_id]},
        )
        if each.insight_id in moved and each.worth is not None
        else each
        for each in weighed
    ]
    return sorted(lifted, key=lambda insight: -insight.worth), told


def _worth_class(insight: Insight, weighed: Sequence[Candidate]) -> float:
    """What its writer thinks it worth."""
    return next((each.parts.get("by its writer", 0.0) for each in weighed if each.insight_id == insight.id), 0.0)


class _Asked:
    """Counts what the judge was asked, and asks no more than MOST_COMPARISONS."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self.count = 0

    def ordered(self, insights: Sequence[Insight]) -> list[Insight]:
        """Best first; each is put in by halves among those before it, and stays last once no more may be asked."""
        found: list[Insight] = []
        for insight in insights:
            low, high = 0, len(found)
            while low < high and self.count < MOST_COMPARISONS:
                middle = (low + high) // 2
                self.count += 1
                if self._judge.prefers(insight, found[middle]):
                    high = middle
                else:
                    low = middle + 1
            found.insert(high if low < high else low, insight)
        return found
