"""How a feed stands, in words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.health import health
from store.records.shows import Show

NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)  # a Wednesday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHOW = Show(id=1, feed_url="https://pod.example/feed", title="Harbour", added_at=NOON - DAY, checked_at=NOON - 5 * HOUR)
AWAY = replace(SHOW, error="pod.example cannot be reached.", attempts=3, failing_since=NOON - 2 * DAY)


@pytest.mark.parametrize(
    ("show", "state", "sentence"),
    [
        (SHOW, "fine", "Fine: checked today at 07:00."),
        (replace(SHOW, checked_at=None), "fine", "Not looked at yet."),
        (
            replace(SHOW, checked_at=NOON, due_at=NOON + DAY),
            "fine",
            "Fine: checked just now; next look tomorrow at 12:00.",
        ),
        (
            replace(AWAY, retry_at=NOON + 2 * HOUR),
            "failing",
            "Failing since Monday (3 tries): pod.example cannot be reached. Next try today at 14:00.",
        ),
        (
            replace(AWAY, failing_since=NOON - 40 * DAY),
            "failing",
            "Failing since 1 May 2026 (3 tries): pod.example cannot be reached. It is tried again at the next scan.",
        ),
        (
            replace(AWAY, failing_since=None, attempts=1),
            "failing",
            "The last look failed: pod.example cannot be reached. It is tried again at the next scan.",
        ),
        (
            replace(SHOW, error="gone", ended_at=NOON - DAY),
            "ended",
            "Ended yesterday: gone. It is not asked again until you retry; its episodes stay.",
        ),
        (
            replace(AWAY, paused_at=NOON),
            "paused",
            "Paused today: nothing is fetched until you resume it; what comes meanwhile is taken then.",
        ),
        (
            replace(SHOW, moved_at=NOON - DAY),
            "news",
            "Moved to pod.example yesterday; the old address still finds it. Fine: checked today at 07:00.",
        ),
        (replace(SHOW, moved_at=NOON - 31 * DAY), "fine", "Fine: checked today at 07:00."),
        (
            replace(SHOW, moved_to="https://new.example/feed?key=1"),
            "news",
            "Its host says that it moved to new.example; the next look decides. Fine: checked today at 07:00.",
        ),
        (
            replace(SHOW, complete=True),
            "news",
            "Complete: the show says that no more episodes will come, so it is asked once a week. "
            "Fine: checked today at 07:00.",
        ),
    ],
)
def test_a_feeds_state_is_told_with_since_and_next(show, state, sentence):
    told = health(show, NOON, "UTC")

    assert (told.state, told.sentence) == (state, sentence)


def test_days_and_hours_are_the_readers():
    late = replace(SHOW, checked_at=datetime(2026, 6, 9, 23, tzinfo=UTC))

    assert health(late, NOON, "UTC").sentence == "Fine: checked yesterday at 23:00."
    assert health(late, NOON, "Asia/Tokyo").sentence == "Fine: checked today at 08:00."
