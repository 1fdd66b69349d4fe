"""A file on a host, read in parts as they are wanted (RFC 9110, Range): a clip of an episode needs no whole episode."""

import io
import re
from http import HTTPStatus

from ingest.web.client import Access, Web
from ingest.web.responses import limited
from store.errors import Unusable

# Half a minute at the bit rate that most shows have (128 kb/s): one request a clip, mostly. By judgement, not measured.
_BLOCK_BYTES = 512 * 1024
_MOST_BLOCKS = 400  # by judgement: 200 MB, where a file without an index is read up to the clip
_KEPT = 16  # blocks in memory
_WHOLE = re.compile(r"bytes \d+-\d+/(\d+)")


class RangedFile(io.RawIOBase):
    """Read only. Raises Unusable where the host gives no parts, or more of them would be fetched than is sensible."""

    def __init__(self, web: Web, url: str, access: Access | None = None) -> None:
        super().__init__()
        self._web, self._url, self._access = web, url, access
        self._blocks: dict[int, bytes] = {}
        self._fetched = 0
        self._at = 0
        self._size = 0
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
        with self._web.answer(self._url, wanted, access=self._access) as answer:
            told = _WHOLE.fullmatch(answer.headers.get("Content-Range", ""))
            if answer.status_code != HTTPStatus.PARTIAL_CONTENT or told is None:
                raise Unusable(f"{answer.url.host} gives no parts of a file")
            self._size = int(told[1])
            return b"".join(limited(answer, _BLOCK_BYTES))
