"""Episodes heard and read side by side: what is stored is what one worker stores, whoever is killed meanwhile."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.worlds import loopback
from tests.worlds.dying import first_worker
from tests.worlds.podcast import TALK, feed_xml, vtt
from tests.worlds.same_end import held
from tests.worlds.sounds import TALK as EVENING
from tests.worlds.sounds import talk, wav

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
NOW = "2026-06-01T08:00:00Z"


@pytest.fixture(scope="module")
def show(tmp_path_factory):
    """One show: two episodes to be heard with one voice in both, two with transcripts, one that is not there."""
    folder = tmp_path_factory.mktemp("show")
    with loopback.site() as site:
        text = feed_xml(site.url, episodes=5)
        site.put("/feed", text.replace("/e1.vtt", "/none.vtt").replace("/e3.vtt", "/none.vtt"), "application/rss+xml")
        site.put("/e0.vtt", vtt(), "text/vtt")
        site.put("/e2.vtt", vtt(TALK[::-1]), "text/vtt")
        site.put("/e1.mp3", wav(folder / "1.wav", talk(0, 24, EVENING)).read_bytes(), "audio/wav")
        site.put("/e3.mp3", wav(folder / "3.wav", talk(24, 48, EVENING)).read_bytes(), "audio/wav")
        yield site


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


def begun(show, folder, *arguments, **settings):
    environment = os.environ | {
        "EARMARK_DATA_DIR": str(folder),
        "EARMARK_ALLOW_PRIVATE_HOSTS": show.host,
        "EARMARK_CHECK_TIMES": "off",
        **settings,
    }
    command = [sys.executable, str(ROOT / "cli.py"), "--now", NOW, *arguments]
    return subprocess.Popen(
        command, cwd=folder.parent, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def added(show, folder):
    told, _ = begun(show, folder, "add", show.url + "/feed", "--newest", "5").communicate()
    assert "Loopback" in told, told


@pytest.fixture(scope="module")
def one_worker(show, home):
    added(show, home / "one")
    told, _ = begun(show, home / "one", "ingest", EARMARK_WORKERS="1").communicate()
    assert "4 episodes taken, 1 failed" in told, told
    return home / "one"


def test_two_workers_store_what_one_stores(show, home, one_worker):
    added(show, home / "two")

    told, _ = begun(show, home / "two", "ingest", EARMARK_WORKERS="2").communicate()

    assert "4 episodes taken, 1 failed" in told, told
    assert held(home / "two") == held(one_worker)


def test_a_worker_killed_in_mid_job_loses_and_doubles_nothing(show, home, one_worker):
    added(show, home / "rough")
    run = begun(show, home / "rough", "ingest", EARMARK_WORKERS="2")

    os.kill(first_worker(home / "rough" / "earmark.log", run), signal.SIGKILL)
    told, _ = run.communicate()

    assert "4 episodes taken, 1 failed" in told, told
    assert "worker=lost try=1" in (home / "rough" / "earmark.log").read_text()
    assert held(home / "rough") == held(one_worker)
