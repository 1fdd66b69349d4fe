"""The vector of each insight, kept beside it: a search compares by it whom the index has found."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, String, bindparam, select, update

from store.queries.embeddings import Vector, cosines_of, halved
from store.schema.insights import insights

_BATCH = 500  # old builds of SQLite take 999 parameters in a statement
# Made once: with a hundred ids, making a statement takes as long as executing it.
_KEPT: Final = select(insights.c.id, insights.c.vector).where(
    insights.c.id.in_(bindparam("ids", type_=String(), expanding=True)), insights.c.vector.is_not(None)
)


def keep(connection: Connection, vectors: Mapping[str, Vector]) -> None:
    """Insight id → its vector; rows that have it already are not written again."""
    rows = [{"insight": insight_id, "own": halved(vector)} for insight_id, vector in vectors.items()]
    another = (insights.c.id == bindparam("insight")) & insights.c.vector.is_distinct_from(bindparam("own"))
    if rows:
        connection.execute(update(insights).where(another).values(vector=bindparam("own")), rows)


def cosines(connection: Connection, vector: Vector, insight_ids: Sequence[str]) -> dict[str, float]:
    """Insight id → cosine to `vector`; what has no vector, or one of another size, is missing."""
    kept: dict[str, bytes] = {}
    for at in range(0, len(insight_ids), _BATCH):
        kept |= dict(connection.execute(_KEPT, {"ids": insight_ids[at : at + _BATCH]}).tuples().all())
    return cosines_of(kept, vector)


def forget(connection: Connection) -> None:
    connection.execute(update(insights).values(vector=None))
