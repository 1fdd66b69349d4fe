"""Moves the state of record into another, empty database, checked row by row; nothing at the source is changed."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, create_engine, func, insert, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError

import store.schema  # noqa: F401 - all tables
from store.database import Store, open_store
from store.errors import EarmarkError, Misconfigured, Mistake
from store.schema.base import metadata

# By judgement, not measured: of the widest rows, transcripts of an hour, so many take some 20 MB.
_BATCH = 20
_BATCH_OF_SMALL = 1_000
_WIDE = ("transcripts", "show_artwork")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """How many rows a table has, and the sum of their SHA-256, which is the same in any order."""

    rows: int = 0
    digest: int = 0


class NotTheSame(EarmarkError):
    """What arrived is not what was sent; the target was left empty."""

    def __init__(self, table: str) -> None:
        super().__init__(f"the rows of {table} did not arrive as they were: nothing was moved, the source is as it was")


def move(source: Store, url: str, on_table: Callable[[str, int], None] | None = None) -> Mapping[str, Sum]:
    """Copies every table as of one moment into the database at `url`; all or nothing. `on_table` hears (name, rows).

    Raises Mistake when the target holds anything, Misconfigured when it cannot be reached, NotTheSame.
    """
    _check_empty(url)
    target = open_store(url)
    try:
        with source.engine.connect() as there, target.write() as here:
            if source.engine.dialect.name == "postgresql":
                there.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            sent: dict[str, Sum] = {}
            for table in metadata.sorted_tables:
                sent[table.name] = _copied(table, there, here)
                if on_table:
                    on_table(table.name, sent[table.name].rows)
            for table in metadata.sorted_tables:
                _go_on_counting(table, here)
                if _summed(_rows(table, here)) != sent[table.name]:
                    raise NotTheSame(table.name)
            return sent
    finally:
        target.close()


def _check_empty(url: str) -> None:
    try:
        engine = create_engine(make_url(url))
        with engine.connect() as connection:
            names = inspect(connection).get_table_names()
            ours = [metadata.tables[name] for name in names if name in metadata.tables]
            strangers = set(names) - set(metadata.tables) - {"alembic_version"}
            held = strangers or any(connection.execute(select(table).limit(1)).first() for table in ours)
        engine.dispose()
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise Mistake("that is no database address, such as postgresql://name:password@host/earmark") from error
    except DatabaseError as error:
        reason = str(error.orig).partition("\n")[0]
        raise Misconfigured(f"the database to move to cannot be opened ({reason})") from error
    if held:
        raise Mistake("the database to move to is not empty: name an empty one")


def _copied(table: Table, there: Connection, here: Connection) -> Sum:
    total = Sum()
    for batch in _batches(_rows(table, there), _BATCH if table.name in _WIDE else _BATCH_OF_SMALL):
        here.execute(insert(table), [dict(row) for row in batch])
        total = _added(total, batch)
    return total


def _rows(table: Table, connection: Connection) -> Iterator[RowMapping]:
    size = _BATCH if table.name in _WIDE else _BATCH_OF_SMALL
    streamed = connection.execution_options(stream_results=True).execute(select(table)).yield_per(size)
    yield from streamed.mappings()


def _batches(rows: Iterator[RowMapping], size: int) -> Iterator[list[RowMapping]]:
    batch: list[RowMapping] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _summed(rows: Iterator[RowMapping]) -> Sum:
    total = Sum()
    for batch in _batches(rows, _BATCH_OF_SMALL):
        total = _added(total, batch)
    return total


def _added(total: Sum, rows: list[RowMapping]) -> Sum:
    digests = (int.from_bytes(sha256(_plain(row).encode()).digest(), "big") for row in rows)
    return Sum(rows=total.rows + len(rows), digest=(total.digest + sum(digests)) % 2**256)


def _plain(row: RowMapping) -> str:
    """A row as it must come back, whichever database keeps it: PostgreSQL keeps no U+0000 (store/postgres.py)."""
    return json.dumps(dict(row), sort_keys=True, default=_told).replace("\\u0000", "")


def _told(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def _go_on_counting(table: Table, here: Connection) -> None:
    """PostgreSQL counts ids apart from the rows: the next one must be new."""
    key = table.autoincrement_column
    if here.dialect.name != "postgresql" or key is None:
        return
    highest = here.execute(select(func.max(key))).scalar_one()
    if highest is not None:
        sequence = select(func.pg_get_serial_sequence(table.name, key.name))
        here.execute(
            text("SELECT setval(:sequence, :highest)"),
            {"sequence": here.execute(sequence).scalar_one(), "highest": highest},
        )
