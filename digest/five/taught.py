"""What a reader's feedback has taught, for their eyes: which shows and topics it speaks for and against.

Tomorrow's five learn from what insights say (`interest.py`), not from where they stand; this counts where they stood.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy import Connection

from digest.five.feedback import disliked_ids, liked_ids
from store.queries import feedback, insights
from store.queries.threads import threads
from store.records.insights import CitedInsight
from store.records.readers import Feedback


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """How many insights of a show, or of a topic, counted as useful (`liked`) and how many as not."""

    id: int
    name: str
    liked: int
    disliked: int

    @property
    def side(self) -> int:
        """Above 0 for more of it, below for less."""
        return self.liked - self.disliked


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said of an insight, which is gone with its show where `cited` is None."""

    feedback: Feedback
    cited: CitedInsight | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """Leanings strongest first; `said` newest first."""

    shows: Sequence[Leaning]
    topics: Sequence[Leaning]
    said: Sequence[Said]


def read_taught(connection: Connection, reader_id: int) -> Taught:
    liked, disliked = liked_ids(connection, reader_id), disliked_ids(connection, reader_id)
    verdicts = feedback.of_reader(connection, reader_id)
    known = insights.by_ids(connection, liked | disliked | {one.insight_id for one in verdicts})
    labels = threads.labels(connection, {thread for cited in known.values() for thread in cited.thread_ids})
    return Taught(
        shows=_leanings(known.values(), liked, disliked, lambda cited: {cited.show_id: cited.show}),
        topics=_leanings(
            known.values(),
            liked,
            disliked,
            lambda cited: {one: labels[one] for one in cited.thread_ids if one in labels},
        ),
        said=[Said(feedback=one, cited=known.get(one.insight_id)) for one in reversed(verdicts)],
    )


def _leanings(
    judged: Iterable[CitedInsight],
    liked: AbstractSet[str],
    disliked: AbstractSet[str],
    homes: Callable[[CitedInsight], Mapping[int, str]],
) -> Sequence[Leaning]:
    """`homes`: the shows or the topics of an insight, by id."""
    names: dict[int, str] = {}
    more: Counter[int] = Counter()
    less: Counter[int] = Counter()
    for cited in judged:
        here = homes(cited)
        names.update(here)
        more.update(list(here) if cited.insight.id in liked else ())
        less.update(list(here) if cited.insight.id in disliked else ())
    found = [Leaning(id=key, name=names[key], liked=more[key], disliked=less[key]) for key in {*more, *less}]
    return sorted(found, key=lambda one: (-abs(one.side), one.name, one.id))
