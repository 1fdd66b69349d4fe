"""Memory goes back to the system where the C library can do it."""

import ctypes
from pathlib import Path

import pytest

from ingest.memory import give_back


def held_mb() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096 / 1e6


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="this C library cannot give memory back")
def test_what_was_freed_between_what_is_held_goes_back():
    several = [bytearray(60_000) for _ in range(2_000)]  # small enough to lie in the heap
    kept = several[::50]
    before = held_mb()
    del several

    assert give_back()
    assert held_mb() < before - 60
    assert len(kept) == 40


def test_another_c_library_is_left_alone(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())

    assert not give_back()
