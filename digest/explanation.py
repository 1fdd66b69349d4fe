"""All that is stored on why an insight is there: what was weighed beside it, its relations, its threads, its days.

Read once, then told by the terminal in full, with its numbers, and by the page in words alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from sqlalchemy import Connection

from digest import memory_words
from digest.five.interest import NO_OPINION
from digest.five.select import CHOSEN, Passed
from digest.memory_words import Memory
from digest.wording import number, short_day
from store.queries import candidates, digests, insights, transcripts
from store.queries.threads import threads
from store.records.insights import Candidate, CitedInsight
from store.records.readers import Considered
from store.records.threads import Thread
from store.records.transcripts import Span, Transcript

KEPT = "kept"


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
    """What a reader who asks "why is this here?" is told, in plain text: no number of a score is among it."""
    insight = found.cited.insight
    told = [_proof(found), *_episode(found)]
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


def _episode(found: Explanation) -> list[str]:
    """Nothing where the candidates of its episode were not kept."""
    kept = sum(candidate.outcome == KEPT for candidate in found.weighed)
    if found.place is None:
        return []
    if found.place == 1:
        alone = ", and the only one worth keeping" if kept == 1 else ""
        return [f"It seemed the best thing in its episode{alone}."]
    return [f"It is one of {number(kept)} things that seemed worth keeping from its episode."] if kept > 1 else []


# Why it was not among the five, as the end of a sentence on that day.
_KEPT_OUT: Mapping[str, str] = {
    Passed.SENT: "you had been sent it before",
    Passed.REPEATS: "it says again what you had been sent",
    Passed.REFUSED: "it is like what you called wrong",
    Passed.SHOW: "its show had two there already",
    Passed.LIMIT: "you want no more of its show in a day",
    Passed.THREAD: "its topic had one there already",
    Passed.SAME: "another one said nearly the same",
    Passed.FLOOR: "it did not seem strong enough",
}


def _day(day: date, considered: Considered) -> str:
    if considered.outcome == CHOSEN:
        near = ": it is close to what you care for" if considered.interest > NO_OPINION else ""
        return f"It was chosen for your five of {short_day(day)}{near}."
    far = ", being closer to what you care for" if considered.interest < NO_OPINION else ""
    why = _KEPT_OUT.get(considered.outcome, f"others seemed to give you more{far}")
    return f"It was not in your five of {short_day(day)}: {why}."
