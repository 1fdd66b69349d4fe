"""The five as sound, as a podcast: its feed (RSS 2.0), its chapters, and what is kept of each day. Pure but for reading
the folder in which a day's sound lies beside its facts."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from digest.outlets.sound import Mark
from digest.wording import clock, long_day

_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://podcastindex.org/namespace/1.0"
_ATOM = "http://www.w3.org/2005/Atom"
register_namespace("itunes", _ITUNES)
register_namespace("podcast", _PODCAST)
register_namespace("atom", _ATOM)

FEED, CHAPTERS, SOUND = "application/rss+xml", "application/json+chapters", "audio/mpeg"


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundDay:
    """A day's sound: its chapters, how long and how large it is, when it was made."""

    day: date
    made: datetime
    seconds: float
    size_bytes: int
    marks: Sequence[Mark]


def sound_folder(data_dir: Path, reader_id: int) -> Path:
    return data_dir / "sound" / f"reader-{reader_id}"


def sound_path(folder: Path, day: date) -> Path:
    return folder / f"{day.isoformat()}.mp3"


def keep_facts(folder: Path, day: date, marks: Sequence[Mark], made: datetime) -> None:
    facts = {"made": made.isoformat(), "marks": [asdict(mark) for mark in marks]}
    sound_path(folder, day).with_suffix(".json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


def kept_days(folder: Path) -> list[SoundDay]:
    """Newest first; what is damaged or half gone is left out."""
    found = [_kept(path) for path in sorted(folder.glob("????-??-??.mp3"), reverse=True)]
    return [day for day in found if day]


def _kept(path: Path) -> SoundDay | None:
    try:
        facts = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        marks = [Mark(**mark) for mark in facts["marks"]]
        return SoundDay(
            day=date.fromisoformat(path.stem),
            made=datetime.fromisoformat(facts["made"]),
            seconds=marks[-1].end,
            size_bytes=path.stat().st_size,
            marks=marks,
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def sweep(folder: Path, most: int) -> None:
    """Deletes all but the newest days."""
    for path in sorted(folder.glob("????-??-??.mp3"), reverse=True)[most:]:
        path.unlink(missing_ok=True)
        path.with_suffix(".json").unlink(missing_ok=True)


def rss(days: Sequence[SoundDay], base: str, home: str, identity: str) -> str:
    """`base` is the secret address under which the feed and its files lie, `identity` what stays when that changes."""
    root = Element("rss", version="2.0")
    channel = SubElement(root, "channel")
    _told(channel, title="Earmark: the five as sound", link=home, language="en", generator="Earmark")
    _told(channel, description="What was said, in the words and voices of those who said it: five clips a day.")
    SubElement(channel, f"{{{_ATOM}}}link", rel="self", type=FEED, href=f"{base}/feed.xml")
    SubElement(channel, f"{{{_ITUNES}}}image", href=f"{base}/cover.png")
    SubElement(channel, f"{{{_ITUNES}}}category", text="News")
    for name, text in {"block": "Yes", "author": "Earmark", "explicit": "false", "type": "episodic"}.items():
        SubElement(channel, f"{{{_ITUNES}}}{name}").text = text
    SubElement(channel, f"{{{_PODCAST}}}locked").text = "yes"
    for day in days:
        _add(channel, day, base, identity)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _add(channel: Element, day: SoundDay, base: str, identity: str) -> None:
    item = SubElement(channel, "item")
    name = day.day.isoformat()
    _told(item, title=long_day(day.day), pubDate=format_datetime(day.made), description=_notes(day))
    SubElement(item, "guid", isPermaLink="false").text = f"{identity}:{name}"
    SubElement(item, "enclosure", url=f"{base}/{name}.mp3", length=str(day.size_bytes), type=SOUND)
    SubElement(item, f"{{{_ITUNES}}}duration").text = str(round(day.seconds))
    SubElement(item, f"{{{_PODCAST}}}chapters", url=f"{base}/{name}.json", type=CHAPTERS)


def _notes(day: SoundDay) -> str:
    """HTML: each chapter with its place and the way home."""
    rows = [f'<li>{clock(mark.start)} <a href="{escape(mark.url)}">{escape(mark.title)}</a></li>' for mark in day.marks]
    return f"<ol>{''.join(rows)}</ol>"


def chapters(day: SoundDay) -> str:
    """https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md"""
    told = [{"startTime": round(mark.start, 2), "title": mark.title, "url": mark.url} for mark in day.marks]
    return json.dumps({"version": "1.2.0", "chapters": told}, ensure_ascii=False)


def _told(parent: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = text
