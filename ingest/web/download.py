"""Brings a large file onto the disk, and goes on where an earlier try broke off.

What has come lies in NAME.part, and beside it in NAME.part.tag what the host calls that version of the file: only the
rest of the same version is asked for (RFC 9110, Range with If-Range). A file gets its name when it is whole.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from time import monotonic

import httpx

from ingest.web.client import Access, Web
from ingest.web.responses import length_of, limited, version_of
from store.errors import Transient, Unusable

# By judgement, not measured. They bound a host that drips, one that breaks off each time, and one that sends nothing.
LONGEST_SECONDS = 2 * 3600.0
_MOST_TRIES = 6
_TRIES_WITHOUT_PROGRESS = 3

OnBytes = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The file as far as it has come."""

    path: Path

    @property
    def tag_path(self) -> Path:
        return self.path.with_name(self.path.name + ".tag")

    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def conditions(self) -> dict[str, str]:
        """The headers that ask for the rest; none where the version cannot be told."""
        size = self.size()
        try:
            tag = json.loads(self.tag_path.read_text(encoding="utf-8")) if size else ""
        except (OSError, ValueError):
            tag = ""
        return {"Range": f"bytes={size}-", "If-Range": tag} if isinstance(tag, str) and tag else {}

    def remember(self, answer: httpx.Response) -> None:
        self.tag_path.write_text(json.dumps(version_of(answer)), encoding="utf-8")

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self.tag_path.unlink(missing_ok=True)


def download(
    web: Web,
    url: str,
    path: Path,
    *,
    max_bytes: int,
    on_bytes: OnBytes | None = None,
    access: Access | None = None,
    clock: Callable[[], float] = monotonic,
) -> None:
    """Stores the file at `path`, whole or not at all. `on_bytes` hears how many bytes are there and how many there will
    be, if the host says.

    Raises Transient when it may work later, which keeps what has come, and Unusable when it will not.
    """
    part = _Part(path=path.with_name(path.name + ".part"))
    latest = clock() + LONGEST_SECONDS
    idle = 0
    for attempt in range(1, _MOST_TRIES + 1):
        before, asked = part.size(), part.conditions()
        try:
            _come(web, url, part, asked, max_bytes, on_bytes, access, lambda: clock() > latest)
            break
        except Unusable:
            part.drop()
            if not asked:
                raise
        except Transient as error:
            idle = 0 if part.size() > before else idle + 1
            if error.retry_after or attempt == _MOST_TRIES or idle == _TRIES_WITHOUT_PROGRESS or clock() > latest:
                raise
    part.path.replace(path)
    part.drop()


def _come(
    web: Web,
    url: str,
    part: _Part,
    asked: dict[str, str],
    max_bytes: int,
    on_bytes: OnBytes | None,
    access: Access | None,
    too_late: Callable[[], bool],
) -> None:
    """One request, whose body goes to the end of the part, or to a new one where the host sends the whole file."""
    with web.answer(url, {"Accept-Encoding": "identity", **asked}, access=access) as answer:
        done = part.size() if _goes_on(answer, part.size()) else 0
        if not done:
            part.drop()  # after a kill right here, one version's name would stand beside another's bytes
        part.remember(answer)
        coming = length_of(answer)
        total = done + coming if coming is not None else None
        with part.path.open("ab" if done else "wb") as file:
            for piece in limited(answer, max_bytes - done):
                file.write(piece)
                done += len(piece)
                if on_bytes:
                    on_bytes(done, total)
                if too_late():
                    raise Transient(f"{answer.url.host} sends too slowly")
        if not done:
            raise Unusable(f"{answer.url.host} sent an empty file")
        if total is not None and done < total:
            raise Transient(f"{answer.url.host} closed the connection early")


def _goes_on(answer: httpx.Response, size: int) -> bool:
    """Whether the body is the rest of the part. Raises Unusable when it is some other piece."""
    if answer.status_code != HTTPStatus.PARTIAL_CONTENT:
        return False
    if not answer.headers.get("Content-Range", "").startswith(f"bytes {size}-"):
        raise Unusable(f"{answer.url.host} sends another part of the file than it was asked for")
    return True
