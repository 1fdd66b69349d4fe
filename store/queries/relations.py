"""Queries on how insights stand to earlier ones. An insight without a row is new.

A score of `JUDGED` marks what a language model has read: rules stay under it. A row of kind "unrelated" remembers that
a model saw no tie, so that the pair is not proposed again; it is never given as a relation.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from sqlalchemy import Connection, delete, insert, or_, select

from store.queries import insights
from store.records.insights import CitedInsight, Relation, RelationKind
from store.schema.insights import relations

JUDGED = 1.0
Tie = RelationKind | Literal["unrelated"]


def keep(connection: Connection, insight_ids: Iterable[str], found: Sequence[tuple[str, str, Tie, float]]) -> None:
    """Stores (insight id, earlier id, kind, score), in place of all that was known of `insight_ids`."""
    connection.execute(delete(relations).where(relations.c.insight_id.in_(list(insight_ids))))
    rows = [
        {"insight_id": insight_id, "earlier_id": earlier_id, "kind": kind, "score": score}
        for insight_id, earlier_id, kind, score in found
    ]
    if rows:
        connection.execute(insert(relations), rows)


def judge(connection: Connection, insight_id: str, earlier_id: str, kind: Tie) -> None:
    """Stores what a model said of one pair, in place of what the rules said."""
    pair = (relations.c.insight_id == insight_id) & (relations.c.earlier_id == earlier_id)
    connection.execute(delete(relations).where(pair))
    values = {"insight_id": insight_id, "earlier_id": earlier_id, "kind": kind, "score": JUDGED}
    connection.execute(insert(relations).values(values))


def judged(connection: Connection, insight_ids: Iterable[str]) -> Mapping[tuple[str, str], Tie]:
    """(insight id, earlier id) → what a model said of the pair."""
    where = relations.c.insight_id.in_(list(insight_ids)) & (relations.c.score >= JUDGED)
    return {(row.insight_id, row.earlier_id): row.kind for row in connection.execute(select(relations).where(where))}


def touching(connection: Connection, insight_ids: Iterable[str]) -> Sequence[tuple[str, str, Tie, float]]:
    """The pairs in which any of `insight_ids` is the later or the earlier, unrelated ones too, surest first."""
    ids = list(insight_ids)
    where = or_(relations.c.insight_id.in_(ids), relations.c.earlier_id.in_(ids))
    order = (relations.c.score.desc(), relations.c.insight_id, relations.c.earlier_id)
    rows = connection.execute(select(relations).where(where).order_by(*order))
    return [(row.insight_id, row.earlier_id, row.kind, row.score) for row in rows]


def of_insights(connection: Connection, insight_ids: Iterable[str]) -> Mapping[str, Sequence[Relation]]:
    """Insight id → its relations to earlier ones, surest first; insights that are new are left out."""
    where = relations.c.insight_id.in_(list(insight_ids)) & (relations.c.kind != "unrelated")
    statement = select(relations).where(where)
    rows = connection.execute(statement.order_by(relations.c.score.desc(), relations.c.earlier_id)).all()
    earlier = insights.by_ids(connection, {row.earlier_id for row in rows})
    out: dict[str, list[Relation]] = {}
    for row in rows:
        relation = Relation(insight_id=row.insight_id, earlier=earlier[row.earlier_id], kind=row.kind, score=row.score)
        out.setdefault(row.insight_id, []).append(relation)
    return out


def repeated_by(connection: Connection, insight_ids: Iterable[str]) -> Mapping[str, Sequence[CitedInsight]]:
    """Insight id → the later insights that repeat it, oldest first: who else says so."""
    where = relations.c.earlier_id.in_(list(insight_ids)) & (relations.c.kind == "repeats")
    rows = connection.execute(select(relations.c.insight_id, relations.c.earlier_id).where(where)).all()
    later = insights.by_ids(connection, {row.insight_id for row in rows})
    out: dict[str, list[CitedInsight]] = {}
    for row in rows:
        out.setdefault(row.earlier_id, []).append(later[row.insight_id])
    return {
        earlier_id: sorted(found, key=lambda cited: (cited.published is not None, cited.published, cited.insight.id))
        for earlier_id, found in out.items()
    }


def repeats_among(connection: Connection, insight_ids: Iterable[str], others: Iterable[str]) -> Mapping[str, str]:
    """Insight id → one of `others` that says the same claim, whichever of the two was published first.

    For what a reader was sent: an older episode may arrive after the newer one whose insight was sent.
    """
    among = set(others)
    ids = set(insight_ids)
    where = or_(relations.c.insight_id.in_(list(ids)), relations.c.earlier_id.in_(list(ids)))
    columns = (relations.c.insight_id, relations.c.earlier_id)
    order = (relations.c.score, relations.c.insight_id.desc(), relations.c.earlier_id.desc())
    rows = connection.execute(select(*columns).where(where, relations.c.kind == "repeats").order_by(*order))
    out: dict[str, str] = {}
    for later, earlier in rows:
        out |= {one: other for one, other in ((later, earlier), (earlier, later)) if one in ids and other in among}
    return out
