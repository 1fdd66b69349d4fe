"""Episodes heard and read side by side: the morning is what one worker makes of it, whoever does the work, whoever is
killed meanwhile, and wherever its state is kept."""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.worlds import loopback
from tests.worlds.chroma_server import listening
from tests.worlds.dying import began_on, first_worker
from tests.worlds.podcast import TALK, feed_xml, vtt
from tests.worlds.postgres import cluster as postgres_cluster
from tests.worlds.same_end import held, indexed
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


def added(show, folder, **settings):
    told, _ = begun(show, folder, "add", show.url + "/feed", "--newest", "5", **settings).communicate()
    assert "Loopback" in told, told


def ended_well(run):
    told, _ = run.communicate()
    assert "4 episodes taken, 1 failed" in told, told


def shown(show, folder, **settings):
    """The five, and what a search finds."""
    five, _ = begun(show, folder, "digest", "--format", "json", **settings).communicate()
    found, _ = begun(
        show, folder, "search", "export limits and older chips", "--format", "json", **settings
    ).communicate()
    hits = [(hit["kind"], hit["id"], hit["start"], round(hit["similarity"], 2)) for hit in json.loads(found)]
    return [insight["headline"] for insight in json.loads(five)["insights"]], hits


@pytest.fixture(scope="module")
def one_worker(show, home):
    added(show, home / "one")
    ended_well(begun(show, home / "one", "daily", EARMARK_WORKERS="1"))
    return home / "one"


def test_two_workers_store_what_one_stores(show, home, one_worker):
    added(show, home / "two")

    ended_well(begun(show, home / "two", "daily", EARMARK_WORKERS="2"))

    assert held(home / "two") == held(one_worker)
    assert indexed(home / "two") == indexed(one_worker)
    assert shown(show, home / "two") == shown(show, one_worker)


def test_a_worker_killed_in_mid_job_loses_and_doubles_nothing(show, home, one_worker):
    added(show, home / "rough")
    run = begun(show, home / "rough", "daily", EARMARK_WORKERS="2")

    os.kill(first_worker(home / "rough" / "earmark.log", run), signal.SIGKILL)
    ended_well(run)

    assert "worker=lost try=1" in (home / "rough" / "earmark.log").read_text()
    assert held(home / "rough") == held(one_worker)
    assert indexed(home / "rough") == indexed(one_worker)


def test_postgresql_and_a_chroma_server_hold_what_sqlite_and_a_folder_do(show, home, one_worker, tmp_path):
    with postgres_cluster() as url, listening(tmp_path) as (chroma_url, _):
        servers = {"EARMARK_DATABASE_URL": url, "EARMARK_CHROMA_URL": chroma_url}
        added(show, home / "servers", **servers)

        ended_well(begun(show, home / "servers", "daily", **servers))

        assert held(home / "servers", url) == held(one_worker)
        assert indexed(home / "servers", chroma_url) == indexed(one_worker)
        assert shown(show, home / "servers", **servers) == shown(show, one_worker)


@contextmanager
def ray_cluster(monkeypatch):
    """Two nodes of one core each on this machine, with Earmark's code as docs/workers.md has it started."""
    pytest.importorskip("ray", reason="Ray is not installed: pip install -r requirements-ray.txt")
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("RAY_worker_niceness", "0")  # by its own 15 a busy machine lets them wait for minutes
    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    try:
        made.add_node(num_cpus=1)
        yield made
    finally:
        made.shutdown()


def test_two_nodes_of_a_ray_cluster_store_what_one_worker_stores(show, home, one_worker, monkeypatch):
    added(show, home / "ray")

    with ray_cluster(monkeypatch) as cluster:
        run = begun(show, home / "ray", "daily", EARMARK_RAY_ADDRESS=cluster.address, EARMARK_WORKERS="2")
        ended_well(run)

    assert len(began_on(home / "ray" / "earmark.log")) == 2
    assert held(home / "ray") == held(one_worker)
    assert indexed(home / "ray") == indexed(one_worker)
    assert shown(show, home / "ray") == shown(show, one_worker)


def test_a_node_killed_in_mid_job_loses_and_doubles_nothing(show, home, one_worker, monkeypatch):
    added(show, home / "node")

    with ray_cluster(monkeypatch) as cluster:
        other = next(iter(cluster.worker_nodes))
        run = begun(show, home / "node", "daily", EARMARK_RAY_ADDRESS=cluster.address, EARMARK_WORKERS="2")
        first_worker(home / "node" / "earmark.log", run, node=other.node_id)
        cluster.remove_node(other, allow_graceful=False)
        ended_well(run)

    assert "worker=lost try=1" in (home / "node" / "earmark.log").read_text()
    assert held(home / "node") == held(one_worker)
    assert indexed(home / "node") == indexed(one_worker)
