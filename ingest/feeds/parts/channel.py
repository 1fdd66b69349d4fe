"""What a feed says of itself beside its episodes: how often to ask, where it moved, that it ended, where it goes on.

Pure. Tags: RSS 2.0 `ttl`, RSS 1.0 syndication, `podcast:updateFrequency`, `itunes:new-feed-url`, `itunes:complete`,
RFC 5005 `next`, `itunes:image`, `podcast:images`.
"""

import re
from collections.abc import Mapping
from datetime import timedelta

# The periods of RSS 1.0 syndication and of iCalendar.
_PERIODS = {
    "minutely": timedelta(minutes=1),
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_FREQUENCY = re.compile(r"(?:^|;)\s*FREQ\s*=\s*([A-Z]{5,8})", re.IGNORECASE)
_INTERVAL = re.compile(r"(?:^|;)\s*INTERVAL\s*=\s*(\d{1,3})(?!\d)", re.IGNORECASE)
_LONGEST = timedelta(days=365)  # the longest period that has a name; schedule.py shortens it further

Channel = Mapping[str, object]  # feedparser's own record


def pace(channel: Channel) -> timedelta | None:
    """The longest of the pauses that the feed asks for between two looks; None when it asks for none."""
    asked = [wait for wait in (_ttl(channel), _syndication(channel), _rule(channel)) if wait]
    return min(max(asked), _LONGEST) if asked else None


def ended(channel: Channel) -> bool:
    """Whether the show says that no more episodes will come."""
    frequency = channel.get("podcast_updatefrequency")
    told = frequency.get("complete") if isinstance(frequency, dict) else None
    return _word(channel, "itunes_complete") == "yes" or (isinstance(told, str) and told.strip().lower() == "true")


def new_address(channel: Channel) -> str:
    """Where the feed says that it lives now; as written."""
    said = (channel.get(name) for name in ("itunes_new-feed-url", "newlocation"))
    return next((text.strip() for text in said if isinstance(text, str) and text.strip()), "")


def next_page(channel: Channel) -> str:
    """Where older episodes are listed; as written."""
    links = channel.get("links")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel") == "next" and isinstance(link.get("href"), str):
            return str(link["href"]).strip()
    return ""


def artwork(channel: Channel) -> str:
    """Where the show's picture is; as written. Of several by width (`podcast:images`) the smallest will do."""
    image = channel.get("image")
    if isinstance(image, dict) and isinstance(image.get("href"), str) and image["href"].strip():
        return str(image["href"]).strip()
    images = channel.get("podcast_images")
    offered = images.get("srcset") if isinstance(images, dict) else None
    sizes = [each.split() for each in offered.split(",")] if isinstance(offered, str) else []
    wide = [(_number(size[1].removesuffix("w")), size[0]) for size in sizes if len(size) == 2 and size[1].endswith("w")]
    return min(wide)[1] if wide else next((size[0] for size in sizes if size), "")


def _ttl(channel: Channel) -> timedelta | None:
    minutes = _number(_word(channel, "ttl"))
    return timedelta(minutes=minutes) if minutes else None


def _syndication(channel: Channel) -> timedelta | None:
    """`updatePeriod` divided by how many times in it; a frequency alone counts by the day, as the module says."""
    period, times = _word(channel, "sy_updateperiod"), _number(_word(channel, "sy_updatefrequency"))
    if not period and not times:
        return None
    return _PERIODS.get(period or "daily", timedelta(0)) / (times or 1) or None


def _rule(channel: Channel) -> timedelta | None:
    """The period of an iCalendar rule such as FREQ=WEEKLY;BYDAY=MO,TH, by the days that it names."""
    frequency = channel.get("podcast_updatefrequency")
    rule = frequency.get("rrule") if isinstance(frequency, dict) else None
    found = _FREQUENCY.search(rule) if isinstance(rule, str) else None
    if not isinstance(rule, str) or found is None:
        return None
    interval = _INTERVAL.search(rule)
    days = re.search(r"(?:^|;)\s*BYDAY\s*=([^;]*)", rule, re.IGNORECASE)
    period = _PERIODS.get(found[1].lower(), timedelta(0)) * (int(interval[1]) if interval else 1)
    return period / (days[1].count(",") + 1 if days else 1) or None


def _word(channel: Channel, name: str) -> str:
    value = channel.get(name)
    return value.strip().lower() if isinstance(value, str) else ""


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0
