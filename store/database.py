"""Opens the state of record and hands out transactions. SQLite by default; any URL that SQLAlchemy takes."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, select
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from store import postgres, revisions
from store.backups.automatic import Automatic
from store.backups.kept import offer
from store.errors import Busy, Damaged, EarmarkError, Misconfigured, is_disk_full
from store.revisions import MIGRATIONS

# By judgement, not measured: how long one process waits for another's transaction before it says Busy.
BUSY_TIMEOUT_MS = 30_000


class Store:
    """The database. `read()` and `write()` are transactions: a write commits whole or not at all."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        # BEGIN IMMEDIATE: a read that turns into a write under WAL fails at once instead of waiting its turn.
        with self.engine.connect().execution_options(earmark_begin="BEGIN IMMEDIATE") as connection, connection.begin():
            yield connection

    def close(self) -> None:
        self.engine.dispose()


def database_file(url: str) -> Path | None:
    """The SQLite file at `url`; None where it is no file, or no address."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return None
    name = parsed.database if parsed.get_backend_name() == "sqlite" else None
    return Path(name) if name and name != ":memory:" else None


def open_store(url: str, *, patience_ms: int | None = None, backups: Automatic | None = None) -> Store:
    """Opens the database at `url`, makes it or brings it up to date where needed, after a backup.

    `patience_ms`: how long a write waits for another program's. Raises Misconfigured when the URL cannot be read, the
    database cannot be reached, is damaged or of a newer Earmark.
    """
    try:
        parsed = make_url(url)
        file = database_file(url)
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
            parsed = _as_it_lies(parsed, file)
        alive = postgres.KEPT_ALIVE if parsed.get_backend_name() == "postgresql" else {}
        engine = create_engine(parsed, connect_args=dict(alive))
    except ImportError as error:
        raise Misconfigured(
            f"EARMARK_DATABASE_URL names a database whose driver is not installed ({error.name or error}): "
            f"install it beside Earmark, with `.venv/bin/python -m pip install {error.name or '...'}`"
        ) from error
    except (ArgumentError, NoSuchModuleError) as error:
        raise Misconfigured("EARMARK_DATABASE_URL is not a database address that Earmark can open") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _preparing_sqlite(BUSY_TIMEOUT_MS if patience_ms is None else patience_ms))
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "handle_error", _telling_damage(backups.folder if backups else None))
    if engine.driver == "psycopg":
        postgres.prepare(engine, BUSY_TIMEOUT_MS if patience_ms is None else patience_ms)
    try:
        _bring_up(engine, backups if file else None)
    except DatabaseError as error:
        if is_disk_full(error) or "disk I/O" in str(error.orig):
            raise
        reason = str(error.orig).partition("\n")[0]
        unknown = Misconfigured(f"the database cannot be opened ({reason}): check EARMARK_DATABASE_URL")
        raise explained(error) or unknown from error
    return Store(engine)


def _as_it_lies(url: URL, file: Path) -> URL:
    """In a folder that can only be read SQLite cannot make the files of its WAL mode: where nobody writes, nor has left
    them, it reads the database alone."""
    if not file.exists() or os.access(file.parent, os.W_OK) or file.with_name(f"{file.name}-wal").exists():
        return url
    return url.set(database=f"file:{quote(str(file))}", query={"immutable": "1", "uri": "true"})


_LOCKED = ("is locked", "deadlock", "could not obtain lock", "lock timeout")
_CLOSED = ("unable to open", "readonly database", "read-only", "permission denied")
_DAMAGED = ("not a database", "malformed")  # SQLite's words


def explained(error: DBAPIError) -> EarmarkError | None:
    """What an error of the database means for the person; None when it says nothing to them."""
    reason = str(error.orig).partition("\n")[0]
    if any(mark in reason for mark in _LOCKED):
        return Busy("the database is in use by another program: try again when that has ended")
    if any(mark in reason for mark in _CLOSED):
        return Misconfigured(
            f"the database cannot be opened for writing ({reason}): "
            "check the folder in EARMARK_DATA_DIR, or EARMARK_DATABASE_URL"
        )
    return None


def _telling_damage(backups: Path | None) -> Callable[[ExceptionContext], EarmarkError | None]:
    """Wherever a broken page is met, it is said with the backup that mends it."""

    def tell(met: ExceptionContext) -> EarmarkError | None:
        reason = str(met.original_exception).partition("\n")[0]
        return Damaged(reason, offer(backups)) if any(mark in reason for mark in _DAMAGED) else None

    return tell


def _preparing_sqlite(patience_ms: int) -> Callable[[SQLiteConnection, ConnectionPoolEntry], None]:
    def prepare(connection: SQLiteConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
        connection.execute(f"PRAGMA busy_timeout = {patience_ms}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")

    return prepare


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("earmark_begin", "BEGIN"))


def _bring_up(engine: Engine, backups: Automatic | None) -> None:
    found, newest = _current_revision(engine), revisions.newest()
    if found == newest:
        return
    if found is not None and found not in revisions.known():
        raise Misconfigured(
            f"a newer Earmark has made this database (schema {found}; this one knows up to {newest}): "
            "bring Earmark up to date, or put a backup back with `cli.py restore`"
        )
    if found is not None and backups:
        backups.before_migration(newest)
    _migrate(engine)


def _current_revision(engine: Engine) -> str | None:
    from sqlalchemy import Column, MetaData, String, Table

    if not inspect(engine).has_table("alembic_version"):
        return None
    table = Table("alembic_version", MetaData(), Column("version_num", String))
    with engine.connect() as connection:
        return connection.execute(select(table.c.version_num)).scalar_one_or_none()


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with Store(engine).write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
