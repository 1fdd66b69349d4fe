"""SIGKILL at every stage, then the same command: the end state is that of a run without the kill."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from store import open_store
from store.queries import insights, transcripts
from store.queries.threads import threads
from tests.worlds.podcast import feed_xml, vtt

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
POINTS = [
    "fetched:before",
    "fetched:after",
    "transcribed:before",
    "transcribed:after",
    "distilled:before",
    "distilled:after",
    "words",
    "indexed:before",
    "indexed:after",
]


def run(script: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"EARMARK_DATA_DIR": str(folder)}
    command = [sys.executable, str(ROOT / script), *arguments]
    return subprocess.run(command, cwd=folder.parent, env=environment, capture_output=True, text=True, check=False)


def end_state(folder: Path) -> tuple[object, ...]:
    store = open_store(f"sqlite:///{folder / 'earmark.db'}")
    with store.read() as connection:
        found = [(cited.insight.id, cited.insight.quote) for cited in insights.every(connection)]
        members = sorted(threads.memberships(connection))
        passages = [chunk.id for episode in (1, 2) for chunk in transcripts.chunks_of(connection, episode)]
    store.close()
    search = run("cli.py", "search", "export limits and older chips", "--format", "json", folder=folder)
    hits = [(hit["kind"], hit["id"]) for hit in json.loads(search.stdout)]
    return (found, members, passages, hits)


@pytest.fixture
def show(site, data_dir):
    site.put("/feed", feed_xml(site.url, episodes=2), "application/rss+xml")
    site.put("/e0.vtt", vtt(), "text/vtt")
    site.put("/e1.vtt", vtt(), "text/vtt")
    return site.url + "/feed"


def test_a_run_killed_at_every_point_ends_like_an_undisturbed_one(show, tmp_path):
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    run("cli.py", "add", show, folder=calm)
    run("cli.py", "ingest", folder=calm)
    run("cli.py", "add", show, folder=rough)

    killed = [run("tests/worlds/kill_at.py", point, "ingest", folder=rough).returncode for point in POINTS]
    last = run("cli.py", "ingest", folder=rough)

    assert killed == [-signal.SIGKILL] * len(POINTS)
    assert last.returncode == 0, last.stderr
    assert end_state(rough) == end_state(calm)
    assert end_state(calm)[0]
