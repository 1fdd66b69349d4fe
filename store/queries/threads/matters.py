"""What insights are about, kept so that it is read and not made again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, String, bindparam, delete, insert, select

from store.schema.insights import insights, matters

_BATCH = 500  # SQLite takes at most 32,766 parameters in a statement, old builds 999


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMatter:
    """What was made of an insight: its text without who says it, and the stems of that with a blank between them."""

    insight_id: str
    made_from: str
    text: str
    stems: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An insight's words, and what was kept of it, which may be of other words by now."""

    insight_id: str
    episode_id: int
    headline: str
    body: str
    kept: KeptMatter | None


# Made once: with hundreds of ids, making a statement takes as long as executing it.
_IDS: Final = bindparam("ids", type_=String(), expanding=True)
_CLAIMS = (
    select(
        insights.c.id,
        insights.c.episode_id,
        insights.c.headline,
        insights.c.body,
        matters.c.made_from,
        matters.c.text,
        matters.c.stems,
    )
    .outerjoin(matters, matters.c.insight_id == insights.c.id)
    .where(insights.c.id.in_(_IDS))
)


def claims(connection: Connection, insight_ids: Sequence[str]) -> list[Claim]:
    """Of those that are in the store, in no order."""
    found: list[Claim] = []
    for at in range(0, len(insight_ids), _BATCH):
        rows = connection.execute(_CLAIMS, {"ids": insight_ids[at : at + _BATCH]})
        for insight_id, episode_id, headline, body, made_from, text, stems in rows.tuples():
            kept = made_from and KeptMatter(insight_id=insight_id, made_from=made_from, text=text, stems=stems)
            claim = Claim(insight_id=insight_id, episode_id=episode_id, headline=headline, body=body, kept=kept or None)
            found.append(claim)
    return found


def keep(connection: Connection, made: Sequence[KeptMatter]) -> None:
    """In place of what was kept of the same insights."""
    for at in range(0, len(made), _BATCH):
        some = made[at : at + _BATCH]
        connection.execute(delete(matters).where(matters.c.insight_id.in_([each.insight_id for each in some])))
        rows = [
            {"insight_id": each.insight_id, "made_from": each.made_from, "text": each.text, "stems": each.stems}
            for each in some
        ]
        connection.execute(insert(matters), rows)
