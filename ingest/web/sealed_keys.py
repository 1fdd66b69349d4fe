"""Keys in the query of an address: sealed where the address is kept, opened where it is asked.

A sealed value stands in the key's place, the same one each time, so that an address is known again without its key.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Protocol

from language.lists import cue_lists

MARK = "sealed."
_FEWEST = 6  # letters; by judgement, not measured: what is shorter opens nothing, as page=2 or key=1
_PART = re.compile(r"(?<=[?&;])([^=&;#?]{1,80})=([^&;#]{1,2000})")


class Cipher(Protocol):
    """Hides a word always in the same way, in letters that an address may hold. `reveal` raises Misconfigured."""

    def hide(self, secret: str) -> str: ...

    def reveal(self, hidden: str) -> str: ...


class SealedKeys:
    """Without a cipher every address stays as it is."""

    def __init__(self, cipher: Cipher | None = None) -> None:
        self._cipher = cipher

    def sealed(self, url: str) -> str:
        """The address as it may be kept: what is a key in its query is hidden."""
        cipher = self._cipher
        return _each(url, lambda value: MARK + cipher.hide(value), _is_key) if cipher else url

    def opened(self, url: str) -> str:
        """The address as its host wants it. Raises Misconfigured when it was sealed with another key."""
        cipher = self._cipher
        return _each(url, lambda value: cipher.reveal(value.removeprefix(MARK)), _is_sealed) if cipher else url

    def hidden_in(self, body: bytes, url: str) -> bytes:
        """What came from a sealed address, with its keys hidden wherever it names them in addresses of its own."""
        hidden = [found[2] for found in _PART.finditer(url) if _is_sealed(found[1], found[2])]
        for value in hidden if self._cipher else ():
            secret = self._cipher.reveal(value.removeprefix(MARK)) if self._cipher else ""
            body = body.replace(f"={secret}".encode(), f"={value}".encode())
        return body


def _each(url: str, changed: Callable[[str], str], wanted: Callable[[str, str], bool]) -> str:
    return _PART.sub(lambda found: f"{found[1]}={changed(found[2])}" if wanted(found[1], found[2]) else found[0], url)


def _is_sealed(_: str, value: str) -> bool:
    return value.startswith(MARK)


def _is_key(name: str, value: str) -> bool:
    if _is_sealed(name, value) or len(value) < _FEWEST:
        return False
    return any(pattern.fullmatch(text) for pattern, text in zip(_patterns(), (name, value), strict=True))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    found = cue_lists("ingest/web/keys.toml")
    return found["named"].pattern, found["looks"].pattern
