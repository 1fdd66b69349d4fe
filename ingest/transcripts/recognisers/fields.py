"""Reads single fields of a recogniser's record: times, texts and speakers, under whatever name. Pure.

Names are compared without case, underscores and units: `startTime`, `start_time` and `start_time_ms` are one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from ingest.timecode import duration_of, seconds_of
from ingest.transcripts.speakers import bare_name

Record = Mapping[str, object]

_STARTS = (
    "start starttime begin begintime from ts startts starttimestamp starttimecode timestart datastart tstart s "
    "beginoffset t time "
    "timestamp timecode in offset startoffset"
).split()
_ENDS = (
    "end endtime to endts endtimestamp endtimecode e timeend dataend stop out endoffset resultendtime resultendoffset"
).split()
_LENGTHS = "duration dur d dduration".split()
_SPANS = "timestamps timestamp time times interval range timing instances offsets".split()
_TEXTS = (
    "body text punctuatedword displaytext display content transcript punct word utf8 value sentence segment line "
    "caption phrase utterance message speech said spoken t"
).split()
_SPEAKERS = (
    "speakername speakerdisplayname displayname voice speaker speakerlabel speakerinfo speakerid speakertag "
    "participant participantrole username user author who person spk spkr "
    "speakers users"
).split()
_NAMES_OF_A_PERSON = "name displayname username label speaker speakername id".split()
_CHOICES = ("alternatives", "nbest")
_UNITS = (("milliseconds", 0.001), ("millis", 0.001), ("inms", 0.001), ("ms", 0.001), ("inticks", 1e-7))
_HUNDREDTHS = {"t0": "start", "t1": "end"}  # of seconds, as whisper.cpp counts inside
_RANGE = re.compile(r"\s*(?:--?>|→|[-–—]|\bto\b)\s*")
_SPOKEN_UNITS = re.compile(r"(?:seconds|secs?|inseconds)$")
_DECIMAL = re.compile(r"\d{1,9}(?:\.\d{1,20})?", re.ASCII)
_LATEST = 1e12  # nothing is later, in whatever unit
_NOBODY = {"", "-1", "none", "null", "?", "unknown", "n/a"}


def folded(record: Record) -> dict[str, tuple[object, float]]:
    """Bare name → (value, its unit in seconds: 0 where the name tells none)."""
    found: dict[str, tuple[object, float]] = {}
    for name, value in record.items():
        bare = re.sub(r"[^a-z0-9]", "", name.lower())
        unit = 0.0
        if bare in _HUNDREDTHS:
            bare, unit = _HUNDREDTHS[bare], 0.01
        for ending, seconds in _UNITS:
            if bare.endswith(ending) and len(bare) > len(ending):
                bare, unit = bare[: -len(ending)], seconds
                break
        bare = _SPOKEN_UNITS.sub("", bare) or bare
        if value is not None and (bare not in found or unit):
            found[bare] = (value, unit)
    return found


def times_of(record: Record) -> tuple[float | None, float | None]:
    """(start, end) in seconds, or in milliseconds where nothing tells the unit (see `in_seconds` in lists.py)."""
    fields = folded(record)
    start, end = _first(fields, _STARTS), _first(fields, _ENDS)
    if start is None:
        for name in _SPANS:
            start, nested_end = _span(fields.get(name, (None, 0.0))[0])
            if start is not None:
                return start, nested_end if nested_end is not None else end
    length = _first(fields, _LENGTHS)
    if start is not None and end is None and length is not None:
        end = start + length
    return start, end


def _span(value: object) -> tuple[float | None, float | None]:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        value = value[0]
    if isinstance(value, dict):
        fields = folded(value)
        return _first(fields, _STARTS), _first(fields, _ENDS)
    if isinstance(value, str):
        value = _RANGE.split(value[:80].strip("[]() "))
    if isinstance(value, list) and len(value) == 2:
        return _seconds(value[0], 0.0), _seconds(value[1], 0.0)
    return None, None


def _first(fields: Mapping[str, tuple[object, float]], names: Sequence[str]) -> float | None:
    for name in names:
        value, unit = fields.get(name, (None, 0.0))
        seconds = _seconds(value, unit)
        if seconds is not None:
            return seconds
    return None


def _seconds(value: object, unit: float) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _LATEST:
        return float(value) * (unit or 1.0)
    if isinstance(value, str):
        if unit:
            return float(value) * unit if value.isdecimal() and len(value) < 13 else None
        if value[:1] == "P":
            return duration_of(value) or 0.0
        bare = value.strip().removesuffix("s")
        return float(bare) if _DECIMAL.fullmatch(bare) else seconds_of(bare)
    if isinstance(value, dict):
        whole, rest = value.get("seconds", value.get("relative")), value.get("nanos", 0)
        seconds = _seconds(whole, 0.0) if whole is not None else 0.0 if rest else None
        return seconds + rest / 1e9 if seconds is not None and isinstance(rest, int) else seconds
    return None


def text_of(record: Record) -> str:
    """What is said in it, as written; empty where only its parts tell."""
    fields = folded(record)
    texts = (fields.get(name, (None, 0.0))[0] for name in _TEXTS)
    found = next((text for text in texts if isinstance(text, str) and text), "")
    best = chosen(record)
    return found or (text_of(best) if best else "")


def chosen(record: Record) -> Record | None:
    """The first of the readings that a recogniser offers."""
    for name, value in record.items():
        if name.lower() in _CHOICES and isinstance(value, list) and value and isinstance(value[0], dict):
            return value[0]
    return None


def speaker_of(record: Record, people: Mapping[str, str]) -> str | None:
    """Who speaks; `people` are the names of those whom the document knows by a number."""
    fields = folded(record)
    for name in _SPEAKERS:
        value = fields.get(name, (None, 0.0))[0]
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, dict):
            inner = folded(value)
            value = next((inner[key][0] for key in _NAMES_OF_A_PERSON if key in inner), None)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip().lower() not in _NOBODY:
            return people.get(str(value)) or bare_name(str(value))
    best = chosen(record)
    return speaker_of(best, people) if best else None


def people_of(listed: Iterable[object] | Mapping[str, object]) -> dict[str, str]:
    """Number → name, of a document's speakers, listed or by their numbers."""
    people: dict[str, str] = {}
    if isinstance(listed, Mapping):
        listed = [{"id": key} | (each if isinstance(each, dict) else {"name": each}) for key, each in listed.items()]
    for each in listed:
        fields = folded(each) if isinstance(each, dict) else {}
        key = next((fields[name][0] for name in ("id", "speaker", "speakerid", "label") if name in fields), None)
        name = next((fields[name][0] for name in ("name", "displayname", "speakername") if name in fields), None)
        if isinstance(key, str | int) and isinstance(name, str) and bare_name(name):
            people[str(key)] = bare_name(name) or name
    return people


def kind_of(record: Record) -> str:
    """What sort of record it says that it is, such as "punctuation"; empty where it says nothing."""
    kind = record.get("type")
    return kind.lower() if isinstance(kind, str) else ""
