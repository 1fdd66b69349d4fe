"""All that a store holds, but for the moments at which it was written: two runs are compared by it."""

from sqlalchemy import create_engine, select

from store.schema.base import UtcMoment, metadata

# Numbers that say nothing but which of two hosts answered first.
_COUNTED = {"set_aside": ("id",)}


def held(folder):
    """Table → its rows, in order."""
    engine = create_engine(f"sqlite:///{folder / 'earmark.db'}")
    with engine.connect() as connection:
        tables = {table.name: _rows(connection, table) for table in metadata.sorted_tables}
    engine.dispose()
    return tables


def _rows(connection, table):
    told = [column for column in table.c if column.name not in _COUNTED.get(table.name, ())]
    columns = [column for column in told if not isinstance(column.type, UtcMoment) or column.name == "published"]
    return sorted(repr(tuple(_plain(value) for value in row)) for row in connection.execute(select(*columns)))


def _plain(value):
    return value.tobytes() if hasattr(value, "tobytes") else value
