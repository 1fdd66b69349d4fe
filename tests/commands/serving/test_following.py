"""A page with a data folder of its own, on the database and the Chroma server that another machine's runs fill."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest

from tests.worlds.chroma_server import listening
from tests.worlds.mailbox import free_port
from tests.worlds.podcast import feed_xml, vtt
from tests.worlds.postgres import cluster

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
TALK = [
    ("Ana", "A geothermal well in Iceland now heats every greenhouse of the valley, and the heat costs nothing more.")
]


@pytest.fixture
def machine(tmp_path, site):
    """Runs a command on one of several machines, which have nothing in common but two servers."""
    with cluster() as database, listening(tmp_path / "chroma") as (chroma, _):
        shared = {"EARMARK_DATABASE_URL": database, "EARMARK_CHROMA_URL": chroma}

        def begin(name, *arguments):
            folder = tmp_path / name
            folder.mkdir(exist_ok=True)
            settings = os.environ | shared | {"EARMARK_DATA_DIR": str(folder)}
            command = [sys.executable, str(ROOT / "cli.py"), *arguments]
            pipe = subprocess.PIPE
            return subprocess.Popen(command, cwd=tmp_path, env=settings, stdout=pipe, stderr=pipe, text=True)

        yield begin


def done(run):
    out, err = run.communicate()
    assert run.returncode == 0, out + err
    return out


def found(machine, name, *asked):
    return [hit["episode"] for hit in json.loads(done(machine(name, "search", *asked, "--format", "json")))]


@contextmanager
def served(machine, name):
    port = free_port()
    running = machine(name, "serve", "--only-page", "--port", str(port))
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.communicate()


def index_of(page):
    """What the page's own /health says of its index, once it answers."""
    try:
        parts = httpx.get(f"{page}/health", timeout=10).json()["parts"]
    except httpx.TransportError:
        return "no answer"
    return next((part["told"] for part in parts if part["name"] == "index"), "no index")


def until(there, seconds=90):
    end = monotonic() + seconds
    while not there() and monotonic() < end:
        sleep(0.2)
    assert there()


def test_a_page_finds_what_another_machine_took_and_no_longer_what_it_removed(machine, site):
    feed = site.put("/feed", feed_xml(site.url, episodes=1), "application/rss+xml")
    site.put("/e0.vtt", vtt(), "text/vtt")
    done(machine("runs", "add", feed))
    done(machine("runs", "daily"))

    with served(machine, "reads") as page:
        until(lambda: "passages and insights" in index_of(page))
        before = index_of(page)
        assert found(machine, "reads", "export limits and older chips")[0] == "Episode 0"

        site.put("/feed", feed_xml(site.url, episodes=2), "application/rss+xml")
        site.put("/e1.vtt", vtt(TALK), "text/vtt")
        done(machine("runs", "daily", "--all"))
        until(lambda: "passages and insights" in index_of(page) and index_of(page) != before)
        assert found(machine, "reads", '"geothermal well"') == ["Episode 1"]

        done(machine("runs", "remove", "1", "--yes"))
        until(lambda: index_of(page) == "0 passages and insights")

    assert "nothing to search" in machine("reads", "search", "geothermal").communicate()[1]
