"""Jobs on a real Ray cluster of two nodes on this machine: what comes back, and what becomes of lost ones."""

import pytest

from tests.worlds.dying import Dying, Held, Silent, ended, no_kit, tries, until

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install -r requirements-ray.txt")
pytestmark = pytest.mark.slow

from ray.cluster_utils import Cluster  # noqa: E402 - where it is installed

from ingest.workers.on_ray import on_ray  # noqa: E402


@pytest.fixture(scope="module")
def cluster():
    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    made.add_node(num_cpus=1)
    yield made
    ray.shutdown()
    made.shutdown()


@pytest.fixture
def hands(cluster):
    opened = on_ray(cluster.address, no_kit, silent_seconds=60.0)
    yield opened
    opened.close()


def finished(coming):
    return coming.wait(lambda done, total: None)


def test_there_are_as_many_workers_as_the_cluster_has_cores(hands):
    assert hands.count == 2


def test_audio_goes_to_a_worker_as_bytes_and_not_as_a_path(hands, tmp_path):
    (tmp_path / "a.audio").write_bytes(b"sound")

    _, heard, path = finished(hands.hand_out(1, lambda: Dying(tmp_path, 0, tmp_path / "a.audio")))

    assert heard == b"sound"
    assert str(tmp_path) not in path


def test_a_job_whose_worker_is_killed_is_tried_again(hands, tmp_path):
    tries, _, _ = finished(hands.hand_out(1, lambda: Dying(tmp_path, deaths=2)))

    assert tries == 3


def test_a_worker_that_is_silent_for_too_long_is_given_up(cluster, tmp_path):
    hands = on_ray(cluster.address, no_kit, silent_seconds=8.0)

    assert finished(hands.hand_out(1, lambda: Silent(tmp_path))) == "answered"
    hands.close()


def test_the_job_of_a_node_that_is_lost_is_done_by_another(cluster, hands, tmp_path):
    jobs = [hands.hand_out(at, lambda: Held(tmp_path)) for at in (1, 2)]
    until(lambda: tries(tmp_path) == 2)

    cluster.remove_node(next(iter(cluster.worker_nodes)), allow_graceful=False)
    until(lambda: ended(tmp_path) == 1)
    (tmp_path / "go").touch()

    assert [finished(job) for job in jobs] == ["done", "done"]
    assert tries(tmp_path) == 3
