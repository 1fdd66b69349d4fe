"""The life of an episode."""

from datetime import UTC, datetime, timedelta

import pytest

from ingest.stages import WAITS, fail, restart, succeed
from store.errors import Transient, Unusable
from store.records.episodes import Progress, Stage

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_a_failure_keeps_the_stage_and_waits():
    fetched = Progress(stage=Stage.FETCHED)

    failed = fail(fetched, Transient("connection reset"), NOON)

    assert failed == Progress(
        stage=Stage.FETCHED, attempts=1, retry_at=NOON + timedelta(minutes=10), error="connection reset"
    )


def test_the_hosts_own_wish_is_waited_out():
    failed = fail(Progress(), Transient("busy", retry_after=timedelta(hours=3)), NOON)

    assert failed.retry_at == NOON + timedelta(hours=3)


@pytest.mark.parametrize(("attempts", "wait"), enumerate(WAITS))
def test_each_failure_waits_longer(attempts, wait):
    failed = fail(Progress(attempts=attempts), Transient("busy"), NOON)

    assert failed.retry_at == NOON + wait
    assert not failed.given_up


def test_after_the_last_wait_it_is_given_up():
    failed = fail(Progress(attempts=len(WAITS)), Transient("busy"), NOON)

    assert failed.given_up
    assert failed.retry_at is None


def test_what_will_not_get_better_is_given_up_at_once():
    assert fail(Progress(), Unusable("no speech"), NOON).given_up


def test_success_forgets_earlier_trouble():
    assert succeed(Stage.TRANSCRIBED) == Progress(stage=Stage.TRANSCRIBED)


def test_a_lost_file_starts_over_and_keeps_the_count():
    assert restart(Progress(stage=Stage.FETCHED, attempts=2)) == Progress(stage=Stage.DISCOVERED, attempts=2)
