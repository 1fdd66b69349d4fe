"""The RSS feed of a demo show, dated relative to the day of the first run. Pure: a show and two times in, XML out."""

from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from urllib.parse import quote
from xml.etree import ElementTree

from demo.published import clock
from demo.world import DemoEpisode, DemoPerson, DemoShow

ATOM = "http://www.w3.org/2005/Atom"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
PODLOVE = "http://podlove.org/simple-chapters"

for _prefix, _namespace in {"atom": ATOM, "itunes": ITUNES, "podcast": PODCAST, "psc": PODLOVE}.items():
    ElementTree.register_namespace(_prefix, _namespace)


def published_at(episode: DemoEpisode, first_day: date, now: datetime) -> datetime:
    """Aware UTC, never after `now`: where the first day has not begun in UTC yet, the hour that runs now."""
    planned = datetime.combine(first_day - timedelta(days=episode.days_before), time(), UTC)
    planned += timedelta(minutes=episode.minute_of_day)
    return min(planned, now.astimezone(UTC).replace(minute=0, second=0, microsecond=0))


def newest_at(show: DemoShow, first_day: date, now: datetime) -> datetime:
    """When the show last published."""
    return max(published_at(episode, first_day, now) for episode in show.episodes)


def feed_path(show: DemoShow) -> str:
    """Where below the base URL the feed is served."""
    return f"/{quote(show.slug)}/feed.xml"


def feed_xml(show: DemoShow, base_url: str, first_day: date, now: datetime) -> str:
    """RSS 2.0 with the iTunes, Podcasting 2.0 and Podlove elements in use. `base_url` ends without a slash."""
    rss = ElementTree.Element("rss", version="2.0")
    channel = ElementTree.SubElement(rss, "channel")
    _text(channel, "title", show.title)
    _text(channel, "link", f"{base_url}{feed_path(show)}")
    _text(channel, "description", show.description)
    _text(channel, "language", "en-us")
    _text(channel, "lastBuildDate", format_datetime(newest_at(show, first_day, now), usegmt=True))
    ElementTree.SubElement(
        channel, f"{{{ATOM}}}link", href=f"{base_url}{feed_path(show)}", rel="self", type="application/rss+xml"
    )
    _text(channel, f"{{{PODCAST}}}guid", show.guid)
    _text(channel, f"{{{ITUNES}}}author", show.author)
    _text(channel, f"{{{ITUNES}}}explicit", "false")
    ElementTree.SubElement(channel, f"{{{ITUNES}}}category", text=show.category)
    ElementTree.SubElement(channel, f"{{{ITUNES}}}image", href=f"{base_url}/{quote(show.slug)}/cover.png")
    for episode in show.episodes:
        _add_episode(channel, show, episode, base_url, published_at(episode, first_day, now))
    ElementTree.indent(rss)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(rss, encoding="unicode")}\n'


def _add_episode(
    channel: ElementTree.Element, show: DemoShow, episode: DemoEpisode, base_url: str, published: datetime
) -> None:
    folder = f"{base_url}/{quote(show.slug)}"
    entry = ElementTree.SubElement(channel, "item")
    _text(entry, "title", episode.title)
    _text(entry, "description", episode.description)
    _text(entry, "guid", episode.guid).set("isPermaLink", "false")
    _text(entry, "pubDate", format_datetime(published, usegmt=True))
    ElementTree.SubElement(
        entry,
        "enclosure",
        url=f"{folder}/audio/{quote(episode.audio)}",
        length=str(episode.size_bytes),
        type="audio/mpeg",
    )
    _text(entry, f"{{{ITUNES}}}duration", str(round(episode.duration_seconds)))
    for person in episode.persons:
        _add_person(entry, person)
    for transcript in episode.transcripts:
        url = f"{folder}/transcripts/{quote(transcript.file)}"
        ElementTree.SubElement(entry, f"{{{PODCAST}}}transcript", url=url, type=transcript.type, language="en")
    if episode.chapters_as == "podcasting2":
        url = f"{folder}/chapters/{quote(episode.key)}.json"
        ElementTree.SubElement(entry, f"{{{PODCAST}}}chapters", url=url, type="application/json+chapters")
    if episode.chapters_as == "podlove":
        chapters = ElementTree.SubElement(entry, f"{{{PODLOVE}}}chapters", version="1.2")
        for chapter in episode.chapters:
            ElementTree.SubElement(
                chapters, f"{{{PODLOVE}}}chapter", start=clock(chapter.start, "."), title=chapter.title
            )


def _add_person(entry: ElementTree.Element, person: DemoPerson) -> None:
    _text(entry, f"{{{PODCAST}}}person", person.name).set("role", person.role)


def _text(parent: ElementTree.Element, tag: str, text: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag)
    element.text = text
    return element
