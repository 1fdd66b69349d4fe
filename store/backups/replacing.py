"""Puts an unpacked backup in the place of what is there, which is moved aside and never deleted.

The caller holds the lock of runs. Whoever has the old database open goes on writing to the old file: pages must be
started anew.
"""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from store.backups.archive import Place
from store.backups.kept import FOLDER
from store.backups.manifest import DATABASE, KEY, SETTINGS
from store.errors import Misconfigured

# What a backup leaves out and belongs to this machine: it stays.
_STAYS: Final = (FOLDER, "recognisers", "speech_pace.json")
_BESIDE: Final = ("", "-wal", "-shm")  # SQLite's files of one database


def holds_a_library(place: Place) -> bool:
    return place.database.exists() or any((place.folder / name).exists() for name in (SETTINGS, KEY))


def put_in_place(unpacked: Path, place: Place, now: datetime) -> list[Path]:
    """Moves what `unpacked` holds to where it belongs; gives where the old folder and database are now.

    `unpacked` lies beside the data folder. A kill between two moves leaves both, old and new, on the disk: the same
    restore again finishes it. Raises Misconfigured when the folder cannot be moved, as one that is mounted.
    """
    folder = place.folder.resolve()
    aside = [] if _is_inside(place) else _put_database(unpacked / DATABASE, place.database, now)
    if not holds_a_library(place) or not folder.exists():
        _fill(folder, unpacked)
        return aside
    before = _free_name(folder, now)
    try:
        folder.rename(before)
    except OSError as error:
        raise Misconfigured(
            f"{folder} cannot be moved aside ({error.strerror}): set EARMARK_DATA_DIR to a new folder and restore there"
        ) from error
    unpacked.rename(folder)
    for name in _STAYS:
        if (before / name).exists():
            (before / name).rename(folder / name)
    return [before, *aside]


def _is_inside(place: Place) -> bool:
    return place.database.resolve() == (place.folder / DATABASE).resolve()


def _fill(folder: Path, unpacked: Path) -> None:
    """The database last: until it is there, nothing is."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in sorted(unpacked.iterdir(), key=lambda path: path.name == DATABASE):
        part.replace(folder / part.name)


def _put_database(fresh: Path, database: Path, now: datetime) -> list[Path]:
    database.parent.mkdir(parents=True, exist_ok=True)
    near = database.with_name(f"{database.name}.restoring")
    shutil.move(fresh, near)  # which may be another disk
    before = _free_name(database, now)
    moved = [(Path(f"{database}{end}"), Path(f"{before}{end}")) for end in _BESIDE]
    there = [(old, new) for old, new in moved if old.exists()]
    for old, new in there:
        old.rename(new)
    near.replace(database)
    return [before] if there else []


def _free_name(path: Path, now: datetime) -> Path:
    stamp = f"{path.name}.before-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    tried = [path.with_name(stamp if n == 0 else f"{stamp}-{n}") for n in range(100)]
    return next(each for each in tried if not each.exists())
