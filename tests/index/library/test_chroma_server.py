"""The same index with its vectors on a Chroma server, run here on loopback."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from index.library.library import Library
from store.errors import Transient
from tests.index.library.test_library import EVERYWHERE, a_document, axis, fill, keys

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path):
    """(address, process) of a Chroma server that listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "chroma"), "run", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--path", str(tmp_path / "server")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wait_for(port)
    yield f"http://127.0.0.1:{port}", process
    process.kill()
    process.wait()


def wait_for(port: int) -> None:
    from time import monotonic

    end = monotonic() + 30
    while monotonic() < end:
        with socket.socket() as client:
            client.settimeout(0.2)
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
    pytest.fail("the Chroma server did not start")


def test_a_server_holds_the_vectors_and_a_lost_folder_is_made_anew(server, tmp_path):
    library = Library(tmp_path / "index", chroma_url=server[0])
    fill(library, "m", a_document("copper"), a_document("tin"))
    assert keys(library.nearest(axis(1), 1, EVERYWHERE)) == ["passage:tin"]

    shutil.rmtree(library.folder)
    fill(library, "m", a_document("zinc"))

    assert keys(library.nearest(axis(0), 5, EVERYWHERE)) == ["passage:zinc"]
    assert library.counts() == (1, 1)


def test_a_server_that_went_away_may_come_back(server, tmp_path):
    library = Library(tmp_path / "index", chroma_url=server[0])
    fill(library, "m", a_document("copper"))

    server[1].kill()
    server[1].wait()

    with pytest.raises(Transient, match="EARMARK_CHROMA_URL"):
        library.nearest(axis(0), 5, EVERYWHERE)
