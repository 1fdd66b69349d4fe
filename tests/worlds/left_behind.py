"""What a run leaves behind, in a form in which two runs can be compared: every table, the index, the files.

Left out is what differs between two undisturbed runs, too: moments, secrets drawn at random, seconds a model took. The
account of model calls is a sum over all tries, and stands apart.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

_LEFT_OUT = {
    ("outlets", "secret"),
    ("model_readings", "seconds"),
    ("embeddings", "vector"),
    ("deliveries", "attempts"),  # a try more where the first was killed
    ("considered", "freshness"),  # falls by the hour, and the score with it
    ("considered", "score"),
    ("index_changes", "position"),  # in which order: an episode that was killed may come after the next
}
_ALL = "SELECT * FROM {}"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
# Names that Tantivy, Chroma and we draw at random or by the clock.
_DRAWN = re.compile(
    r"[0-9a-f]{32}(\.\d+)?|(?<=generation-)\d+|[0-9a-f]{8}-[0-9a-f-]{27}|\d{8}T\d{6}Z|earmark-backup-\w+"
)


def dump(folder: Path) -> dict:
    data = folder / "data"
    return {"tables": _tables(data / "earmark.db"), "index": _index(data / "index"), "files": _files(data)}


def _tables(database: Path) -> dict:
    with closing(sqlite3.connect(database)) as opened:
        opened.row_factory = sqlite3.Row
        names = [row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(_row(name, row) for row in opened.execute(_ALL.format(name))) for name in names}


def _row(table: str, row: sqlite3.Row) -> str:
    kept = {name: _plain(value) for name, value in dict(row).items() if (table, name) not in _LEFT_OUT}
    return str({name: value for name, value in kept.items() if not _MOMENT.match(str(value))})


def _plain(value: object) -> object:
    """A blob of numbers by its size and mean, for the last digits depend on what was computed together."""
    if isinstance(value, bytes):
        told = np.frombuffer(value[: len(value) // 4 * 4], np.int8).astype(float)
        return (len(value), round(float(np.abs(told).mean()), 0)) if len(told) else len(value)
    return round(value, 3) if isinstance(value, float) else value


def _index(folder: Path) -> dict:
    from index.library import vectors
    from index.library.library import Library

    for path in list(vectors._open_clients):  # what a client remembers is not what lies there
        vectors.Vectors(path, "", url=None).close()
    library = Library(folder)
    held = library._current()
    if held is None:
        return {}
    parts = [each.get(include=["metadatas"]) for each in held.vectors._opened(str(held.mark)).collections.values()]
    found = {
        key: sorted(fields.items())
        for there in parts
        for key, fields in zip(there["ids"], there["metadatas"], strict=True)
    }
    words = held.words.episodes_of(sorted(found))
    return {"vectors": found, "words": words, "counts": library.counts(), "model": held.model}


def _files(folder: Path) -> list[str]:
    found = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
    return sorted({_DRAWN.sub("*", name) for name in found if not name.endswith(("-wal", "-shm", ".lock"))})
