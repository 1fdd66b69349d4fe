"""The settings that a command keeps, in a file of the data folder that only its owner may read. Keys lie in it."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from store.errors import DiskFull, Misconfigured, is_disk_full

NAME: Final = "settings.json"


def read(folder: Path) -> dict[str, str]:
    """What is kept there, nothing where no file is. Raises Misconfigured for a file that cannot be read."""
    path = folder / NAME
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}  # of a data folder that is none, whoever writes there tells
    except (OSError, ValueError, RecursionError) as error:
        raise Misconfigured(f"{path} cannot be read: put it right, or delete it and set the model again") from error
    if not isinstance(kept, dict) or not all(isinstance(value, str) for value in kept.values()):
        raise Misconfigured(f"{path} holds no settings: delete it and set the model again")
    return kept


def keep(folder: Path, values: Mapping[str, str | None]) -> None:
    """Adds the values to what is kept; None takes one out. The file is replaced whole, so that a kill harms nothing."""
    merged = {name: value for name, value in {**read(folder), **values}.items() if value is not None}
    path, fresh = folder / NAME, folder / f"{NAME}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        if not merged:
            path.unlink(missing_ok=True)
            return
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(merged, file, indent=1)
        fresh.replace(path)
    except OSError as error:
        if is_disk_full(error):
            raise DiskFull from error
        raise Misconfigured(f"{path} cannot be written ({error.strerror})") from error
