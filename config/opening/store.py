"""The store and its backups, opened as they are set."""

from collections.abc import Callable
from datetime import UTC, datetime

from config.release import version
from config.settings import Settings
from store import Store
from store import open_store as open_database
from store.backups.archive import Place
from store.backups.automatic import Automatic
from store.backups.manifest import DATABASE
from store.database import database_file
from store.errors import Misconfigured


def _database_url(settings: Settings) -> str:
    return settings.database_url or f"sqlite:///{settings.data_dir / DATABASE}"


def open_store(settings: Settings, *, patience_ms: int | None = None) -> Store:
    """`patience_ms`: how long a write waits for another program's."""
    url = _database_url(settings)
    automatic = open_backups(settings, lambda: datetime.now(UTC)) if database_file(url) else None
    return open_database(url, patience_ms=patience_ms, backups=automatic)


def backup_place(settings: Settings) -> Place:
    """What a backup is made of. Raises Misconfigured where the database is no file."""
    file = database_file(_database_url(settings))
    if file is None:
        raise Misconfigured("EARMARK_DATABASE_URL names no SQLite file: back that database up with its own tools")
    return Place(folder=settings.data_dir, database=file, earmark=version())


def open_backups(settings: Settings, clock: Callable[[], datetime]) -> Automatic:
    """Raises Misconfigured like backup_place."""
    return Automatic(place=backup_place(settings), most=settings.backups_kept, clock=clock)
