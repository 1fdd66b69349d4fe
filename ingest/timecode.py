"""Reads the clock times of feeds and transcripts, and the lengths of episodes. Pure: `1:02:03.5` in, seconds out."""

import re
import unicodedata

_CLOCK = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,4}):)?(\d{1,9}(?:[.,]\d{1,9})?)", re.ASCII)
# How lengths name their units in ISO 8601 and the languages whose months are known (month_names.txt).
_UNITS = (
    (re.compile(r"ms|milli\w*"), 0.001),
    (re.compile(r"d|days?|tage?|dni|dzień|天|日"), 86_400.0),
    (
        re.compile(
            r"h|hrs?|hours?|std|stunden?|heures?|horas?|or[ae]|uur|uren|timm\w*|tim\w{0,2}|godz\w*|hod\w*|tunti\w*|saat|sa|ч|час\w*|год\w*|時間|小时|小時|时|時|시간"
        ),
        3600.0,
    ),
    (re.compile(r"m|mn|mins?|minu\w*|dk|dakika|мин\w*|хв\w*|分钟|分鐘|分|분|'|′|’"), 60.0),
    (re.compile(r"s|sec\w*|sek\w*|seg\w*|sn|saniye|с|сек\w*|秒钟|秒|초|\"|″|”|''"), 1.0),
)
_WITH_UNIT = re.compile(r"(\d{1,9}(?:[.,]\d{1,9})?)\s*([^\W\d_]+(?![^\W\d_])|''|['′’\"″”])")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_DOTTED = re.compile(r"\d{1,2}\.\d{2}\.\d{2}")
_FRAMES = re.compile(r"(\d{1,2}:\d{2}:\d{2}):\d{2}")
# Seconds, 28 hours: a bare number above is milliseconds. By judgement, not measured: one less is a talk of 100 s.
_MOST_SECONDS = 100_000.0


def seconds_of(text: str) -> float | None:
    """Seconds of `SS`, `MM:SS` or `HH:MM:SS`, with a fraction after a point or a comma. None for anything else."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds = match.groups(default="0")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))


def duration_of(text: str) -> float | None:
    """Seconds of an episode's length in whatever form: `1:02:03`, `1h 2m 3s`, `PT62M`, `62 min`, milliseconds. None
    where it is none, or nothing."""
    plain = unicodedata.normalize("NFKC", re.sub(r"\([^)]*\)", " ", text[:60]).replace("″", '"').replace("′", "'"))
    plain = " ".join(plain.lower().split()).replace(" :", ":").replace(": ", ":")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if _DOTTED.fullmatch(plain):
        plain = plain.replace(".", ":")
    seconds = seconds_of(_FRAMES.sub(r"\1", plain))
    if seconds is None:
        seconds = _with_units(plain)
    elif ":" not in plain and seconds >= _MOST_SECONDS:
        seconds /= 1000
    return seconds or None


def _with_units(text: str) -> float | None:
    """`62 min` and the like; a number after the last unit counts in the next smaller one, as in `1h02`."""
    if re.search(r"\d:\d", text):
        hours = re.fullmatch(r"(\d{1,3}):(\d{1,2}) ?([^\W\d_]+)\.?", text)
        if hours and _UNITS[2][0].fullmatch(hours[3]):
            return int(hours[1]) * 3600.0 + int(hours[2]) * 60.0
        return seconds_of(re.sub(r"[^\d:.]", "", text).strip("."))
    total, unit = 0.0, 0.0
    rest = text = text.replace("dt", "d ")  # P1DT2H
    for found in _WITH_UNIT.finditer(text):
        unit = next((size for names, size in _UNITS if names.fullmatch(found[2])), 0.0)
        total += float(found[1].replace(",", ".")) * unit
        rest = rest.replace(found[0], " ", 1)
        if not unit:
            return None
    left = re.findall(r"\d+", rest)
    if len(left) == 1 and unit > 1:
        return total + int(left[0]) * unit / 60
    return None if left else total
