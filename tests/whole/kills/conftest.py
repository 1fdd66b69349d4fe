"""The night that is killed, made once a worker."""

import sys

import pytest

from tests.worlds import kills


@pytest.fixture(scope="session")
def night(tmp_path_factory):
    sys.stdout.write(f"EARMARK_KILL_SEED={kills.SEED} EARMARK_KILL_POINTS={kills.POINTS}\n")
    with kills.kills(tmp_path_factory.mktemp("kills")) as made:
        yield made
