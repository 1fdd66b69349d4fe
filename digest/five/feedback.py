"""What a reader says of insights, and what that teaches.

"Useful", "not for me", saving and swapping say what the reader cares for. "Wrong" and "advert" say nothing of the
topic: they keep the insight, and what repeats it, out of this reader's five. They count against no show.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from digest.five.interest import Opinion, Taste
from digest.five.scoring import Refused
from index.library.documents import insight_text
from store import Store
from store.errors import Mistake
from store.queries import embeddings, feedback, insights, swaps
from store.queries.embeddings import text_hash
from store.records.insights import CitedInsight
from store.records.readers import Feedback, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackSoFar:
    """What a reader has said so far. `refused*`: what they called wrong or an advert."""

    taste: Taste
    refused_ids: frozenset[str]
    refused: Sequence[Refused]


def give(store: Store, reader_id: int, insight_id: str, verdict: Verdict | None, now: datetime) -> CitedInsight:
    """Sets the reader's verdict in place of an earlier one; None takes it back. Mistake when it is not there."""
    with store.write() as connection:
        cited = _known(connection, insight_id)
        if verdict is None:
            feedback.withdraw(connection, reader_id, insight_id)
        else:
            hashed = text_hash(insight_text(cited.insight))
            said = Feedback(insight_id=insight_id, verdict=verdict, text_hash=hashed, at=now)
            feedback.give(connection, reader_id, said)
    return cited


def keep(store: Store, reader_id: int, insight_id: str, now: datetime, *, saved: bool) -> CitedInsight:
    """Puts the insight on the reader's list, or takes it off. Mistake when it is not there."""
    with store.write() as connection:
        cited = _known(connection, insight_id)
        if saved:
            feedback.save(connection, reader_id, insight_id, now)
        else:
            feedback.unsave(connection, reader_id, insight_id)
    return cited


def hear(connection: Connection, reader_id: int, model_name: str) -> FeedbackSoFar:
    """Reads all of it. Saved and swapped in count as useful, what was named to go as not, unless the reader said
    otherwise."""
    said = feedback.of_reader(connection, reader_id)
    judged = {one.insight_id for one in said}
    liked = {one.text_hash: one.verdict == "useful" for one in said if one.verdict in ("useful", "not for me")}
    for cited in feedback.saved_by(connection, reader_id):
        if cited.insight.id not in judged:
            liked[text_hash(insight_text(cited.insight))] = True
    for key, yes in _swapped(connection, reader_id, judged):
        liked.setdefault(key, yes)
    refused = {one.insight_id: one.text_hash for one in said if one.verdict in ("wrong", "advert")}
    vectors = embeddings.of_hashes(connection, model_name, [*liked, *refused.values()])
    texts = {text_hash(text): text for text in _texts(connection, refused)}
    return FeedbackSoFar(
        taste=Taste([Opinion(vector=vectors[key], liked=yes) for key, yes in liked.items() if key in vectors]),
        refused_ids=frozenset(refused),
        refused=[Refused(vector=vectors[key], text=texts.get(key, "")) for key in refused.values() if key in vectors],
    )


def liked_ids(connection: Connection, reader_id: int) -> frozenset[str]:
    """The insights that count as useful."""
    said = {one.insight_id: one.verdict for one in feedback.of_reader(connection, reader_id)}
    saved = {cited.insight.id for cited in feedback.saved_by(connection, reader_id)}
    wanted = saved | {swap.in_id for swap in swaps.of_reader(connection, reader_id)}
    return frozenset({key for key, verdict in said.items() if verdict == "useful"} | (wanted - said.keys()))


def disliked_ids(connection: Connection, reader_id: int) -> frozenset[str]:
    """The insights that count as not for the reader."""
    said = {one.insight_id: one.verdict for one in feedback.of_reader(connection, reader_id)}
    gone = {swap.out_id for swap in swaps.of_reader(connection, reader_id) if swap.named}
    saved = {cited.insight.id for cited in feedback.saved_by(connection, reader_id)}
    return frozenset({key for key, verdict in said.items() if verdict == "not for me"} | (gone - said.keys() - saved))


def _swapped(connection: Connection, reader_id: int, judged: Collection[str]) -> list[tuple[str, bool]]:
    """(text hash, whether it was wanted) of what the reader swapped; of what went unnamed nothing was said."""
    found = []
    for swap in swaps.of_reader(connection, reader_id):
        found += [(swap.in_hash, True)] if swap.in_id not in judged else []
        found += [(swap.out_hash, False)] if swap.named and swap.out_id not in judged else []
    return found


def _texts(connection: Connection, insight_ids: Collection[str]) -> list[str]:
    """What these insights say today, in any order; nothing of those that are gone."""
    return [insight_text(cited.insight) for cited in insights.by_ids(connection, insight_ids).values()]


def _known(connection: Connection, insight_id: str) -> CitedInsight:
    cited = insights.by_id(connection, insight_id)
    if cited is None:
        raise Mistake(f"there is no insight {insight_id}")
    return cited
