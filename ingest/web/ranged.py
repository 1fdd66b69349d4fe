"""A file on a host, read in parts as they are wanted (RFC 9110, Range): a clip of an episode needs no whole episode."""

import io
import re
from http import HTTPStatus

from ingest.web.client import Access, Web
from ingest.web.responses import limited, version_of
from store.errors import Unusable

# A quarter of a minute at the bit rate that most shows have (128 kb/s): few requests a clip, and little beside it. By
# judgement, not measured.
_BLOCK_BYTES = 256 * 1024
_MOST_BLOCKS = 800  # by judgement: 200 MB, where a file without an index is read up to the clip
_KEPT = 32  # blocks in memory
_PART = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


class RangedFile(io.RawIOBase):
    """Read only. Raises Unusable where the host gives no parts, others than it was asked for or those of another
    version of the file, or more of them would be fetched than is sensible."""

    def __init__(self, web: Web, url: str, access: Access | None = None) -> None:
        super().__init__()
        self._web, self._url, self._access = web, url, access
        self._blocks: dict[int, bytes] = {}
        self._fetched = 0
        self._at = 0
        self._size = 0
        self._version = ""
        self._block(0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begins = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, begins + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        if self._at >= self._size:
            return b""
        number, offset = divmod(self._at, _BLOCK_BYTES)
        block = self._block(number)
        some = block[offset:] if size < 0 else block[offset : offset + size]
        self._at += len(some)
        return some

    def _block(self, number: int) -> bytes:
        if number not in self._blocks:
            if len(self._blocks) >= _KEPT:
                del self._blocks[next(iter(self._blocks))]
            self._blocks[number] = self._fetch(number)
        return self._blocks[number]

    def _fetch(self, number: int) -> bytes:
        self._fetched += 1
        if self._fetched > _MOST_BLOCKS:
            raise Unusable("too much of the audio would have to be fetched for a clip")
        first = number * _BLOCK_BYTES
        wanted = {"Range": f"bytes={first}-{first + _BLOCK_BYTES - 1}", "Accept-Encoding": "identity"}
        if self._version:
            wanted["If-Range"] = self._version  # a host that has another version by now sends that whole, not a part
        with self._web.answer(self._url, wanted, access=self._access) as answer:
            told = _PART.fullmatch(answer.headers.get("Content-Range", ""))
            if answer.status_code != HTTPStatus.PARTIAL_CONTENT or told is None:
                raise Unusable(f"{answer.url.host} gives no parts of a file")
            begin, last, size = (int(each) for each in told.groups())
            block = b"".join(limited(answer, _BLOCK_BYTES))
            if begin != first or len(block) != last + 1 - first or (self._size and size != self._size):
                raise Unusable(f"{answer.url.host} sends other parts of a file than it was asked for")
            self._size, self._version = size, version_of(answer)
            return block
