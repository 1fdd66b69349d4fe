"""All that a run leaves, but for the moments at which it was written: two runs are compared by it."""

from sqlalchemy import create_engine, select

from index.library.library import Library
from store.schema.base import UtcMoment, metadata

# Numbers that say nothing but which of two hosts answered first, or how long ago something was.
_LEFT_OUT = {"set_aside": ("id",), "considered": ("freshness", "score")}
# Where the vectors lie, which is what two runs may differ in.
_OF_A_SERVER = ("'installation'", "'shared vectors'")


def held(folder, url=None):
    """Table → its rows, in order; of the SQLite file in the folder, or of the database at `url`."""
    engine = create_engine(url or f"sqlite:///{folder / 'earmark.db'}")
    with engine.connect() as connection:
        tables = {table.name: _rows(connection, table) for table in metadata.sorted_tables}
    engine.dispose()
    tables["facts"] = [row for row in tables["facts"] if not any(name in row for name in _OF_A_SERVER)]
    return tables


def indexed(folder, chroma_url=None):
    """(the ids of the vectors, the episode of each in the words) of the index in a data folder."""
    library = Library(folder / "index", chroma_url=chroma_url)
    counts, generation = library.counts(), library._current()
    parts = generation.vectors._opened(str(generation.mark)).collections.values()
    ids = sorted(key for part in parts for key in part.get(include=[])["ids"])
    words = generation.words.episodes_of(ids)
    library.close()
    assert counts == (len(ids), len(words))
    return ids, words


def _rows(connection, table):
    told = [column for column in table.c if column.name not in _LEFT_OUT.get(table.name, ())]
    columns = [column for column in told if not isinstance(column.type, UtcMoment) or column.name == "published"]
    return sorted(repr(tuple(_plain(value) for value in row)) for row in connection.execute(select(*columns)))


def _plain(value):
    return value.tobytes() if hasattr(value, "tobytes") else value
