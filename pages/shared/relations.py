"""How an insight stands to earlier and later ones, as the pages draw it. A new one says nothing."""

from collections.abc import Sequence

from digest import memory_words
from digest.memory_words import Tie
from pages.shared import cards, parts, times
from pages.shared.frame import quiet
from pages.shared.safe import plain
from store.records.insights import CitedInsight, Relation


def relation_line(
    relations: Sequence[Relation], repeated_by: Sequence[CitedInsight], *, most: int = memory_words.MOST
) -> str | None:
    """One line of Markdown with links to at most so many other insights; None when the insight is new."""
    found = memory_words.ties(relations, repeated_by, times.zone())
    shown = " · ".join(_markdown(tie) for tie in found[:most])
    more = len(found) - most
    return f"{shown} · and {more} more" if more > 0 else shown or None


def draw(insight_id: str) -> None:
    """Every relation of the insight, one a line."""
    with parts.store().read() as connection:
        memory = memory_words.read_memory(connection, [insight_id])
    found = memory_words.ties(
        memory.relations.get(insight_id, ()), memory.repeated_by.get(insight_id, ()), times.zone()
    )
    for tie in found:
        quiet(f":material/history: {_markdown(tie)}")


def _markdown(tie: Tie) -> str:
    linked = f"{tie.lead} [{plain(tie.linked)}]({cards.address_of(tie.insight_id)})"
    return f"{linked} {plain(tie.tail)}" if tie.tail else linked
