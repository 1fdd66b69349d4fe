"""What a monitor is told of an installation: which parts do their work, in counts alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest import standing
from store.records.shows import Show

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LOOKED = Show(id=1, feed_url="https://a.example/secret-feed", title="A Private Show", added_at=NOON, checked_at=NOON)
FAILED = replace(LOOKED, id=2, error="a.example answered 503", retry_at=NOON)
LATER = NOON + timedelta(hours=37)


def test_a_run_that_was_missed_for_a_day_and_a_half_is_wrong():
    assert standing.last_run([LOOKED], NOON + timedelta(hours=35)).state == "fine"
    assert standing.last_run([LOOKED], LATER).state == "wrong"


@pytest.mark.parametrize(
    "change",
    [{"due_at": LATER + timedelta(days=1)}, {"ended_at": NOON}, {"demo": True}],
    ids=["not due", "ended", "demo"],
)
def test_a_feed_that_is_not_due_is_no_missed_run(change):
    assert standing.last_run([replace(LOOKED, **change)], LATER).state == "fine"


def test_a_show_added_and_never_looked_at_is_a_missed_run_in_the_end():
    new = replace(LOOKED, checked_at=None)

    assert standing.last_run([new], NOON) == standing.Part(name="last run", state="fine", told="none yet")
    assert standing.last_run([new], LATER).state == "wrong"


def test_hosts_that_fail_are_counted_and_are_no_fault_of_ours():
    part = standing.shows([LOOKED, FAILED])

    assert (part.state, part.told) == ("look", "1 of 2 answer")
    assert standing.is_well([part])


@pytest.mark.parametrize(
    ("free_bytes", "state"), [(None, "wrong"), (100_000_000, "wrong"), (1_000_000_000, "look"), (9_000_000_000, "fine")]
)
def test_a_disk_is_told_before_it_is_full(free_bytes, state):
    assert standing.disk(free_bytes).state == state


@pytest.mark.parametrize(
    ("held", "indexed", "state"),
    [(None, 0, "wrong"), ((0, 0), 3, "wrong"), ((0, 0), 0, "fine"), ((9, 8), 3, "look"), ((9, 9), 3, "fine")],
)
def test_an_index_that_holds_nothing_of_what_was_indexed_is_wrong(held, indexed, state):
    assert standing.index(held, {"indexed": indexed}).state == state
