"""Databases as earlier versions left them: any schema so far, with a row in each of its tables."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine

from store.database import MIGRATIONS, Store

# What a column of such a type holds; foreign keys name the one row of their table.
VALUES = {
    "INTEGER": 1,
    "FLOAT": 1.5,
    "BOOLEAN": 0,
    "DATETIME": "2026-11-23 12:00:00",
    "DATE": "2026-11-23",
    "JSON": "[]",
    "BLOB": b"\x00\x3c\x00\x3c",
}
TEXT = "as it was"
NAMED = {"stage": "indexed", "kind": "quote", "origin": "speaker", "timezone": "UTC"}


def make(file: Path, revision: str) -> dict[str, int]:
    """Makes a database of that schema at `file`; gives how many rows each table has."""
    engine = create_engine(f"sqlite:///{file}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with Store(engine).write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for table in tables(connection):
            fill(connection, table)
        found = {table: count(connection, table) for table in tables(connection)}
    engine.dispose()
    return found


def tables(connection: Connection) -> list[str]:
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
    return sorted(name for name in names if name != "alembic_version" and not name.startswith("sqlite_"))


def fill(connection: Connection, table: str) -> None:
    columns = connection.exec_driver_sql(f'PRAGMA table_info("{table}")').all()
    names = ", ".join(f'"{column[1]}"' for column in columns)
    values = tuple(NAMED.get(column[1]) or VALUES.get(column[2], TEXT) for column in columns)
    marks = ", ".join("?" * len(values))
    connection.exec_driver_sql(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)  # noqa: S608 - quoted names


def count(connection: Connection, table: str) -> int:
    return connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one()  # noqa: S608 - a quoted name
