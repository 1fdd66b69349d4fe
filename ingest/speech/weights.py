"""The weights of a recogniser, ready to be loaded: from installed packages, from the folder where they were brought, or
by a name that faster-whisper knows. Weights are executed: what Earmark knows is used only when its SHA-256 is right.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ingest.speech.known import Recogniser, WeightsFile, recogniser
from store.errors import Misconfigured
from store.packaged_weights import packaged_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """`source` is what faster-whisper is given; `files` stand in for it where they come from packages."""

    source: str
    files: dict[str, bytes] | None = None


def weights(name: str, brought: Path | None = None) -> Weights:
    """`brought` is the folder of the recognisers that were brought, each in a folder of its name.

    Raises Misconfigured when a file is missing or is not the published one.
    """
    known = recogniser(name)
    if known and known.parts:
        files = {file.name: packaged_file(known.parts[file.name], file.sha256) for file in known.files}
        return Weights(source=name, files=files)
    if known and brought and is_brought(known, brought):
        return Weights(source=str(brought_folder(known, brought)))
    return Weights(source=name)


def brought_folder(known: Recogniser, brought: Path | None) -> Path:
    """Where its files lie. Raises Misconfigured when one is missing or is not the published one."""
    if brought is None or not is_brought(known, brought):
        raise Misconfigured(f"{known.name} is not here: `cli.py model use {known.name} --for speech` brings it")
    _check(known, brought / known.name)
    return brought / known.name


def is_brought(known: Recogniser, brought: Path) -> bool:
    """Whether all its files are there, by their sizes; they are checked when they are loaded."""
    return all(_size(brought / known.name / file.name) == file.size_bytes for file in known.files)


def is_published(path: Path, file: WeightsFile) -> bool:
    if _size(path) != file.size_bytes:
        return False
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest() == file.sha256


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None


def _check(known: Recogniser, folder: Path) -> None:
    wrong = next((file.name for file in known.files if not is_published(folder / file.name, file)), None)
    if wrong:
        raise Misconfigured(
            f"{folder / wrong} is not the published file: delete it, and `cli.py model use {known.name} --for speech` "
            "brings it again"
        )
