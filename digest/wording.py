"""How titles, times, dates and addresses are put before a reader. Pure. All text from feeds and models is hostile."""

import re
import unicodedata
from datetime import UTC, date, datetime, tzinfo
from urllib.parse import urlsplit

from store.records.voices import HearingOutcome

FIVE = 5  # insights a day: what Earmark promises
_HIDDEN = {"Cc", "Cs"}
# Marks that turn the direction of the text after them, so that an address or a name reads as another one.
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BREAKING = re.compile(r"[<>\s]")  # what ends an address in Markdown and in plain text
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|$~^]|=(?==)|(?<==)=|&(?=#?\w+;))")
_LEADING = re.compile(r"^(\d{0,9})([-+.)])(?=\s|$)")  # begins a list or a rule where it begins a line
_ONE_TO_TEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def thin_day(count: int) -> str | None:
    """What a reader is told of a day with fewer than five insights, but not of one without any."""
    return f"A thin day: fewer than {number(FIVE)} were good enough." if 0 < count < FIVE else None


def plain(text: str) -> str:
    """The text on one line, without control characters (terminals obey them) and marks that turn its direction."""
    spaced = " ".join(text.split())
    return "".join(c for c in spaced if unicodedata.category(c) not in _HIDDEN and c not in _TURNING)


def shortened(text: str, most: int) -> str:
    """At most `most` characters, cut at a word where there is one."""
    if len(text) <= most:
        return text
    whole_words = text[:most].rpartition(" ")[0] or text[: most - 1]
    return whole_words.rstrip(" ,;:–-") + "…"


def clock(seconds: float) -> str:
    """A place in the audio: 04:07, or 1:04:07 past the first hour."""
    minutes, second = divmod(int(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute:02}:{second:02}"


def place(start: float, *, approximate: bool, heard: HearingOutcome | None = None) -> str:
    """Where a quote is said, and how sure that is: "heard at 12:41" once it was listened to, else "about 12:41"."""
    if heard in ("heard", "other voice"):
        return f"heard at {clock(start)}"
    return f"about {clock(start)}" if approximate or heard == "other words" else clock(start)


def long_day(day: date) -> str:
    return f"{day:%A}, {short_day(day)}"


def short_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def day_in(zone: tzinfo, moment: datetime) -> date:
    return moment.astimezone(zone).date()


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC to the second: 2026-11-23T06:00:00Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else None


def web_address(url: str | None) -> str | None:
    """The address when a browser may be sent there: http or https with a host."""
    try:
        parts = urlsplit(url or "")
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:  # such as an unclosed [ in the host
        return None


def heard_at(audio_url: str | None, start: float) -> str | None:
    """The address of the audio at the second (a media fragment), where there is one that a browser may be sent to."""
    audio = web_address(audio_url)
    return f"{audio}#t={int(start)}" if audio and not _BREAKING.search(audio) else None


def in_markdown(text: str) -> str:
    """On one line, with nothing that Markdown, or Obsidian's kind of it, takes for more than letters."""
    escaped = _MARKUP.sub(r"\\\1", plain(text)).replace("%%", "%&#37;")  # that begins a comment, escaped or not
    return _LEADING.sub(r"\1\\\2", escaped)


def counted(count: int, noun: str) -> str:
    """Such as "1 show", "3 shows"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def number(count: int) -> str:
    return _ONE_TO_TEN[count - 1] if 1 <= count <= len(_ONE_TO_TEN) else f"{count:,}"
