"""A reader's day: their zone, today's date there, and whether their hour has come. Pure."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from digest.wording import day_in
from store.errors import Misconfigured
from store.records.readers import Reader


def zone_of(reader: Reader) -> ZoneInfo:
    """Raises Misconfigured when the reader's time zone is not one."""
    try:
        return ZoneInfo(reader.timezone)
    except (KeyError, ValueError, OSError) as error:  # ZoneInfo raises each of these for one kind of bad name
        raise Misconfigured("EARMARK_TIMEZONE is not a time zone; use a name such as Europe/Berlin") from error


def day_of(reader: Reader, now: datetime) -> date:
    """The reader's calendar day at that moment."""
    return day_in(zone_of(reader), now)


def due(reader: Reader, now: datetime) -> bool:
    """Whether the reader's hour has come today.

    Compares hours on the reader's wall: where the clock jumps over the hour in spring it is due right after the jump.
    """
    return now.astimezone(zone_of(reader)).hour >= reader.hour
