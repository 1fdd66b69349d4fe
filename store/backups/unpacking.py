"""Reads a backup that may come from anywhere: nothing of it is believed before it is checked.

Only files of known names are taken out, as plain bytes into a folder of ours, so that no path, link or mode in the
archive means anything. Sizes are those of the manifest and held while reading; each part's SHA-256 must be right.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from store import integrity
from store.backups import snapshot
from store.backups.manifest import DATABASE, MOST_BYTES, NAME, Manifest, Part, parsed
from store.errors import DiskFull, Mistake, Unusable, is_disk_full

_CHUNK_BYTES = 1 << 20  # by judgement, not measured: bounds the memory, not the pace
_SPARE_BYTES = 100_000_000  # by judgement, not measured: what restoring leaves free
_MOST_MEMBERS = 8  # twice what a backup has
# Times its packed size that a database may have; by judgement, not measured: deflate makes at most 1,032 of 1, and
# libraries of talk some 3 of 1. Small ones are pages of zeros.
_MOST_TIMES, _ALWAYS_BYTES = 50, 50_000_000


def inspected(file: Path) -> Manifest:
    """What the backup says of itself. Raises Mistake when there is no such file, Unusable when it is no backup."""
    with _opened(file) as archive:
        return _manifest(archive)


def unpack(file: Path, into: Path) -> Manifest:
    """Puts the parts into the empty folder `into`, each checked, the database opened and checked, too.

    Raises Mistake, Unusable or DiskFull; what was unpacked until then is the caller's to remove.
    """
    with _opened(file) as archive:
        manifest = _manifest(archive)
        if shutil.disk_usage(into).free < sum(p.size_bytes for p in manifest.parts.values()) + _SPARE_BYTES:
            raise DiskFull
        for name, part in manifest.parts.items():
            _take(archive, archive.getinfo(name), part, into / name)
        _check_database(into / DATABASE, manifest)
    return manifest


def verified(file: Path) -> Manifest:
    """The manifest, once each part was read to its end and is what was backed up. Raises Mistake or Unusable."""
    with _opened(file) as archive, Path(os.devnull).open("wb") as nowhere:
        manifest = _manifest(archive)
        for name, part in manifest.parts.items():
            with archive.open(name) as source:
                _check_sum(name, _copied(source, nowhere, part.size_bytes), part)
    return manifest


@contextmanager
def _opened(file: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(file) as archive:
            yield archive
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Mistake(f"there is no file {file}: `cli.py doctor` lists the backups that Earmark keeps") from error
    except Unusable as error:
        raise Unusable(f"{file} cannot be restored: {error}") from error
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Unusable(f"{file} is no backup of Earmark, or a damaged one ({error}): take another") from error
    except OSError as error:
        if is_disk_full(error):
            raise DiskFull from error
        raise Mistake(f"{file} cannot be read ({error.strerror})") from error


def _manifest(archive: ZipFile) -> Manifest:
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS or NAME not in archive.namelist():
        raise Unusable("it holds other files than a backup has")
    entry = archive.getinfo(NAME)
    _check_entry(entry)
    with archive.open(entry) as opened:
        manifest = parsed(opened.read(MOST_BYTES[NAME]))
    if sorted(member.filename for member in members) != sorted([NAME, *manifest.parts]):
        raise Unusable("it holds other files than its manifest says")
    for name, part in manifest.parts.items():
        _check_entry(archive.getinfo(name))
        if archive.getinfo(name).file_size != part.size_bytes:
            raise Unusable(f"{name} is not of the size that its manifest says")
    return manifest


def _check_entry(entry: ZipInfo) -> None:
    if entry.flag_bits & 1 or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Unusable(f"{entry.filename} is packed in a way that no backup is")
    if entry.file_size > max(_ALWAYS_BYTES, _MOST_TIMES * entry.compress_size):
        raise Unusable(f"{entry.filename} would grow too large")


def _take(archive: ZipFile, entry: ZipInfo, part: Part, to: Path) -> None:
    descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as target, archive.open(entry) as source:
        sha256 = _copied(source, target, part.size_bytes)
        target.flush()
        os.fsync(target.fileno())
    _check_sum(entry.filename, sha256, part)


def _check_sum(name: str, sha256: str, part: Part) -> None:
    if sha256 != part.sha256:
        raise Unusable(f"{name} is not what was backed up (its SHA-256 differs): take another backup")


def _copied(source: IO[bytes], target: IO[bytes], most: int) -> str:
    found, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK_BYTES):
        size += len(chunk)
        if size > most:
            raise Unusable("a part is longer than its manifest says")
        target.write(chunk)
        found.update(chunk)
    return found.hexdigest()


def _check_database(database: Path, manifest: Manifest) -> None:
    damage = integrity.faults(database, thorough=True)
    if damage:
        raise Unusable(f"the database in it is damaged ({damage[0]}): take another backup")
    if snapshot.acts_by_itself(database):
        raise Unusable("the database in it holds triggers or views, which no library of Earmark's has")
    if snapshot.schema(database) != manifest.schema or snapshot.counts(database) != dict(manifest.counts):
        raise Unusable("the database in it is not the one that its manifest describes")
