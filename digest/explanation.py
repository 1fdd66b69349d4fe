"""All that is stored on why an insight is there: what was weighed beside it, its relations, its threads, its days.

Read once, then told by the terminal in full and by the insight's page in plain sentences.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from sqlalchemy import Connection

from digest import memory_words
from digest.memory_words import Memory
from digest.wording import number, ordinal, short_day
from store.queries import candidates, digests, insights, transcripts
from store.queries.threads import threads
from store.records.insights import Candidate, CitedInsight
from store.records.readers import Considered
from store.records.threads import Thread
from store.records.transcripts import Span, Transcript

KEPT = "kept"
_FEW_PARTS = 3  # by judgement, not measured: what one sentence can name


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """`weighed` are the candidates of its episode, best first; `days` the digests for which it was weighed,
    `standing` its place by score there and how many were weighed."""

    cited: CitedInsight
    transcript: Transcript | None
    adverts: Sequence[Span]
    weighed: Sequence[Candidate]
    memory: Memory
    threads: Sequence[Thread]
    days: Sequence[tuple[date, Considered]]
    standing: Mapping[date, tuple[int, int]]

    @property
    def place(self) -> int | None:
        """Its rank among the candidates of its episode, from 1; None where they were not kept."""
        ids = [candidate.insight_id for candidate in self.weighed]
        return ids.index(self.cited.insight.id) + 1 if self.cited.insight.id in ids else None

    @property
    def parts(self) -> Mapping[str, float]:
        """The numbers behind its worth by name, heaviest first."""
        found = dict(self.weighed[self.place - 1].parts) if self.place else {}
        return dict(sorted(found.items(), key=lambda part: (-abs(part[1]), part[0])))


def read_explanation(connection: Connection, insight_id: str, reader_id: int) -> Explanation | None:
    """None when there is no such insight."""
    cited = insights.by_id(connection, insight_id)
    if cited is None:
        return None
    episode_id = cited.insight.episode_id
    grouped = [threads.by_id(connection, thread_id, reader_id) for thread_id in cited.thread_ids]
    return Explanation(
        cited=cited,
        transcript=transcripts.of_episode(connection, episode_id),
        adverts=transcripts.adverts_of(connection, episode_id),
        weighed=candidates.of_episode(connection, episode_id),
        memory=memory_words.read_memory(connection, [insight_id]),
        threads=[thread for thread in grouped if thread],
        days=digests.considered_on(connection, reader_id, insight_id),
        standing=digests.standing_of(connection, reader_id, insight_id),
    )


def sentences(found: Explanation, zone: tzinfo) -> list[str]:
    """What a reader who asks "why is this here?" is told, in plain text."""
    insight = found.cited.insight
    told = [_proof(found), _episode(found)]
    ties = memory_words.ties(
        found.memory.relations.get(insight.id, ()), found.memory.repeated_by.get(insight.id, ()), zone
    )
    told += [f"{tie}." for tie in ties] or ["Nothing that was published before says the same or is on the same matter."]
    told += [_day(day, considered) for day, considered in found.days]
    return told


def _proof(found: Explanation) -> str:
    if found.transcript is None:
        return "Its transcript is no longer stored, so the quote cannot be looked up again."
    exact = "about where" if found.cited.insight.approximate else "to the word where"
    return f"Its quote is verbatim from the transcript, which says {exact} it is in the audio."


def _episode(found: Explanation) -> str:
    worth = f"Its worth is {100 * found.cited.insight.worth:.0f} of 100"
    if found.place is None:
        return f"{worth}."
    kept = sum(candidate.outcome == KEPT for candidate in found.weighed)
    was = "was" if kept == 1 else "were"
    place = ordinal(found.place) or f"number {found.place}"
    beside = f"{worth}, the {place} of {len(found.weighed)} claims weighed in its episode; {number(kept)} {was} kept"
    # What all candidates begin with is negative, so that only what sets it apart is left.
    named = ", ".join([f"“{name}”" for name, value in found.parts.items() if value > 0][:_FEW_PARTS])
    return f"{beside}. What spoke most for it: {named}." if named else f"{beside}."


def _day(day: date, considered: Considered) -> str:
    numbers = (
        f"worth {considered.worth:.2f}, novelty {considered.novelty:.2f}, interest {considered.interest:.2f}, "
        f"freshness {considered.freshness:.2f}: score {considered.score:.2f}"
    )
    outcome = "chosen" if considered.outcome == "chosen" else f"not chosen ({considered.outcome})"
    return f"For {short_day(day)} it was {outcome}: {numbers}."
