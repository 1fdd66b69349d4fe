"""Encrypts the names, passwords and tokens of private feeds, and makes of them what a request carries.

The key is a file beside the database that only its owner can read, or EARMARK_SECRET_KEY. Whoever has the database
alone cannot read them. Method: Fernet, https://github.com/fernet/spec
"""

import base64
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

import httpx
from sqlalchemy import Connection

from ingest.web.client import Access, checked_url
from store import Store
from store.errors import Misconfigured
from store.queries import credentials, shows
from store.records.shows import Show

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What opens a private feed, and the host that it is meant for: no other ever sees it."""

    kind: Literal["basic", "token"]
    host: str
    name: str = ""
    secret: str = field(repr=False)

    @property
    def access(self) -> Access:
        if self.kind == "token":
            return Access(host=self.host, authorization=f"Bearer {self.secret}")
        pair = base64.b64encode(f"{self.name}:{self.secret}".encode()).decode()
        return Access(host=self.host, authorization=f"Basic {pair}")


def split_off(url: str) -> tuple[str, Credentials | None]:
    """The address without the name and password in it, and these."""
    address = httpx.URL(checked_url(url))
    if not address.userinfo:
        return str(address), None
    name, _, secret = address.userinfo.decode("ascii", "replace").partition(":")
    bare = address.copy_with(userinfo=b"")
    return str(bare), Credentials(kind="basic", host=host_of(str(bare)), name=unquote(name), secret=unquote(secret))


def host_of(url: str) -> str:
    return httpx.URL(url).netloc.decode("ascii")


class Seal:
    """Seals and opens with one key: `key` when it is given, else that of the file at `path`, made when first needed."""

    def __init__(self, path: Path, key: str | None = None) -> None:
        self._path = path
        self._key = key

    def close(self, credentials: Credentials) -> str:
        from cryptography.fernet import Fernet

        return Fernet(self._read_key(make=True)).encrypt(json.dumps(asdict(credentials)).encode()).decode()

    def open(self, sealed: str) -> Credentials:
        """Raises Misconfigured when they were sealed with another key."""
        from cryptography.fernet import Fernet, InvalidToken

        try:
            return Credentials(**json.loads(Fernet(self._read_key(make=False)).decrypt(sealed)))
        except (InvalidToken, FileNotFoundError) as error:
            raise Misconfigured(
                f"the key in {self._where} is not the one with which the password of a private feed was stored: "
                "put the old key back, or give the password again with `cli.py credentials`"
            ) from error

    def hide(self, secret: str) -> str:
        """Always the same for the same word (AES-SIV, RFC 5297), in letters that an address may hold."""
        return base64.urlsafe_b64encode(self._siv(make=True).encrypt(secret.encode(), None)).decode().rstrip("=")

    def reveal(self, hidden: str) -> str:
        """Raises Misconfigured when it was hidden with another key."""
        from cryptography.exceptions import InvalidTag

        try:
            sealed = base64.urlsafe_b64decode(hidden + "=" * (-len(hidden) % 4))
            return self._siv(make=False).decrypt(sealed, None).decode()
        except (InvalidTag, ValueError, FileNotFoundError) as error:
            raise Misconfigured(
                f"the key in {self._where} is not the one with which the key of a private feed was stored: "
                "put the old key back, or give the feed's whole address again with `cli.py feed ID --address`"
            ) from error

    def _siv(self, *, make: bool) -> "AESSIV":
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        key = HKDF(hashes.SHA256(), length=64, salt=None, info=b"earmark addresses").derive(self._read_key(make=make))
        return AESSIV(key)

    @property
    def _where(self) -> str:
        return "EARMARK_SECRET_KEY" if self._key else str(self._path)

    def _read_key(self, *, make: bool) -> bytes:
        if self._key:
            # Any text will do: it is stretched to the length that Fernet wants.
            from cryptography.hazmat.primitives import hashes
            from cryptography.hazmat.primitives.kdf.hkdf import HKDF

            stretched = HKDF(hashes.SHA256(), length=32, salt=None, info=b"earmark").derive(self._key.encode())
            return base64.urlsafe_b64encode(stretched)
        if make:
            with suppress(FileExistsError):
                self._make_key()
        return self._path.read_bytes().strip()

    def _make_key(self) -> None:
        from cryptography.fernet import Fernet

        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_name(self._path.name + ".new")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(Fernet.generate_key())
        try:
            os.link(part, self._path)  # unlike a rename, it never replaces a key that something is sealed with
        finally:
            part.unlink(missing_ok=True)


def access_of(connection: Connection, show: Show, seal: Seal | None) -> Access | None:
    """How the show wants to be asked; None when as any other."""
    sealed = credentials.current(connection, show.id)
    access = seal.open(sealed).access if seal and sealed else Access()
    return replace(access, user_agent=show.user_agent) if show.user_agent or sealed else None


def access_to(store: Store, seal: Seal, show_id: int) -> Access | None:
    """The same for the files of a show's episodes."""
    with store.read() as connection:
        show = shows.by_id(connection, show_id)
        return access_of(connection, show, seal) if show else None
