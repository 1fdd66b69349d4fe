"""A disk that is full from some place of a night on: one sentence, and with room again nothing is missing."""

import os
import shutil
import subprocess

import pytest

from tests.worlds.kills import Point

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None,
        reason="a small disk of its own is mounted, which root alone may do",
    ),
]

# What is written when the room ends: (stretch of the night, what happens, what is said).
PLACES = {
    "the model's settings": (0, "open data/settings.json.new", "the disk is full"),
    "audio": (0, "open data/cache/episode-*.audio.part", "the disk is full"),
    "what was fetched": (0, "INSERT INTO fetches", "the disk is full"),
    "what was heard so far": (0, "INSERT INTO recognised", "the disk is full"),
    "a voice": (0, "INSERT INTO voices", "the disk is full"),
    "a new index": (1, "vectors made begins", "the disk is full"),
    "insights": (3, "INSERT INTO insights", "the disk is full"),
    "vectors": (3, "vectors put begins", "the disk is full"),
    "words": (3, "words written begins", "the disk is full"),
    "which state of the index counts": (3, "open data/index/CURRENT.new", "the disk is full"),
    "the five": (4, "INSERT INTO considered", "the disk is full"),
    "that the mail leaves": (4, "mail DATA", "the disk is full"),
    "a backup": (4, "open data/backups/earmark-*T*Z-weekly.zip.part", "there is no room for a backup"),
}


@pytest.fixture
def disk(tmp_path):
    """A disk of 48 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", place], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("this machine lets not even root mount a small disk")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


@pytest.mark.parametrize("place", PLACES)
def test_a_full_disk_is_said_in_a_sentence_and_nothing_is_lost(night, disk, place):
    stretch, what, sentence = PLACES[place]
    point = Point(stretch=stretch, what=what, nth=1, late_us=0)

    told = night.told_when_full(point, disk)

    assert sentence in told
    assert "Traceback" not in told
    assert "unexpected" not in told
    assert night.fault_with_room_again(point, disk) == ""
