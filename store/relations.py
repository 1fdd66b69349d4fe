"""Queries on how insights stand to earlier ones. An insight without a row is new."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from store import insights
from store.schema import relations
from store.types import CitedInsight, Relation, RelationKind


def keep(
    connection: Connection, insight_ids: Iterable[str], found: Sequence[tuple[str, str, RelationKind, float]]
) -> None:
    """Stores (insight id, earlier id, kind, score), in place of all that was known of `insight_ids`."""
    connection.execute(delete(relations).where(relations.c.insight_id.in_(list(insight_ids))))
    rows = [
        {"insight_id": insight_id, "earlier_id": earlier_id, "kind": kind, "score": score}
        for insight_id, earlier_id, kind, score in found
    ]
    if rows:
        connection.execute(insert(relations), rows)


def of_insights(connection: Connection, insight_ids: Iterable[str]) -> Mapping[str, Sequence[Relation]]:
    """Insight id → its relations to earlier ones, surest first; insights that are new are left out."""
    statement = select(relations).where(relations.c.insight_id.in_(list(insight_ids)))
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
