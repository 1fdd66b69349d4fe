"""SIGKILL from an episode's insights to the mail and the backup: a rerun ends like an undisturbed night.

The points are in two files so that two workers share them. EARMARK_KILL_SEED and EARMARK_KILL_POINTS choose others.
"""

import pytest

from tests.worlds.kills import PER_TEST, parts

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("stretch", "part"), parts(1, 2, 3, 4))
def test_a_night_that_is_killed_ends_like_an_undisturbed_one(night, stretch, part):
    points = night.chosen(stretch)[part * PER_TEST : (part + 1) * PER_TEST]

    faults = [fault for point in points if (fault := night.fault_at(point))]

    assert points
    assert faults == []
