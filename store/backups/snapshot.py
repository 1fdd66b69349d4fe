"""A copy of a SQLite database that others may be writing to, and what a copy holds."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import quote


def copy(database: Path, into: Path) -> None:
    """SQLite's own way: one moment's state, whoever writes meanwhile, in one file without a log beside it."""
    address = f"file:{quote(str(database))}?mode=rw"
    with closing(sqlite3.connect(address, uri=True)) as source, closing(sqlite3.connect(into)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")


def counts(database: Path) -> Mapping[str, int]:
    """Rows by table."""
    with closing(sqlite3.connect(database)) as opened:
        names = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        ours = [name for name in names if name != "alembic_version" and not name.startswith("sqlite_")]
        return {name: _count(opened, name) for name in ours}


def _count(opened: sqlite3.Connection, table: str) -> int:
    quoted = '"' + table.replace('"', '""') + '"'
    return int(opened.execute(f"SELECT count(*) FROM {quoted}").fetchone()[0])  # noqa: S608 - a table's quoted name


def schema(database: Path) -> str | None:
    """The migration that the database stands at; None when it is none of ours."""
    with closing(sqlite3.connect(database)) as opened:
        try:
            row = opened.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.DatabaseError:
            return None
        return str(row[0]) if row else None


def acts_by_itself(database: Path) -> bool:
    """Whether it holds a trigger or a view: Earmark makes none, and in a file from outside they would run as ours."""
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("PRAGMA trusted_schema = OFF")
        found = opened.execute(
            "SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%'"
        )
        return bool(found.fetchone()[0])
