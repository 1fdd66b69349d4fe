"""How the installation stands, for whoever watches it: a container's health check, a monitor.

It stands before no login and behind no secret, so it tells counts and states alone: no show, address, person or error.
"""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from digest import standing
from digest.standing import Part
from endpoint.frame import PRIVATE, Desk
from store.errors import EarmarkError
from store.queries import episodes, shows
from store.records.shows import Show


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found. `stages`: wanted episodes by stage, and "failed". `held`: documents in the (vectors, words)."""

    parts: Sequence[Part]
    followed: Sequence[Show] = ()
    stages: Mapping[str, int] = field(default_factory=dict)
    held: tuple[int, int] | None = None
    free_bytes: int | None = None


def health(desk: Callable[[], Desk], _: Request) -> Response:
    """200 where all of it does its work, 503 where a part does not."""
    seen = looked(desk)
    well = standing.is_well(seen.parts)
    told = {"status": "ok" if well else "failing", "parts": [asdict(part) for part in seen.parts]}
    return JSONResponse(told, 200 if well else 503, headers=PRIVATE)


def looked(desk: Callable[[], Desk]) -> Seen:
    try:
        at = desk()
        with at.store.read() as connection:
            followed = shows.all_shows(connection)
            counts = episodes.counts(connection)
    except (EarmarkError, SQLAlchemyError):
        return Seen(parts=[standing.database(answers=False)])
    stages: dict[str, int] = {}
    for row in counts.values():
        for stage, count in row.items():
            stages[stage] = stages.get(stage, 0) + count
    held, free = _held(at), _free_bytes(at.data_dir)
    parts = [
        standing.database(answers=True),
        standing.index(held, stages),
        standing.disk(free, writable=os.access(at.data_dir, os.W_OK)),
        standing.shows(followed),
        standing.last_run(followed, at.clock()),
    ]
    return Seen(parts=parts, followed=followed, stages=stages, held=held, free_bytes=free)


def _held(desk: Desk) -> tuple[int, int] | None:
    try:
        return desk.indexed()
    except (EarmarkError, OSError):
        return None


def _free_bytes(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
