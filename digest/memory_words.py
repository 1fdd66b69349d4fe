"""How an insight stands to other ones, in words for page and mail: "Develops “…” (Show, 3 May 2026)".

What Earmark has heard before is told as corroboration, never as news.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from sqlalchemy import Connection

from digest.wording import day_in, plain, short_day, shortened
from store.queries import relations
from store.records.insights import CitedInsight, Relation, RelationKind

MOST = 3  # in one line
_HEADLINE = 110
# What is worth most to a reader comes first.
_ORDER: Mapping[RelationKind, int] = {"contradicts": 0, "repeats": 1, "develops": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is known of some insights: their relations to earlier ones, and who repeats them later. By insight id."""

    relations: Mapping[str, Sequence[Relation]] = field(default_factory=dict)
    repeated_by: Mapping[str, Sequence[CitedInsight]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One relation in words: `lead`, then `linked`, which leads to the insight `insight_id`, then `tail`."""

    lead: str
    linked: str
    tail: str
    insight_id: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.lead, self.linked, self.tail) if part)


def read_memory(connection: Connection, insight_ids: Iterable[str]) -> Memory:
    ids = list(insight_ids)
    return Memory(relations=relations.of_insights(connection, ids), repeated_by=relations.repeated_by(connection, ids))


def ties(found: Sequence[Relation], repeated_by: Sequence[CitedInsight], zone: tzinfo) -> list[Tie]:
    """All of them in plain text: contradictions, what was said before, what is developed, who said it again."""
    ordered = sorted(found, key=lambda relation: _ORDER[relation.kind])
    return [_to_earlier(relation, zone) for relation in ordered] + [
        _told("Said again", cited, zone) for cited in repeated_by
    ]


def relation_words(told: Sequence[Tie]) -> str | None:
    """One line of plain text; None when there is nothing to tell."""
    return "; ".join(map(str, told)) or None


def _to_earlier(relation: Relation, zone: tzinfo) -> Tie:
    if relation.kind == "repeats":
        return _told("Also said", relation.earlier, zone)
    cited = relation.earlier
    headline = shortened(plain(cited.insight.headline), _HEADLINE).rstrip(".")
    where = ", ".join([plain(cited.show), *_day(cited, zone)])
    return Tie(lead=relation.kind.capitalize(), linked=f"“{headline}”", tail=f"({where})", insight_id=cited.insight.id)


def _told(lead: str, cited: CitedInsight, zone: tzinfo) -> Tie:
    speaker = plain(cited.insight.speaker or "")
    where = ", ".join([f"on {plain(cited.show)}", *_day(cited, zone)])
    told = f"by {speaker} {where}" if speaker else where
    return Tie(lead=lead, linked=told, tail="", insight_id=cited.insight.id)


def _day(cited: CitedInsight, zone: tzinfo) -> list[str]:
    return [short_day(day_in(zone, cited.published))] if cited.published else []
