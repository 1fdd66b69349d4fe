"""The doctor on what is kept: the database, its backups, the search index."""

import glob
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import config
from commands.frame import Frame, plural
from commands.upkeep.finding import Finding
from index.sync import behind, bring_up
from store import integrity, revisions
from store.backups import snapshot, unpacking
from store.backups.automatic import Automatic
from store.backups.kept import kept, offer
from store.errors import EarmarkError
from store.lock import run_lock
from store.queries import transcripts

_BACKUP_IS_OLD = timedelta(days=15)  # two weeks were missed, and a day


def database(face: Frame) -> Iterator[Finding]:
    file = config.backup_place(face.settings).database
    if not file.exists():
        yield _nothing(face.settings.data_dir.resolve())
        return
    found = integrity.faults(file, thorough=True)
    if not found:
        size = f"{file.stat().st_size / 1e6:.1f} MB"
        yield Finding(about="database", state="fine", told=f"every page of {file} can be read ({size})")
    elif integrity.are_of_indexes(found):

        def mend() -> str:
            _backups(face).before_repair()
            integrity.rebuild_indexes(file)
            return "its indexes are rebuilt from its tables"

        told = f"an index says other than its table ({found[0]}); nothing is lost"
        yield Finding(about="database", state="wrong", told=told, todo="`cli.py doctor --repair`", repair=mend)
    else:
        todo = offer(_backups(face).folder)
        yield Finding(about="database", state="wrong", told=f"{file} is damaged ({found[0]})", todo=todo)


def _nothing(folder: Path) -> Finding:
    before = sorted(folder.parent.glob(f"{glob.escape(folder.name)}.before-*"))
    if before:
        todo = "run the same `cli.py restore` again"
        told = f"nothing is kept here, but a library was moved to {before[-1]}: a restore was cut off"
        return Finding(about="database", state="wrong", told=told, todo=todo)
    return Finding(about="database", state="fine", told="nothing is kept yet", todo="`cli.py add URL` follows a show")


def schema(face: Frame) -> Iterator[Finding]:
    file = config.backup_place(face.settings).database
    stands, newest = (snapshot.schema(file) if file.exists() else None), revisions.newest()
    if stands is None or stands == newest:
        yield Finding(about="schema", state="fine", told=newest)
    elif stands in revisions.known():

        def bring_up() -> str:
            return f"brought up to {newest}" if face.store else ""

        todo = "the next command brings it up, after a backup"
        yield Finding(about="schema", state="look", told=f"{stands}, before {newest}", todo=todo, repair=bring_up)
    else:
        told = f"{stands} is a newer Earmark's; this one knows up to {newest}"
        yield Finding(about="schema", state="wrong", told=told, todo="bring Earmark up to date")


def rows(face: Frame) -> Iterator[Finding]:
    file = config.backup_place(face.settings).database
    found = integrity.orphans(file) if file.exists() else {}
    if not found:
        yield Finding(about="rows", state="fine", told="each belongs to one that is there")
        return

    def mend() -> str:
        _backups(face).before_repair()
        return f"{plural(integrity.remove_orphans(file), 'row')} removed"

    told = ", ".join(f"{count} of {table}" for table, count in sorted(found.items()))
    yield Finding(
        about="rows",
        state="wrong",
        told=f"some belong to rows that are gone: {told}",
        todo="`cli.py doctor --repair` removes them",
        repair=mend,
    )


def backups(face: Frame) -> Iterator[Finding]:
    found = kept(_backups(face).folder)
    if not found:
        state = "there is none" if face.settings.backups_kept else "there is none, and EARMARK_BACKUPS_KEPT is 0"
        todo = "`cli.py daily` makes one a week, `cli.py backup FILE` makes one now"
        yield Finding(about="backups", state="look", told=state, todo=todo)
        return
    newest = found[0]
    told = f"{plural(len(found), 'backup')} in {newest.path.parent}, the newest of {newest.made_at:%Y-%m-%d %H:%M} UTC"
    try:
        unpacking.verified(newest.path)
    except EarmarkError as error:
        todo = f"delete it, then `cli.py backup FILE`: {error}"
        yield Finding(about="backups", state="wrong", told=f"{told}, which cannot be read", todo=todo)
        return
    if face.clock() - newest.made_at > _BACKUP_IS_OLD:
        yield Finding(about="backups", state="look", told=told, todo="`cli.py daily` makes one a week: does it run?")
        return
    yield Finding(about="backups", state="fine", told=told)


def index(face: Frame) -> Iterator[Finding]:
    with face.store.read() as connection:
        held = len(transcripts.episodes_with_chunks(connection))
    library, model = config.open_library(face.settings), config.model_name(face.settings)
    if not held or not behind(face.store, library, model):
        yield Finding(
            about="search index", state="fine", told=f"it holds what the database has, {plural(held, 'episode')}"
        )
        return

    def mend() -> str:
        with run_lock(face.settings.data_dir, face.store.engine):
            count = bring_up(face.store, library, model, lambda: config.open_embedder(face.settings))
        return f"rebuilt for {plural(count, 'episode')}" if count else "what other machines took in was brought in"

    told = "it is missing, damaged, or lacks something that the database has; nothing is lost"
    todo = "`cli.py reindex`, or the next `cli.py daily`"
    yield Finding(about="search index", state="wrong", told=told, todo=todo, repair=mend)


def _backups(face: Frame) -> Automatic:
    return config.open_backups(face.settings, face.clock)
