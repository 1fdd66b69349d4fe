"""Whether a SQLite file is whole, and what can be mended in it without losing anything that counts."""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

_MOST_TOLD = 3  # findings; by judgement, not measured: the first says what it is
_PATIENCE_SECONDS = 30.0  # as long as a run's own writes wait
# SQLite's words for an index that says other than its table.
_OF_INDEXES = ("missing from index", "wrong # of entries in index", "non-unique entry in index")


def faults(database: Path, *, thorough: bool = False) -> list[str]:
    """What SQLite finds wrong in the file; `thorough` compares indexes with their tables, too, and takes longer."""
    check = "integrity_check" if thorough else "quick_check"
    try:
        with _opened(database) as opened:
            rows = opened.execute(f"PRAGMA {check}({_MOST_TOLD})").fetchall()
    except sqlite3.OperationalError:
        raise  # it is locked, or not there: no fault of the file's
    except sqlite3.DatabaseError as error:
        return [str(error)]
    told = [line for row in rows for line in str(row[0]).splitlines() if not line.startswith("*** in database")]
    return [] if told == ["ok"] else told[:_MOST_TOLD]


def are_of_indexes(found: list[str]) -> bool:
    """Whether tables are whole and `rebuild_indexes` mends it all."""
    return all(any(words in line for words in _OF_INDEXES) for line in found)


def rebuild_indexes(database: Path) -> None:
    with _opened(database) as opened:
        opened.execute("REINDEX")


def orphans(database: Path) -> Mapping[str, int]:
    """Rows by table that belong to a row that is gone."""
    with _opened(database) as opened:
        return Counter(str(table) for table, *_ in opened.execute("PRAGMA foreign_key_check"))


def remove_orphans(database: Path) -> int:
    """Removes those that would have gone with the row that they belonged to; gives how many."""
    removed = 0
    with _opened(database) as opened, opened:
        opened.execute("BEGIN IMMEDIATE")
        for table, row, _, key in opened.execute("PRAGMA foreign_key_check").fetchall():
            rules = {each[0]: each[6] for each in opened.execute(f"PRAGMA foreign_key_list({_quoted(table)})")}
            if row is not None and rules.get(key) == "CASCADE":
                found = opened.execute(f"DELETE FROM {_quoted(table)} WHERE rowid = ?", (row,))  # noqa: S608 - quoted
                removed += found.rowcount
    return removed


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def _opened(database: Path) -> Iterator[sqlite3.Connection]:
    address = f"file:{quote(str(database))}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE_SECONDS, isolation_level=None)) as opened:
        opened.execute("PRAGMA trusted_schema = OFF")
        opened.execute("PRAGMA foreign_keys = ON")
        yield opened
