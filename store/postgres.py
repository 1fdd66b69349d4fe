"""PostgreSQL made to keep what the code relies on under SQLite: one writer at a time, and texts of any characters.

Its advisory locks also see to it that of all machines on one database one is at work on a run.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from store.errors import Busy

_WRITERS = 7_051_964  # any number, the same in all processes: the advisory lock that a write takes
_ONE_AT_A_TIME: Final = {"run": _WRITERS + 1, "idle": _WRITERS + 2}
# By judgement, not measured: a connection that only holds a lock is looked after once a minute, so that no router
# between forgets it, and the lock of a machine that died is free after some three.
KEPT_ALIVE: Final = {"keepalives_idle": 60, "keepalives_interval": 30, "keepalives_count": 4}


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


@contextmanager
def only_one(engine: Engine, name: str, patience_seconds: float) -> Iterator[None]:
    """Holds "run" or "idle" over all machines. Raises Busy when another holds it and goes on.

    The lock is the connection's: the server frees it when the process or its machine dies.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.detach()  # it ends with the lock, and nobody gets it with another patience
        if not _taken(connection, _ONE_AT_A_TIME[name], patience_seconds):
            raise Busy("another run is under way on another machine: wait until it has ended, then try again")
        yield


def _taken(connection: Connection, key: int, patience_seconds: float) -> bool:
    if not patience_seconds:
        return bool(connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({key})").scalar_one())
    connection.exec_driver_sql(f"SET lock_timeout = {round(1000 * patience_seconds)}")
    try:
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({key})")
    except OperationalError as error:
        if "lock timeout" in str(error.orig):
            return False
        raise
    return True
