"""Folds results of one stretch of talk into one. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.search.hits import Hit

_GAP = 10.0  # seconds of music or silence between passages that follow each other; adverts are longer


@dataclass(slots=True)
class _Group:
    """Hits of one stretch, the best ranked first; the stretch is that one's, with the passage around its quote."""

    hits: list[Hit]
    start: float
    end: float

    def add(self, hit: Hit) -> None:
        if _same_words(self.hits[0], hit):
            start, end = _stretch(hit)
            self.start, self.end = min(self.start, start), max(self.end, end)
        self.hits.append(hit)

    def takes(self, hit: Hit) -> bool:
        best = self.hits[0]
        if hit.episode_id != best.episode_id:
            return False
        start, end = _stretch(hit)
        if hit.kind == "insight":
            return _same_words(best, hit) or (best.kind == "insight" and start < best.end and best.start < end)
        return _same_words(best, hit) or (start <= self.end + _GAP and self.start <= end + _GAP)

    def shown(self) -> Hit:
        """The one whose own text matches best; of equals an insight, for it says the same in fewer words."""
        best = max(self.hits, key=lambda hit: (hit.own, hit.kind == "insight"))
        return replace(best, also=tuple(hit for hit in self.hits if hit is not best))


def folded(hits: Sequence[Hit]) -> list[Hit]:
    """Best first, by the best of each stretch, which may stand there for what is said around it: what is shown of the
    stretch is what answers best by itself.
    """
    groups: list[_Group] = []
    for hit in hits:
        group = next((each for each in groups if each.takes(hit)), None)
        if group is None:
            groups.append(_Group([hit], *_stretch(hit)))
        else:
            group.add(hit)
    return [group.shown() for group in groups]


def _stretch(hit: Hit) -> tuple[float, float]:
    """From the first to the last second of what is shown."""
    return (hit.sentences[0].start, hit.sentences[-1].end) if hit.sentences else (hit.start, hit.end)


def _same_words(one: Hit, other: Hit) -> bool:
    if one.kind == other.kind or one.episode_id != other.episode_id:
        return False
    insight, passage = (one, other) if one.kind == "insight" else (other, one)
    return insight.sentence[:60] in passage.text
