"""The backups that Earmark makes by itself: which there are, when the next is due, which are let go.

Their names say when and why they were made. One from the future, as a clock that was wrong leaves it, counts for
nothing until its time has come, and is let go like the others then.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

FOLDER: Final = "backups"
WEEKLY: Final = "weekly"
_EVERY = timedelta(days=7, hours=-1)  # a weekly job that begins a little earlier than the last one still finds it due
_NAMED = re.compile(r"earmark-(\d{8}T\d{6})Z-([a-z0-9_-]+)\.zip")
_FORM = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One backup; `reason` is "weekly", or "before-" and a schema or "repair"."""

    path: Path
    made_at: datetime
    reason: str


def kept(folder: Path) -> list[Kept]:
    """Those in the folder, the newest first."""
    try:
        named = [(path, _NAMED.fullmatch(path.name)) for path in folder.iterdir()]
    except OSError:
        return []
    found = [Kept(path=path, made_at=_moment(match[1]), reason=match[2]) for path, match in named if match]
    return sorted(found, key=lambda each: (each.made_at, each.path.name), reverse=True)


def place_for(folder: Path, now: datetime, reason: str) -> Path:
    return folder / f"earmark-{now.astimezone(UTC):{_FORM}}Z-{reason}.zip"


def is_due(folder: Path, now: datetime) -> bool:
    past = [each.made_at for each in kept(folder) if each.made_at <= now]
    return not past or now - max(past) >= _EVERY


def let_go(folder: Path, now: datetime, most: int) -> None:
    """Removes all but the `most` newest."""
    past = [each for each in kept(folder) if each.made_at <= now]
    for each in past[most:]:
        each.path.unlink(missing_ok=True)


def offer(folder: Path | None) -> str:
    """What to do about a database that cannot be used, in words that follow a colon."""
    newest = next(iter(kept(folder)), None) if folder else None
    if newest is None:
        return "put a copy of earmark.db back, or move it away to begin anew; `cli.py doctor` says what is wrong"
    return f"`cli.py restore {newest.path}` puts back the backup of {newest.made_at:%Y-%m-%d}"


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, _FORM).replace(tzinfo=UTC)
    except ValueError:  # digits that are no day: nobody's backup, and never the newest
        return datetime.min.replace(tzinfo=UTC)
