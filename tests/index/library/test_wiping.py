"""What the process holds is not written beside the vectors."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
# Two dozen threads, for an arena is shared only when there are many; each leaves holes full of a secret, in which what
# Chroma asks for may lie.
_PLANTING = """
import sys, threading
import numpy as np
from contextlib import nullcontext
from pathlib import Path
from index.library import vectors
from index.library.library import Library
from tests.index.library.test_library import a_document

SECRET = b"planted-secret-"
del (large := [bytearray(30_000_000)])[:]  # from now on glibc gives large pieces from its heap, too
planted, over = threading.Barrier(25), threading.Event()

def plant():
    sizes = (50_000, 200_000, 700_000)
    pieces = [[bytearray(SECRET * (size // 15)) for _ in range(12_000_000 // size)] for size in sizes]
    kept = [some[::9] for some in pieces]
    pieces.clear()
    planted.wait()
    over.wait()

for _ in range(24):
    threading.Thread(target=plant, daemon=True).start()
planted.wait()
if sys.argv[2] == "not wiped":
    vectors.wiped = nullcontext
said = [a_document(str(number)) for number in range(5)]
library = Library(Path(sys.argv[1]))
with library.rebuilding("m") as fresh:
    fresh.put({1: said}, {each.text: np.eye(384, dtype=np.float32)[at] for at, each in enumerate(said)})
library.close()
"""


def leaking(folder: Path, how: str) -> list[str]:
    command = [sys.executable, "-c", _PLANTING, str(folder / "index"), how]
    subprocess.run(command, cwd=ROOT, timeout=120, check=True)
    return [path.name for path in folder.rglob("*") if path.is_file() and b"planted-secret" in path.read_bytes()]


@pytest.mark.skipif(sys.platform != "linux", reason="of glibc")
def test_no_memory_of_the_process_lies_in_the_index(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()

    assert "data_level0.bin" in leaking(tmp_path / "one", "not wiped")  # so that the test can fail
    assert leaking(tmp_path / "other", "wiped") == []
