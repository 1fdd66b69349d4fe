"""Memory that is free within the process goes back to the system."""

import ctypes
import gc


def give_back() -> bool:
    """Whether any went, where the C library can do it (glibc).

    It keeps what was freed for the next request, in holes that the next model does not fit into: of Whisper base, after
    five minutes of talk, 740 MB stayed, of which 150 to 250 were such holes.
    """
    gc.collect()
    try:
        return bool(ctypes.CDLL(None).malloc_trim(0))
    except (AttributeError, OSError, TypeError):  # another C library; Windows has none by that name
        return False
