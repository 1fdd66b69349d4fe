"""Packaged models in the form that CTranslate2 runs, made once and kept in a folder that may be emptied at any time."""

import atexit
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp


def converted(name: str, cache: Path, convert: Callable[[Path], None]) -> Path:
    """The folder in `cache` that `convert` has filled; made where it is missing, and by each process where the cache
    cannot be written.
    """
    import ctranslate2

    target = cache / f"{name}-{ctranslate2.__version__}"
    if target.exists():
        return target
    try:
        cache.mkdir(parents=True, exist_ok=True)
        making = Path(mkdtemp(prefix="making-", dir=cache))
    except OSError:
        making = Path(mkdtemp(prefix="earmark-"))
        atexit.register(shutil.rmtree, making, ignore_errors=True)
        convert(making)
        return making
    convert(making)
    try:
        making.rename(target)  # at once: whoever looks finds all of it or nothing
    except OSError:
        shutil.rmtree(making, ignore_errors=True)  # another process was quicker
    return target
