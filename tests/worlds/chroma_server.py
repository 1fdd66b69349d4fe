"""A real Chroma server on loopback."""

import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import chromadb
import pytest

from tests.worlds.mailbox import free_port


@contextmanager
def listening(folder):
    """Gives (address, process) of a server that keeps its vectors in the folder."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "chroma"), "run", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen([*command, "--path", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int) -> None:
    end = monotonic() + 120
    while monotonic() < end:
        with socket.socket() as client:
            client.settimeout(0.2)
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.05)
    pytest.fail("the Chroma server did not start")


def collections(url: str) -> dict[str, int]:
    """Name → how many documents the server holds under it."""
    port = int(url.rpartition(":")[2])
    return {each.name: each.count() for each in chromadb.HttpClient(host="127.0.0.1", port=port).list_collections()}
