"""The sound around a quote, by either way to it: parts of the file on its host, or the file up to the last quote."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Protocol, cast

from ingest.speech.decoding import sound_out
from ingest.voices.excerpts import cut_out
from ingest.web.client import Access, Web
from ingest.web.download import download
from ingest.web.ranged import RangedFile
from ingest.web.responses import length_of, limited
from store.errors import Unusable

_SPARE = 1.1  # of the bytes that a constant rate would take, by judgement
_SPARE_BYTES = 2**20  # for a picture in the file's head, by judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Sound on disk that begins at the second `start` of the episode, or where it is not `exact` somewhere near."""

    path: Path
    start: float
    exact: bool


class Sound(Protocol):
    def around(self, start: float, end: float) -> Excerpt:
        """Holds what is said between two seconds, until the next is asked for. Raises Transient or Unusable."""
        ...


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Fetches what lies around the quote alone."""

    web: Web
    url: str
    access: Access | None
    into: Path

    def around(self, start: float, end: float) -> Excerpt:
        return Excerpt(path=self.into, start=start, exact=cut_out(self._file, start, end, self.into))

    @cached_property
    def _file(self) -> IO[bytes]:
        return cast(IO[bytes], RangedFile(self.web, self.url, self.access))


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """Fetches as much as reaches the second `until`, or all where that cannot be decoded. `seconds`: of the episode."""

    web: Web
    url: str
    access: Access | None
    into: Path
    max_bytes: int
    seconds: float | None
    until: float

    def around(self, start: float, end: float) -> Excerpt:
        return Excerpt(path=self._fetched, start=0.0, exact=True)

    @cached_property
    def _fetched(self) -> Path:
        if self.seconds and self.seconds > self.until:
            self._fetch_share(self.until / self.seconds)
            try:
                sound_out(self.into)
                return self.into
            except Unusable:  # its index stands at its end
                self.into.unlink()
        download(self.web, self.url, self.into, max_bytes=self.max_bytes, access=self.access)
        return self.into

    def _fetch_share(self, share: float) -> None:
        """Such a share of the file, and some more."""
        with self.web.answer(self.url, {"Accept-Encoding": "identity"}, access=self.access) as answer:
            coming = length_of(answer)
            wanted = round(coming * share * _SPARE) + _SPARE_BYTES if coming else self.max_bytes
            with self.into.open("wb") as file:
                for piece in limited(answer, self.max_bytes):
                    file.write(piece)
                    if file.tell() >= wanted:
                        break
