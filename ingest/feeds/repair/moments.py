"""Reads moments as feeds write them: RFC 822, ISO 8601, and what people and programs make of the two. Pure.

Names of months in seven languages, clocks with 24 hours and more, zones by name, number or place.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from language.lists import listed

FIRST_YEAR = 1990  # hosts write 1970 for "no date"; nothing was syndicated before
_MONTHS = {name: number for number, line in enumerate(listed("month_names"), start=1) for name in line.split()}
_ZONES = {name: int(minutes) for name, minutes in map(str.split, listed("time_zones"))}
_LONGEST_TEXT = 120  # letters, by judgement, not measured: bounds the work on a hostile date

_EPOCH = re.compile(r"(\d{9,10})(\d{3})?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[t ]?(\d\d)(\d\d)(\d\d)?)?(?!\d)(.*)")
_CLOCK = re.compile(r"(\d{1,2})[:h](\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?(?!\d)\s*(?:([ap])\.?m\b\.?)?")
_HOUR = re.compile(r"(?<!\d)(\d{1,2})()()\s*([ap])\.?m\b\.?")
_OFFSET = re.compile(r"\s*(?:gmt|utc?|z)?\s*([+-])\s*(\d{1,2}):?(\d{2})?(?![\d-])")
_PLACE = re.compile(r"[a-z]+(?:/[a-z_]+){1,2}")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)")
_EAST_ASIAN = str.maketrans({"年": "-", "月": "-", "日": " ", "時": ":", "分": ":"})


def moment_of(text: str, *, month_first: bool = False) -> datetime | None:
    """The moment in UTC; None where no day can be made of it, or one before anything was syndicated.

    A clock without a zone is taken for UTC. One that no day has, such as 34:50, is left out and the day kept.
    `month_first`: 05/07 is 7 May.
    """
    plain = _plain(text)
    try:
        moment = _epoch(plain) or _dated(plain, month_first=month_first)
    except (ValueError, OverflowError):
        return None
    return moment if moment and moment.year >= FIRST_YEAR else None


def is_month_first(texts: Iterable[str], language: str | None) -> bool:
    """Whether 05/07 is 7 May in a feed with these dates: by those that can be read in one way only, else English."""
    numbers = [(int(found[1]), int(found[3])) for text in texts for found in [_YEAR_LAST.search(_plain(text))] if found]
    if any(first > 12 for first, _ in numbers):
        return False
    return any(second > 12 for _, second in numbers) or (language or "en").lower().startswith("en")


def _plain(text: str) -> str:
    """Small letters without accents and without what stands in parentheses."""
    folded = unicodedata.normalize("NFKD", text[:_LONGEST_TEXT].translate(_EAST_ASIAN)).casefold()
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(re.sub(r"\([^)]*\)", " ", bare).replace("−", "-").split())


def _epoch(text: str) -> datetime | None:
    found = _EPOCH.fullmatch(text)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def _dated(text: str, *, month_first: bool) -> datetime | None:
    compact = _COMPACT.fullmatch(text)
    if compact:
        year, month, number, *clock = (int(part or 0) for part in compact.groups()[:6])
        return _moment((year, month, number), (clock[0], clock[1], clock[2]), _zone(compact[7]))
    found = _CLOCK.search(text) or _HOUR.search(text)
    before, after = (text[: found.start()], text[found.end() :]) if found else (text, "")
    clock_ = _clock(found) if found else (0, 0, 0)
    offset = _OFFSET.match(after)
    rest = after[offset.end() :] if offset else after
    day = _day(f"{before.removesuffix('t')} {rest}", month_first=month_first)
    return _moment(day, clock_, _zone(after)) if day else None


def _clock(found: re.Match[str]) -> tuple[int, int, int]:
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    half = found[4]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, minute, second


def _moment(day: tuple[int, int, int], clock: tuple[int, int, int], zone: tzinfo) -> datetime:
    """31 June is the day after 30 June, and 24:00 the next day's beginning."""
    year, month, number = day
    if not 1 <= number <= 31:
        raise ValueError(number)
    begins = datetime(year, month, 1, tzinfo=UTC) + timedelta(days=number - 1)
    hour, minute, second = clock
    if hour > 24 or minute > 59 or second > 60:
        return begins
    local = begins.replace(tzinfo=None) + timedelta(hours=hour, minutes=minute, seconds=second)
    return local.replace(tzinfo=zone).astimezone(UTC)


def _zone(text: str) -> tzinfo:
    """The zone that is named after a clock: by number, else by its name, else by a place; UTC where none is."""
    offset = _OFFSET.match(text)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    place = _PLACE.search(text)
    if place:
        try:
            return ZoneInfo("/".join(part.title() for part in place[0].split("/")))
        except (ValueError, OSError):  # what no time zone is called
            return UTC
    named = next((_ZONES[word] for word in re.findall(r"[a-z]+", text) if word in _ZONES), 0)
    return timezone(timedelta(minutes=named))


def _day(text: str, *, month_first: bool) -> tuple[int, int, int] | None:
    found = _YEAR_FIRST.search(text)
    if found:
        return _year(found[1]), int(found[2]), int(found[3])
    found = _YEAR_LAST.search(text)
    if found:
        first, second = int(found[1]), int(found[3])
        turned = second > 12 or (month_first and found[2] != "." and first <= 12)  # a full stop: the day comes first
        day, month = (second, first) if turned else (first, second)
        return _year(found[4]), month, day
    return _named_day(text)


def _named_day(text: str) -> tuple[int, int, int] | None:
    """By the name of the month: the last such word, for weekdays come first and "mar" is a Tuesday, too."""
    months = [_MONTHS[word] for word in re.findall(r"[a-z]+", text) if word in _MONTHS]
    numbers = re.findall(r"\d+", text)
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) < 3]
    year = years[0] if years else days[1] if len(days) > 1 else None
    return (_year(year), months[-1], int(days[0])) if months and year and days else None


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year  # 0001 is what a program writes that was given no date
    return year + 2000 if year < 70 else year + 1900 if year < 100 else year
