"""How a show's feed stands, in words: what is wrong, since when, and what happens next. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from digest.wording import short_day
from store.records.shows import Show

_MOVED_IS_NEWS = timedelta(days=30)  # by judgement, not measured: how long the page tells of a move
_WEEK = timedelta(days=6)  # on the seventh the same weekday comes again


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`state`: "fine", "news" (well, and something to know), "failing" (tried again by itself), "ended" or "paused"."""

    state: Literal["fine", "news", "failing", "ended", "paused"]
    sentence: str


def health(show: Show, now: datetime, timezone: str) -> Health:
    """Days and times in the sentence are those of `timezone`."""
    zone = ZoneInfo(timezone)
    if show.paused_at:
        since = _day(show.paused_at, now, zone)
        return Health(
            state="paused",
            sentence=f"Paused {since}: nothing is fetched until you resume it; what comes meanwhile is taken then.",
        )
    if show.ended_at:
        since = _day(show.ended_at, now, zone)
        return Health(
            state="ended",
            sentence=f"Ended {since}: {_reason(show)}. It is not asked again until you retry; its episodes stay.",
        )
    if show.error:
        since = (
            f"Failing since {_day(show.failing_since, now, zone).removeprefix('on ')}"
            if show.failing_since
            else "The last look failed"
        )
        tries = f" ({show.attempts} tries)" if show.attempts > 1 else ""
        again = (
            f"Next try {_moment(show.retry_at, now, zone)}" if show.retry_at else "It is tried again at the next scan"
        )
        return Health(state="failing", sentence=f"{since}{tries}: {_reason(show)}. {again}.")
    told = [*_news(show, now, zone), _looks(show, now, zone)]
    return Health(state="news" if len(told) > 1 else "fine", sentence=" ".join(told))


def _news(show: Show, now: datetime, zone: ZoneInfo) -> list[str]:
    news = list(show.doubts)
    if show.moved_to:
        news.append(f"Its host says that it moved to {_host(show.moved_to)}; the next look decides.")
    if show.moved_at and now - show.moved_at < _MOVED_IS_NEWS:
        news.append(
            f"Moved to {_host(show.feed_url)} {_day(show.moved_at, now, zone)}; the old address still finds it."
        )
    if show.complete:
        news.append("Complete: the show says that no more episodes will come, so it is asked once a week.")
    return news


def _looks(show: Show, now: datetime, zone: ZoneInfo) -> str:
    if show.checked_at is None:
        return "Not looked at yet."
    next_look = f"; next look {_moment(show.due_at, now, zone)}" if show.due_at and show.due_at > now else ""
    return f"Fine: checked {_moment(show.checked_at, now, zone)}{next_look}."


def _reason(show: Show) -> str:
    return (show.error or "").rstrip(".")


def _host(url: str) -> str:
    return urlsplit(url).hostname or "another address"


def _day(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """today, yesterday, tomorrow, on a weekday within six days, else on a date."""
    day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    near = {0: "today", -1: "yesterday", 1: "tomorrow"}.get((day - today).days)
    if near:
        return near
    return f"on {day:%A}" if abs(day - today) <= _WEEK else f"on {short_day(day)}"


def _moment(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    if moment <= now and moment + timedelta(minutes=1) > now:
        return "just now"
    return f"{_day(moment, now, zone)} at {moment.astimezone(zone):%H:%M}"
