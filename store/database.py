"""Opens the state of record and hands out transactions. SQLite by default; any URL that SQLAlchemy takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from store import postgres
from store.errors import Busy, EarmarkError, Misconfigured, is_disk_full

# By judgement, not measured: how long one process waits for another's transaction before it says Busy.
BUSY_TIMEOUT_MS = 30_000
MIGRATIONS = Path(__file__).parent / "migrations"


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


def open_store(url: str) -> Store:
    """Opens the database at `url`, makes it or brings it up to date where needed.

    Raises Misconfigured when the URL cannot be read or the database cannot be reached.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed)
    except ImportError as error:
        raise Misconfigured(
            f"EARMARK_DATABASE_URL names a database whose driver is not installed ({error.name or error}): "
            f"install it beside Earmark, with `.venv/bin/python -m pip install {error.name or '...'}`"
        ) from error
    except (ArgumentError, NoSuchModuleError) as error:
        raise Misconfigured("EARMARK_DATABASE_URL is not a database address that Earmark can open") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    if engine.driver == "psycopg":
        postgres.prepare(engine, BUSY_TIMEOUT_MS)
    try:
        if _current_revision(engine) != _newest_revision():
            _migrate(engine)
    except DatabaseError as error:
        if is_disk_full(error) or "disk I/O" in str(error.orig):
            raise
        reason = str(error.orig).partition("\n")[0]
        unknown = Misconfigured(f"the database cannot be opened ({reason}): check EARMARK_DATABASE_URL")
        raise explained(error) or unknown from error
    return Store(engine)


_LOCKED = ("is locked", "deadlock", "could not obtain lock", "lock timeout")
_CLOSED = ("unable to open", "readonly database", "read-only", "permission denied")
_DAMAGED = ("not a database", "malformed")


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
    if any(mark in reason for mark in _DAMAGED):
        return Misconfigured(
            f"the database file is damaged ({reason}): put a copy of earmark.db back, or move it away to begin anew"
        )
    return None


def _prepare_sqlite(connection: SQLiteConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("earmark_begin", "BEGIN"))


def _newest_revision() -> str:
    """File names sort by number, so that reading them needs no Alembic (0.3 s of imports at each start)."""
    return max(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


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
