"""Reads moments as feeds write them: RFC 822, ISO 8601, and what people and programs make of the two. Pure.

Names of months in many languages, clocks with 24 hours and more, zones by name, number or place.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from language.lists import listed

FIRST_YEAR = 1990  # hosts write 1970 for "no date"; nothing was syndicated before
_MONTHS = {name: number for number, line in enumerate(listed("month_names"), start=1) for name in line.split()}
_LONG_NAMES = [name for name in _MONTHS if len(name) > 5]  # by judgement: shorter ones are near to too much
_NEAR = 0.86  # to a month's name, as in "Sepember"; by judgement, so that "martes" is no "martie"
_ZONES = {name: int(minutes) for name, minutes in map(str.split, listed("time_zones"))}
_EARLIEST_SHORT_YEAR = 10  # of three or four digits; by judgement, not measured: one less is no year but a default
_LONGEST_TEXT = 120  # letters, by judgement, not measured: bounds the work on a hostile date

_EPOCH = re.compile(r"(\d{9,10})(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[t ]?(\d\d)(\d\d)(\d\d)?)?(?!\d)(.*)")
_CLOCK = re.compile(r"(\d{1,2})[:h](\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?(?!\d)\s*(?:([ap])\.?m\b\.?)?")
# Behind a year, a clock without colons: "2026 0930", "2026 09.30.00".
_CLOCK_BEHIND_YEAR = re.compile(r"(?<=\d{4}[, ])\s*([01]\d|2[0-4])[.-]?([0-5]\d)(?:[.-]?([0-5]\d))?(?!\d)()")
_HOUR = re.compile(r"(?<!\d)(\d{1,2})()()\s*([ap])\.?m\b\.?")
_OFFSET = re.compile(r"\s*(?:gmt|utc?|z)?\s*-?([+-])\s*(\d{1,2}):?(\d{2})?(?![\d-])")
_PLACE = re.compile(r"[a-z]+(?:/[a-z_]+){1,2}")
_POSIX_ZONE = re.compile(r"[a-z]{3}\d[a-z]{3}(?![a-z\d])")
_WORD = re.compile(r"[^\W\d_]+")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
# What East Asian dates write behind their numbers; a month that stands between day and year is a name.
_EAST_ASIAN = (
    (
        re.compile(r"(?<![年년\d])(?<![年년] )(\d{1,2}) ?[月월](?! ?\d{1,2} ?[日일号號])"),
        lambda found: f" {_english(found[1])} ",
    ),
    (re.compile(r"(?<=\d) ?[年月년월]"), "-"),
    (re.compile(r"(?<=\d) ?[日일号號]"), " "),
    (re.compile(r"(?<=\d) ?[時时点點시分분]"), ":"),
    (re.compile(r"(?:上午|午前|오전) ?(\d{1,2}(?::\d\d){0,2}:?)"), r"\1 am"),
    (re.compile(r"(?:下午|午後|晚上|오후) ?(\d{1,2}(?::\d\d){0,2}:?)"), r"\1 pm"),
)


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
    """Whether 05/07 is 7 May in a feed with these dates: by those that can be read in one way only, else as in the
    United States, where the language is theirs or English of no country."""
    numbers = [(int(found[1]), int(found[3])) for text in texts for found in [_YEAR_LAST.search(_plain(text))] if found]
    if any(first > 12 for first, _ in numbers):
        return False
    return any(second > 12 for _, second in numbers) or (language or "en").lower().replace("_", "-") in ("en", "en-us")


def _plain(text: str) -> str:
    """Small letters without accents and without what stands in parentheses."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST_TEXT]).translate(_DASHES)
    for written, meant in _EAST_ASIAN:
        plain = written.sub(meant, plain)
    folded = unicodedata.normalize("NFKD", plain).casefold()
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(re.sub(r"\([^)]*\)", " ", bare).split())


def _english(month: str) -> str:
    return next((name for name, number in _MONTHS.items() if number == int(month)), month)


def _epoch(text: str) -> datetime | None:
    found = _EPOCH.fullmatch(text)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def _dated(text: str, *, month_first: bool) -> datetime | None:
    compact = _COMPACT.fullmatch(text)
    if compact:
        year, month, number, *clock = (int(part or 0) for part in compact.groups()[:6])
        return _moment((year, month, number), (clock[0], clock[1], clock[2]), _zone(compact[7]))
    found = _CLOCK.search(text) or _HOUR.search(text) or _CLOCK_BEHIND_YEAR.search(text)
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
    place, posix = _PLACE.search(text), _POSIX_ZONE.search(text)
    if place or posix:
        try:
            return ZoneInfo("/".join(part.title() for part in place[0].split("/")) if place else text.strip().upper())
        except (ValueError, OSError):  # what no time zone is called
            return UTC
    words = re.findall(r"[a-z]+", text)
    # "Pacific Daylight Time" is PDT.
    initials = "".join(word[0] for word in words[: words.index("time") + 1]) if "time" in words else ""
    named = next((_ZONES[word] for word in (initials, *words) if word in _ZONES), 0)
    return timezone(timedelta(minutes=named))


def _day(text: str, *, month_first: bool) -> tuple[int, int, int] | None:
    found = _YEAR_FIRST.search(text)
    if found:
        month, day = int(found[2]), int(found[3])
        return _year(found[1]), *((day, month) if month > 12 >= day else (month, day))
    found = _YEAR_LAST.search(text)
    named = _named_day(text)
    if found and (len(found[4]) == 4 or named is None):
        first, second = int(found[1]), int(found[3])
        turned = second > 12 or (month_first and found[2] != "." and first <= 12)  # a full stop: the day comes first
        day, month = (second, first) if turned else (first, second)
        return _year(found[4]), month, day
    return named


def _named_day(text: str) -> tuple[int, int, int] | None:
    """By the name of the month: the last such word, for weekdays come first and "mar" is a Tuesday, too."""
    words = _WORD.findall(text)
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    months = months or [_MONTHS[near[0]] for word in words if (near := get_close_matches(word, _LONG_NAMES, 1, _NEAR))]
    numbers = re.findall(r"\d+", text)
    years = [number for number in numbers if len(number) in (3, 4)]
    days = [number for number in numbers if len(number) < 3]
    if not months and len(days) == 2:  # "19 7 2026"
        months, days = [int(days[1])], days[:1]
    year = years[0] if years else days[1] if len(days) > 1 else None
    return (_year(year), months[-1], int(days[0])) if months and year and days else None


def _year(text: str) -> int:
    """0001 is what a program writes that was given no date; others count from 1900 ("126") or lose it ("0026")."""
    year = int(text)
    if len(text) > 2 and (year < _EARLIEST_SHORT_YEAR or year > 199):
        return year
    return year + 2000 if year < 70 else year + 1900 if year < 200 else year
