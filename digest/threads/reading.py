"""All that is told of one thread, read once for page and terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from digest.memory_words import Memory, read_memory
from digest.threads.words import sureness_words
from index.library.documents import insight_text
from index.memory.archive import Claim
from index.threads.story import Story, SubClaim, news, tell
from store.queries import embeddings, insights
from store.queries.threads import history, summaries, threads
from store.records.insights import CitedInsight
from store.records.threads import Event, Ruling, Summary, Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """`members` are newest first; `since` is the moment from which on something counts as new, None when nothing does.

    `sureness` and `rulings` are by insight id; `labels` are those of the threads that events name.
    """

    thread: Thread
    members: Sequence[CitedInsight]
    story: Story
    memory: Memory
    since: datetime | None
    events: Sequence[Event]
    labels: Mapping[int, str]
    sureness: Mapping[str, float]
    rulings: Mapping[str, Ruling]
    summary: Summary | None

    @property
    def unread_by_summary(self) -> int:
        """How many members came after the summary was written."""
        if self.summary is None:
            return 0
        known = {event.insight_id for event in self.events if event.at <= self.summary.at}
        return sum(member.insight.id not in known for member in self.members)

    def is_unsure(self, claim: SubClaim) -> bool:
        """Whether none but members that may not belong make the claim: it is told last, or folded."""
        return all(self.doubted(member.insight.id) for member in claim.members)

    def doubted(self, insight_id: str) -> bool:
        """Whether a reader is told that the member may not belong."""
        sure = sureness_words(self.sureness.get(insight_id))
        return sure == "unsure" and self.rulings.get(insight_id) != "pinned"

    @property
    def in_order(self) -> list[CitedInsight]:
        """From old to new, what may not belong behind the rest."""
        old_first = self.members[::-1]
        sure = [member for member in old_first if not self.doubted(member.insight.id)]
        return [*sure, *(member for member in old_first if self.doubted(member.insight.id))]

    @property
    def mark(self) -> Mapping[str, str]:
        """Insight id → "contradicts", "repeats", "develops" or "new": how it stands to what was published before."""
        order = ("contradicts", "repeats", "develops")
        kinds = {key: {one.kind for one in found} for key, found in self.memory.relations.items()}
        return {
            member.insight.id: next((kind for kind in order if kind in kinds.get(member.insight.id, ())), "new")
            for member in self.members
        }


def read_thread(
    connection: Connection, model_name: str, thread_id: int, reader_id: int, since: datetime | None
) -> Telling | None:
    """The thread, or the one that it was merged into; None when there is none."""
    thread = threads.by_id(connection, threads.survivor(connection, thread_id), reader_id)
    if thread is None:
        return None
    members = insights.of_thread(connection, thread.id)
    memory = read_memory(connection, [member.insight.id for member in members])
    events = history.events(connection, thread.id)
    made = {member.insight.id: member.insight.created_at for member in members}
    return Telling(
        thread=thread,
        members=members,
        story=tell(
            members,
            _claims(connection, model_name, members),
            _pairs(memory, "repeats"),
            _pairs(memory, "contradicts"),
            news(events, made, since),
        ),
        memory=memory,
        since=since,
        events=events,
        labels=threads.labels(connection, {event.other_id for event in events if event.other_id is not None}),
        sureness=threads.sureness(connection, thread.id),
        rulings=history.rulings(connection, thread.id),
        summary=summaries.of_thread(connection, thread.id),
    )


def _claims(connection: Connection, model_name: str, members: Sequence[CitedInsight]) -> dict[str, Claim]:
    """Those that the model has embedded, by insight id."""
    texts = {member.insight.id: insight_text(member.insight) for member in members}
    vectors = embeddings.known(connection, model_name, list(texts.values()))
    return {
        member.insight.id: Claim(
            id=member.insight.id,
            headline=member.insight.headline,
            text=texts[member.insight.id],
            vector=vectors[texts[member.insight.id]],
        )
        for member in members
        if texts[member.insight.id] in vectors
    }


def _pairs(memory: Memory, kind: str) -> set[frozenset[str]]:
    return {
        frozenset((key, one.earlier.insight.id))
        for key, found in memory.relations.items()
        for one in found
        if one.kind == kind
    }
