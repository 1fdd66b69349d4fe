"""Memory that a library writes to the disk without having filled it holds nothing of the process.

Chroma (hnswlib in it) makes room for a hundred vectors at a time and writes all of it, filled or not: what had lain
there, a feed's key or a password, then lay in `data_level0.bin`.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

# glibc's M_PERTURB: each piece of memory is overwritten when it is given out, with the complement of this byte, and
# when it is given back. 0 ends it.
_PERTURB, _BYTE = -6, 0xFF


@contextmanager
def wiped() -> Iterator[None]:
    """Overwrites all memory that the process is given meanwhile. Does nothing where the C library is not glibc, as on
    macOS and Windows: what lies in such pieces there was not tried.
    """
    try:
        choose = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        yield
        return
    choose(_PERTURB, _BYTE)
    try:
        yield
    finally:
        choose(_PERTURB, 0)
