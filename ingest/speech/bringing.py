"""Brings a recogniser's files from the hub or a mirror into a folder; afterwards nothing is asked of either.

What has come stays where a try breaks off, and the next one goes on there. A file gets its place when its SHA-256 is
the published one.
"""

from collections.abc import Callable
from pathlib import Path

from ingest.speech.known import Recogniser, WeightsFile
from ingest.speech.weights import is_published
from ingest.web.client import Web
from ingest.web.download import download
from store.errors import Unusable

AddressOf = Callable[[Recogniser, str], str]
OnBytes = Callable[[int, int], None]


def hub_address(known: Recogniser, file: str) -> str:
    """Where the hub has a file, at the revision whose checksums are known."""
    from huggingface_hub import hf_hub_url  # half a second to import, for who brings something alone

    return str(hf_hub_url(known.repository, file, revision=known.revision))


def mirror_address(mirror: str) -> AddressOf:
    """A plain folder on a web server, in which each recogniser has a folder of its name."""
    return lambda known, file: f"{mirror.rstrip('/')}/{known.name}/{file}"


def bring(web: Web, known: Recogniser, folder: Path, address_of: AddressOf, on_bytes: OnBytes | None = None) -> None:
    """Puts the files into `folder`/NAME; those that are there are kept. `on_bytes` hears (bytes there, bytes in all).

    Raises Transient when it may work later, Unusable when what comes is not what was published.
    """
    into = folder / known.name
    into.mkdir(parents=True, exist_ok=True)
    before = 0
    for file in known.files:
        if not is_published(into / file.name, file):
            _bring_file(web, address_of(known, file.name), into, file, _ticking(before, known.size_bytes, on_bytes))
        before += file.size_bytes
        if on_bytes:
            on_bytes(before, known.size_bytes)


def _bring_file(
    web: Web, address: str, into: Path, file: WeightsFile, on_bytes: Callable[[int, int | None], None]
) -> None:
    unchecked = into / f"{file.name}.unchecked"
    download(web, address, unchecked, max_bytes=file.size_bytes, on_bytes=on_bytes)
    if not is_published(unchecked, file):
        unchecked.unlink()
        raise Unusable(
            f"what came as {file.name} is not the published file (its SHA-256 differs): nothing is kept of it; "
            "try another mirror, or the hub"
        )
    unchecked.replace(into / file.name)


def _ticking(before: int, total: int, on_bytes: OnBytes | None) -> Callable[[int, int | None], None]:
    return lambda done, _: on_bytes(before + done, total) if on_bytes else None
