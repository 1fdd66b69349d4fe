"""Unpacks bodies that hosts send packed, a little at a time. Pure.

httpx would unpack each piece whole: 64 KB of Brotli can hold gigabytes, which would end the process before any limit on
the length of a page could count them.
"""

import zlib
from collections.abc import Iterator
from itertools import chain

import brotli
import httpx

_GZIP = b"\x1f\x8b\x08"
_MOST_TIMES = 2  # by judgement, not measured: packed in another way each time, nobody reads it
_AT_ONCE_BYTES = 2**18  # by judgement, not measured: what may be unpacked before a limit counts it
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32  # zlib's manual: with 32 added it tells the two apart by their headers


def unpacked(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """The body behind `encoding`, a Content-Encoding. Raises httpx.DecodingError when it is something else."""
    for name in reversed([part.strip().lower() for part in encoding.split(",")]):
        if name in ("gzip", "x-gzip", "deflate"):
            pieces = _inflated(pieces, zlib.decompressobj(_GZIP_OR_ZLIB))
        elif name == "br":
            pieces = _unbrotlied(pieces)
        elif name not in ("", "identity"):
            raise httpx.DecodingError(f"unknown packing {name!r}")
    return _opened(pieces, _MOST_TIMES)


def _opened(pieces: Iterator[bytes], times: int) -> Iterator[bytes]:
    """The body without the gzip that no header tells of: of a file with the suffix .gz, or one packed twice."""
    first = next((piece for piece in pieces if piece), b"")
    if times and first.startswith(_GZIP):
        yield from _opened(_inflated(chain([first], pieces), zlib.decompressobj(_GZIP_OR_ZLIB)), times - 1)
        return
    yield first
    yield from pieces


def _inflated(pieces: Iterator[bytes], stream: "zlib._Decompress") -> Iterator[bytes]:
    begun = False
    for piece in pieces:
        left = piece
        while left:
            try:
                out = stream.decompress(left, _AT_ONCE_BYTES)
            except zlib.error as error:
                if begun:
                    raise httpx.DecodingError(str(error)) from error
                stream, begun = zlib.decompressobj(-zlib.MAX_WBITS), True  # "deflate" without its header, as some send
                continue
            begun = True
            if out:
                yield out
            left = stream.unconsumed_tail
            if stream.eof and stream.unused_data.startswith(b"\x1f\x8b"):  # gzip may hold several members
                left, stream = stream.unused_data, zlib.decompressobj(_GZIP_OR_ZLIB)
    if begun and not stream.eof:
        raise httpx.RemoteProtocolError("the packed body breaks off")


def _unbrotlied(pieces: Iterator[bytes]) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    begun = False
    for piece in pieces:
        begun = begun or bool(piece)
        left = piece
        while left or not stream.can_accept_more_data():
            try:
                out = stream.process(left, output_buffer_limit=_AT_ONCE_BYTES)
            except brotli.error as error:
                raise httpx.DecodingError(str(error)) from error
            left = b""
            if out:
                yield out
            if stream.is_finished():
                return
    if begun and not stream.is_finished():
        raise httpx.RemoteProtocolError("the packed body breaks off")
