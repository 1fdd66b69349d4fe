"""backup, restore: all that cannot be made again in one file, and back."""

import shutil
from collections.abc import Mapping
from glob import escape
from pathlib import Path
from tempfile import mkdtemp
from typing import Annotated

import typer

import config
from commands.frame import Frame, err, frame, out, plural
from index.sync import rebuild
from store.backups import archive, unpacking
from store.backups.archive import Place
from store.backups.manifest import Manifest
from store.backups.replacing import holds_a_library, put_in_place
from store.errors import DiskFull, EarmarkError, Misconfigured, Mistake, is_disk_full
from store.lock import idle_lock, run_lock

_TOLD = {"shows": "show", "episodes": "episode", "insights": "insight", "threads": "thread", "saved": "saved insight"}


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where to put it, such as earmark.zip.")],
    keys: Annotated[
        bool, typer.Option("--keys/--without-keys", help="With model settings and the key of private feeds.")
    ] = True,
    replace: Annotated[bool, typer.Option("--replace", help="In the place of a file that is there.")] = False,
) -> None:
    """Put all that cannot be made again into one file, also while a run is under way."""
    face = frame(context)
    if file.is_dir():
        raise Mistake(f"{file} is a folder: name a file in it")
    if file.exists() and not replace:
        raise Mistake(f"{file} is there already: name another, or say --replace")
    made = archive.write(config.backup_place(face.settings), file, face.clock(), keys=keys)
    out.print(f"{told(made.counts)} in {file}.", markup=False)
    if set(made.parts) - {"earmark.db"}:
        out.print("Keys are in it as they are kept here: whoever has the file can read them.")


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file that `backup` made, or one of those in backups/.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Put a backup in the place of what is there, which is kept beside it."""
    face = frame(context)
    place = config.backup_place(face.settings)
    manifest = unpacking.inspected(file)
    out.print(f"A backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC: {told(manifest.counts)}.", markup=False)
    there = holds_a_library(place)
    question = f"Replace what is in {place.folder} by it? The old folder is kept beside it."
    if there and not yes and not typer.confirm(question):
        raise typer.Exit(1)
    with run_lock(place.folder), idle_lock(place.folder):  # idle work would go on in the folder that is moved
        aside = _replaced(file, place, face)
    for old in aside:
        out.print(f"What was there is in {old}.", markup=False)
    out.print("Restored. A page that is open must be started anew: `cli.py serve`.")
    _index_anew(face)


def weekly_backup(face: Frame) -> None:
    """Made where it is due. What hinders it is said, and stops nothing."""
    try:
        made = config.open_backups(face.settings, face.clock).weekly()
    except EarmarkError as error:
        err.print(f"No weekly backup: {error}", markup=False)
        return
    if made:
        out.print(f"Weekly backup: {made}", markup=False)


def told(counts: Mapping[str, int]) -> str:
    """Rows in words; of an early schema some are missing."""
    return ", ".join(plural(counts[table], noun) for table, noun in _TOLD.items() if table in counts)


def _replaced(file: Path, place: Place, face: Frame) -> list[Path]:
    """Unpacked beside the data folder, so that it takes its place by a rename."""
    folder = place.folder.resolve()
    for left in folder.parent.glob(f"{escape(folder.name)}.restoring-*"):  # of one that was killed
        shutil.rmtree(left, ignore_errors=True)
    try:
        unpacked = Path(mkdtemp(prefix=f"{folder.name}.restoring-", dir=folder.parent))
    except OSError as error:
        raise Misconfigured(f"{folder.parent} cannot be written ({error.strerror})") from error
    try:
        _unpack(file, unpacked)
        unpacked.chmod(folder.stat().st_mode & 0o777)
        return put_in_place(unpacked, place, face.clock())
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)


def _unpack(file: Path, unpacked: Path) -> Manifest:
    try:
        return unpacking.unpack(file, unpacked)
    except OSError as error:
        if is_disk_full(error):
            raise DiskFull from error
        raise Misconfigured(f"{unpacked} cannot be written ({error.strerror})") from error


def _index_anew(face: Frame) -> None:
    """Nothing is embedded again: the vectors are in the backup."""
    with run_lock(face.settings.data_dir), err.status("Rebuilding the search index…"):
        count = rebuild(face.store, config.open_library(face.settings), config.open_embedder(face.settings))
    out.print(f"The search index is rebuilt for {plural(count, 'episode')}.")
