"""What language models were asked and what it cost: the caps per episode and per day are held against this."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, insert, select

from store.schema.upkeep import model_calls


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    calls: int
    usd: float


def note(
    connection: Connection, *, episode_id: int | None, model: str, now: datetime, tokens: tuple[int, int], usd: float
) -> None:
    """`tokens` are (in, out)."""
    values = {"episode_id": episode_id, "model": model, "at": now, "usd": usd}
    connection.execute(insert(model_calls).values(**values, tokens_in=tokens[0], tokens_out=tokens[1]))


def of_episode(connection: Connection, episode_id: int) -> Spent:
    return _spent(connection, model_calls.c.episode_id == episode_id)


def since(connection: Connection, moment: datetime) -> Spent:
    return _spent(connection, model_calls.c.at >= moment)


def _spent(connection: Connection, where: ColumnElement[bool]) -> Spent:
    columns = (func.count(), func.coalesce(func.sum(model_calls.c.usd), 0.0))
    calls, usd = connection.execute(select(*columns).where(where)).one()
    return Spent(calls=calls, usd=usd)
