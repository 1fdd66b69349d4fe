"""A few bars beside a thread's name: how often it was spoken of in each of the last weeks, as a picture with words."""

from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

WEEKS = 12  # by judgement, not measured: a quarter shows whether a topic comes or goes
_WIDE, _HIGH, _BAR = 96, 24, 6  # px
_COLOUR = "#2E8A84"  # on the light and on the dark page 3:1 or more


def weeks(days: Sequence[date], today: date) -> tuple[int, ...]:
    """How many fall into each of the last weeks, this one last. Pure."""
    monday = today - timedelta(days=today.weekday())
    counted = Counter((monday - day + timedelta(days=day.weekday())).days // 7 for day in days)
    return tuple(counted[ago] for ago in reversed(range(WEEKS)))


def picture(counts: Sequence[int]) -> str:
    """As a data address; a week without any is a dot on the line."""
    most = max(counts, default=0) or 1
    bars = "".join(_bar(at, count / most) for at, count in enumerate(counts))
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" fill="{_COLOUR}">{bars}</svg>'
    return f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"


def in_words(counts: Sequence[int]) -> str:
    """What the picture shows, for who cannot see it."""
    return f"Insights in each of the last {len(counts)} weeks: {', '.join(map(str, counts))}"


def _bar(at: int, share: float) -> str:
    high = max(1, round(share * _HIGH))
    return f'<rect x="{at * _WIDE // WEEKS}" y="{_HIGH - high}" width="{_BAR}" height="{high}"/>'
