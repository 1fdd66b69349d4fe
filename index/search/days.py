"""Spans of days: the ones that a date in words names, how they are told, and when they begin and end. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_MONTHS = "january february march april may june july august september october november december".split()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
_NUMBERS = dict(zip("a two three four five six seven eight nine ten twelve".split(), [*range(1, 11), 12], strict=True))

YEAR = r"(?:19|20)\d\d"
COUNT = r"\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve"
UNIT = r"day|week|month|year"
_MONTH = "|".join([*_MONTHS, *(rf"{name[:3]}t?\.?" for name in _MONTHS if name != "may")])
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
# What point() reads.
POINT = (
    rf"(?:{YEAR}-\d\d-\d\d|(?:the\s+)?{_NTH}\s+(?:of\s+)?(?:{_MONTH})(?:,?\s+{YEAR})?"
    rf"|(?:{_MONTH})\s+{_NTH}(?!\d)(?:,?\s+{YEAR})?|{YEAR}-\d\d|(?:{_MONTH})(?:\s+(?:of\s+)?{YEAR})?|{YEAR}"
    rf"|(?:last|this)\s+(?:week|month|year)|yesterday|today|{'|'.join(_DAYS)}|(?:a|{COUNT})\s+(?:{UNIT})s?\s+ago)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """From the day `since` to the day before `until`; None is no bound."""

    since: date | None = None
    until: date | None = None

    def __and__(self, other: "Days") -> "Days":
        since = max(filter(None, (self.since, other.since)), default=None)
        return Days(since=since, until=min(filter(None, (self.until, other.until)), default=None))

    @property
    def told(self) -> str:
        """Such as "since 1 March 2026" or "1 to 31 May 2026"."""
        if self.until is None:
            return f"since {_short(self.since)}" if self.since else "any day"
        last = self.until - timedelta(days=1)
        if self.since is None:
            return f"before {_short(self.until)}"
        if self.since == last:
            return _short(last)
        if (self.since.year, self.since.month) == (last.year, last.month):
            return f"{self.since.day} to {_short(last)}"
        same_year = self.since.year == last.year
        return f"{f'{self.since.day} {self.since:%B}' if same_year else _short(self.since)} to {_short(last)}"

    def bounds(self, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
        """(first moment, first moment after) of the days in `zone`, as UTC."""
        return _midnight(self.since, zone), _midnight(self.until, zone)


def point(said: str, today: date) -> Days | None:
    """The day, month or year that is meant, the latest that has begun where no year is said; None for 31 February."""
    try:
        return _relative(said.lower(), today) or _named(said.lower(), today)
    except (ValueError, OverflowError):
        return None


def back(today: date, count: str, unit: str) -> date:
    """As long before today; a month is 30 days and a year 365."""
    return today - timedelta(days=int(_NUMBERS.get(count.lower(), count)) * _UNITS[unit.lower()])


def _relative(low: str, today: date) -> Days | None:
    if low in ("today", "yesterday"):
        return _day(today - timedelta(days=low == "yesterday"))
    if low in _DAYS:
        return _day(today - timedelta(days=(today.weekday() - _DAYS.index(low)) % 7))
    if calendar := re.fullmatch(r"(last|this)\s+(\w+)", low):
        return _calendar(calendar[2], today, back=calendar[1] == "last")
    if ago := re.fullmatch(r"(\w+)\s+(\w+?)s?\s+ago", low):
        return _day(back(today, ago[1], ago[2]))
    return None


def _named(low: str, today: date) -> Days | None:
    """Such as "2024-05-03", "3 may 2024", "may 3", "may", "2024"."""
    if iso := re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", low):
        return _dated(int(iso[1]), int(iso[2]), int(iso[3] or 0))
    year, month = re.search(rf"\b{YEAR}$", low), re.search(rf"\b(?:{_MONTH})", low)
    if not month:
        return Days(since=date(int(low), 1, 1), until=date(int(low) + 1, 1, 1))
    if not year and month[0] not in _MONTHS:
        return None  # Jan, Mar: names too
    number = next(n for n, name in enumerate(_MONTHS, start=1) if name.startswith(month[0][:3]))
    nth = re.search(r"\b\d{1,2}(?=st|nd|rd|th|\b)", low)
    day = int(nth[0]) if nth else 0
    if year:
        return _dated(int(year[0]), number, day)
    return _dated(today.year - (date(today.year, number, day or 1) > today), number, day)


def _dated(year: int, month: int, day: int) -> Days:
    """The day, or the month when `day` is 0."""
    if day:
        return _day(date(year, month, day))
    return Days(since=date(year, month, 1), until=date(year + month // 12, month % 12 + 1, 1))


def _day(day: date) -> Days:
    return Days(since=day, until=day + timedelta(days=1))


def _calendar(unit: str, today: date, *, back: bool) -> Days:
    """The calendar week, month or year of today, or the one before."""
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return Days(since=monday, until=monday + timedelta(days=7))
    if unit == "year":
        return Days(since=date(today.year - back, 1, 1), until=date(today.year - back + 1, 1, 1))
    first = today.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    return _dated((before if back else first).year, (before if back else first).month, 0)


def _midnight(day: date | None, zone: tzinfo) -> datetime | None:
    return datetime.combine(day, time(), zone).astimezone(UTC) if day else None


def _short(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
