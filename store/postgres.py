"""PostgreSQL made to keep what the code relies on under SQLite: one writer at a time, and texts of any characters."""

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

_WRITERS = 7_051_964  # any number, the same in all processes: the advisory lock that a write takes


def prepare(engine: Engine, patience_ms: int) -> None:
    """`patience_ms`: how long a write waits for another's end."""

    def connected(connection: Any, _: ConnectionPoolEntry) -> None:
        _leave_out_nul(connection)
        connection.execute(f"SET lock_timeout = {patience_ms}")
        connection.commit()

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", _begin)


def _begin(connection: Connection) -> None:
    """As SQLite's BEGIN IMMEDIATE: what a write looks at before it inserts stays so until it commits."""
    if "earmark_begin" in connection.get_execution_options():
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")


def _leave_out_nul(connection: Any) -> None:
    """Its texts hold no U+0000, which feeds and addresses may; SQLite keeps it, and nobody reads it."""
    from psycopg.types.string import StrDumper

    class WithoutNul(StrDumper):
        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\0", ""))

    connection.adapters.register_dumper(str, WithoutNul)
