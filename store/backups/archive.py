"""Makes a backup: a zip file of the database, the kept settings, the key of private feeds, and a manifest of them.

What can be made again is left out: the index, audio, brought recognisers. The file is for its owner alone to read, as
the keys in it are.
"""

import hashlib
import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from store import integrity
from store.backups import snapshot
from store.backups.manifest import DATABASE, FORMAT, KEY, NAME, SETTINGS, Manifest, Part, written
from store.errors import Busy, EarmarkError, Misconfigured, is_disk_full

_CHUNK_BYTES = 1 << 20  # by judgement, not measured: bounds the memory, not the pace
_LEVEL = 3  # of deflate; by judgement, not measured: vectors hardly shrink, and text does at any level


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a library lies: its data `folder`, and its SQLite file, which may be elsewhere. `earmark`: our version."""

    folder: Path
    database: Path
    earmark: str


def write(place: Place, into: Path, now: datetime, *, keys: bool = True) -> Manifest:
    """Makes the backup at `into`, whole or not at all; without `keys`, settings and the key of private feeds stay out.

    Raises Misconfigured for a place that cannot be written, EarmarkError for a full disk or a damaged database.
    """
    part = into.with_name(f"{into.name}.part")
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".earmark-backup-", dir=into.parent) as room:
            manifest = _written(place, Path(room) / DATABASE, part, now, keys=keys)
        part.replace(into)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise _told(error, into) from error
    return manifest


def _written(place: Place, copied: Path, part: Path, now: datetime, *, keys: bool) -> Manifest:
    snapshot.copy(place.database, copied)
    damage = integrity.faults(copied)
    if damage:
        raise _damaged(damage[0])
    schema = snapshot.schema(copied)
    if schema is None:
        raise EarmarkError(f"there is nothing to back up yet: {place.database} holds no library")
    beside = [place.folder / name for name in (SETTINGS, KEY)] if keys else []
    files = [copied, *(path for path in beside if path.is_file())]
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            parts = {path.name: _put(archive, path) for path in files}
            manifest = Manifest(
                format=FORMAT,
                earmark=place.earmark,
                schema=schema,
                made_at=now,
                counts=snapshot.counts(copied),
                parts=parts,
            )
            archive.writestr(_entry(NAME), written(manifest))
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16  # so that other programs unpack it for the owner alone, too
    return entry


def _put(archive: ZipFile, path: Path) -> Part:
    found, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(_entry(path.name), "w", force_zip64=True) as target:
        while chunk := source.read(_CHUNK_BYTES):
            target.write(chunk)
            found.update(chunk)
            size += len(chunk)
    return Part(size_bytes=size, sha256=found.hexdigest())


def _told(error: Exception, into: Path) -> EarmarkError:
    if is_disk_full(error):
        return EarmarkError(f"there is no room for a backup in {into.parent}: make room, or name another place")
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        return Busy("the database is in use by another program: try again when that has ended")
    if isinstance(error, sqlite3.OperationalError):
        return Misconfigured(f"there is no library to back up ({error}): check EARMARK_DATA_DIR")
    if isinstance(error, sqlite3.Error):
        return _damaged(str(error))
    return Misconfigured(f"a backup cannot be written in {into.parent} ({getattr(error, 'strerror', error)})")


def _damaged(reason: str) -> EarmarkError:
    return EarmarkError(
        f"the database is damaged ({reason}), and so would be its backup: `cli.py doctor` says what to do"
    )
