"""Backups that nobody has to think of: once a week, and before a newer Earmark changes the schema."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from store.backups import archive
from store.backups.archive import Place
from store.backups.kept import FOLDER, WEEKLY, is_due, let_go, place_for
from store.lock import backup_lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Automatic:
    """`most` are kept, the newest; with 0 none is made."""

    place: Place
    most: int
    clock: Callable[[], datetime]

    @property
    def folder(self) -> Path:
        return self.place.folder / FOLDER

    def weekly(self) -> Path | None:
        """The backup that was due and is made now. Raises EarmarkError like archive.write."""
        with backup_lock(self.place.folder):
            self._sweep()
            if not self.most or not is_due(self.folder, self.clock()):
                return None
            return self.make(WEEKLY)

    def before_migration(self, newest: str) -> None:
        """Raises EarmarkError where it cannot be made: then the database stays as it is."""
        if self.most:
            with backup_lock(self.place.folder):
                self.make(f"before-{newest}")

    def before_repair(self) -> None:
        """Raises EarmarkError where it cannot be made: then nothing is repaired."""
        if self.most:
            with backup_lock(self.place.folder):
                self.make("before-repair")

    def make(self, reason: str) -> Path:
        """Lets the oldest go only when the new one is whole."""
        now = self.clock()
        into = place_for(self.folder, now, reason)
        archive.write(self.place, into, now)
        let_go(self.folder, now, self.most)
        return into

    def _sweep(self) -> None:
        """Removes what one that was killed has left: the lock says that none is at work."""
        for left in self.folder.glob(".earmark-backup-*"):
            shutil.rmtree(left, ignore_errors=True)
        for part in self.folder.glob("earmark-*.zip.part"):
            part.unlink(missing_ok=True)
