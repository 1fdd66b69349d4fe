"""Queries on what a reader swapped in a day's five, and what the five are after it."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date

from sqlalchemy import Connection, delete, insert, select, update

from store.records.readers import Swap
from store.schema.readers import deliveries, digests, swaps

_COLUMNS = [swaps.c[field.name] for field in fields(Swap)]
_STANDS = swaps.c.undone.is_(False)


def keep(connection: Connection, digest_id: int, swap: Swap) -> None:
    connection.execute(delete(swaps).where(swaps.c.digest_id == digest_id, swaps.c.in_id == swap.in_id))
    connection.execute(insert(swaps).values(digest_id=digest_id, **asdict(swap)))


def undo(connection: Connection, digest_id: int, swap: Swap) -> None:
    """What went out with the swap stays known as sent."""
    ours = (swaps.c.digest_id == digest_id) & (swaps.c.in_id == swap.in_id)
    gone_out = (deliveries.c.digest_id == digest_id) & (deliveries.c.at >= swap.at) & (deliveries.c.state != "failed")
    if connection.execute(select(deliveries.c.channel).where(gone_out)).first():
        connection.execute(update(swaps).where(ours).values(undone=True))
    else:
        connection.execute(delete(swaps).where(ours))


def of_digest(connection: Connection, digest_id: int) -> list[Swap]:
    """Those that stand, oldest first."""
    statement = select(*_COLUMNS).where(swaps.c.digest_id == digest_id, _STANDS)
    return [Swap(**row._mapping) for row in connection.execute(statement.order_by(swaps.c.at, swaps.c.in_id))]


def of_reader(connection: Connection, reader_id: int) -> list[Swap]:
    """Those of all days that stand, oldest first."""
    statement = select(*_COLUMNS).join(digests, digests.c.id == swaps.c.digest_id)
    rows = connection.execute(
        statement.where(digests.c.reader_id == reader_id, _STANDS).order_by(swaps.c.at, swaps.c.in_id)
    )
    return [Swap(**row._mapping) for row in rows]


def taken_in(connection: Connection, reader_id: int) -> Sequence[tuple[str, date]]:
    """(insight id, day) of all that a swap brought into a day's five, also where it was undone after they went out."""
    statement = select(swaps.c.in_id, digests.c.day).join(digests, digests.c.id == swaps.c.digest_id)
    return [(row[0], row[1]) for row in connection.execute(statement.where(digests.c.reader_id == reader_id))]


def applied(placed: Sequence[tuple[str, str]], known: Sequence[Swap]) -> list[tuple[str, str]]:
    """(insight id, why) by place after the swaps: each lets two change places. Pure."""
    out = list(placed)
    at = {insight_id: place for place, (insight_id, _) in enumerate(placed)}
    for swap in known:
        one, other = at[swap.in_id], at[swap.out_id]
        out[one], out[other] = placed[other], placed[one]
    return out
