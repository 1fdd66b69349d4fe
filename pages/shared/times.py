"""Days and distances in time, in words and in the reader's zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from digest import wording
from digest.wording import day_in, short_day
from pages.shared import parts

_NEWS_DAYS = 60  # by judgement, not measured: past two months a reader should be told that it is old
_ZONE = "zone"
counted = wording.counted


def zone() -> ZoneInfo:
    """The reader's; looked up once a run, for a page asks some fifty times."""
    return ZoneInfo(st.session_state.get(_ZONE) or parts.reader().timezone)


def keep_zone(name: str) -> None:
    st.session_state[_ZONE] = name


def today() -> date:
    """The reader's calendar day."""
    return day_in(zone(), parts.now())


def day_words(moment: datetime | None) -> str:
    return short_day(day_in(zone(), moment)) if moment else "undated"


def ago(moment: datetime) -> str:
    """Such as "5 minutes ago"; the day in words past a week."""
    passed = parts.now() - moment
    return day_words(moment) if passed > timedelta(days=7) else f"{_length(passed)} ago"


def aged(moment: datetime | None) -> str:
    """The day, with how long ago that was once it is no longer news: "12 January 2018, 8 years ago"."""
    if moment is None:
        return "undated"
    days = (today() - day_in(zone(), moment)).days
    if days <= _NEWS_DAYS:
        day = day_in(zone(), moment)
        return {0: "today", 1: "yesterday"}.get(days, f"{day.day} {day:%B}")
    size, unit = (365, "year") if days >= 365 else (30, "month")
    return f"{day_words(moment)}, {counted(days // size, unit)} ago"


def ahead(moment: datetime) -> str:
    """Such as "in 2 hours"."""
    left = moment - parts.now()
    return f"in {_length(left)}" if left > timedelta() else "at the next run"


def _length(span: timedelta) -> str:
    minutes = max(1, round(span.total_seconds() / 60))
    for unit, size in (("day", 1440), ("hour", 60)):
        if minutes >= size:
            return counted(round(minutes / size), unit)
    return counted(minutes, "minute")
