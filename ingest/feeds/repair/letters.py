"""Writes a feed's bytes as UTF-8 where every letter has two or four, and mends letters that were cut in half. Pure."""

import re

_WIDE = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DECLARED = re.compile(rb"(<\?xml\s[^>]{0,100}?encoding\s*=\s*)[\"'][\w-]{1,30}[\"']")
_DECLARED_WIDE = re.compile(
    rb"(<\?xml\s[^>]{0,100}?encoding\s*=\s*)[\"'](?:utf|ucs|iso-10646-ucs)-?(?:16|32|2|4)\w*[\"']", re.IGNORECASE
)
_HIGH_HALVES, _LOW_HALVES, _LAST_HALF = 0xD800, 0xDC00, 0xDFFF  # of letters in UTF-16, by its definition
_HALF = r"&#(?:[xX][dD][89a-fA-F][0-9a-fA-F]{2}|5[5-7]\d{3});"
_HALVES = re.compile(f"({_HALF})({_HALF})?".encode())


def in_utf8(body: bytes) -> bytes:
    """UTF-16 and UTF-32 by their mark or their NULs, whatever the feed says of itself; any other body as it is."""
    charset = next((name for mark, name in _WIDE if body.startswith(mark)), None)
    start = body.lstrip()[:100]
    if charset is None and start.count(0) * 3 > len(start):
        charset = "utf-16-be" if start[:1] == b"\0" else "utf-16-le"
    if charset is None:
        return _DECLARED_WIDE.sub(rb'\1"utf-8"', body, count=1)
    plain = body.decode(charset, "replace").removeprefix("\ufeff").encode("utf-8", "replace")
    return _DECLARED.sub(rb'\1"utf-8"', plain, count=1)


def with_whole_letters(body: bytes) -> bytes:
    """Two references to the halves of a letter, as programs write emoji, as one to the letter; a half alone is none."""
    return _HALVES.sub(_letter, body)


def _letter(found: re.Match[bytes]) -> bytes:
    first, second = _code(found[1]), _code(found[2] or b"&#0;")
    if not _HIGH_HALVES <= first <= _LAST_HALF:
        return found[0]
    if first < _LOW_HALVES <= second <= _LAST_HALF:
        return b"&#%d;" % (0x10000 + ((first - _HIGH_HALVES) << 10) + second - _LOW_HALVES)
    return b"" if not found[2] or _HIGH_HALVES <= second <= _LAST_HALF else found[2]


def _code(reference: bytes) -> int:
    digits = reference[2:-1]
    return int(digits[1:], 16) if digits[:1] in b"xX" else int(digits)
