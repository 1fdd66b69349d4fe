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


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What calls came to; tokens are 0 where the server counts none."""

    calls: int
    tokens_in: int
    tokens_out: int
    usd: float


def newest(connection: Connection) -> int:
    """The id of the latest call, 0 when there was none."""
    return int(connection.execute(select(func.coalesce(func.max(model_calls.c.id), 0))).scalar_one())


def after(connection: Connection, call_id: int, model: str) -> Account:
    """What the model's calls after that one came to."""
    sums = [func.coalesce(func.sum(model_calls.c[name]), 0) for name in ("tokens_in", "tokens_out", "usd")]
    where = (model_calls.c.id > call_id) & (model_calls.c.model == model)
    calls, tokens_in, tokens_out, usd = connection.execute(select(func.count(), *sums).where(where)).one()
    return Account(calls=calls, tokens_in=tokens_in, tokens_out=tokens_out, usd=float(usd))


def _spent(connection: Connection, where: ColumnElement[bool]) -> Spent:
    columns = (func.count(), func.coalesce(func.sum(model_calls.c.usd), 0.0))
    calls, usd = connection.execute(select(*columns).where(where)).one()
    return Spent(calls=calls, usd=usd)
