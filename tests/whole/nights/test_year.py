"""Thirty mornings of ten shows in one process: nothing is left lying, and work and size are those of what is new."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
# Shares by which the last ten mornings may be above the ten before. By judgement: what a morning leaves lying comes to
# more in ten of them; caches still fill in the second ten, which takes some memory.
MEMORY, WORK, SIZE = 0.15, 0.1, 0.05


@pytest.fixture(scope="module", params=[(), ("--model",)], ids=["own words", "a model"])
def lived(request):
    """What the bench prints of mornings 1-10, 11-20, 21-30, and by how much the last are above the second."""
    told = ["--days", "30", "--shows", "10", "--every", "10", "--month", "10", *request.param]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(ROOT / "bench/job/year.py"), *told]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout.splitlines()[-1])


def test_each_ten_mornings_bring_as_many_insights(lived):
    first, second, third = (month["insights"] for month in lived["months"])

    assert first > 0
    assert abs((third - second) - (second - first)) <= 6


def test_no_file_and_no_thread_is_left_open(lived):
    _, second, third = lived["months"]

    assert third["open_files"] <= second["open_files"] + 2
    assert third["threads"] <= second["threads"] + 1


def test_memory_does_not_grow(lived):
    assert lived["growth"]["rss_mb"] <= MEMORY


def test_the_work_of_a_morning_does_not_grow(lived):
    assert lived["growth"]["statements"] <= WORK


def test_what_an_insight_takes_on_the_disk_does_not_grow(lived):
    assert lived["growth"]["database_kb_insight"] <= SIZE
    assert lived["growth"]["index_kb_insight"] <= SIZE
