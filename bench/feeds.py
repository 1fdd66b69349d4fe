"""Reads every file below a folder that a feed host might serve, and counts what breaks and what is lost.

    python bench/feeds.py --data DIR

A file NAME.json beside NAME.rss (or .xml, .atom) in podcastparser's form says what the feed holds; every title, guid,
enclosure, day and length in it that our reading lacks is a loss. Prints one JSON object last.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from urllib.parse import urljoin

sys.path.insert(0, str(Path(__file__).parent.parent))

from ingest.feeds import feed as feeds
from ingest.feeds import opml
from ingest.feeds.discovery import feed_links
from ingest.web.plain_text import lines_of, one_line
from ingest.web.responses import Page
from store.errors import EarmarkError
from store.records.episodes import FeedEpisode
from store.records.shows import Feed

BASE = "http://host.invalid/"
_LOCAL = "file://tests/data/"  # where podcastparser's expectations think that relative addresses lead

Expected = Mapping[str, object]


@dataclass
class Count:
    files: int = 0
    crashes: int = 0
    feeds: int = 0
    refused: int = 0
    items: int = 0
    expected: int = 0
    lost: int = 0
    seconds: float = 0.0
    slowest_s: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True)
    count = Count()
    for path in _files(arguments.parse_args().data):
        _measure(path, count)
    told = {
        "files": count.files,
        "crashes": count.crashes,
        "feeds": count.feeds,
        "refused": count.refused,
        "items": count.items,
        "expected": count.expected,
        "lost": count.lost,
        "items_per_s": round(count.items / count.seconds, 1) if count.seconds else 0.0,
        "slowest_s": round(count.slowest_s, 2),
        "reasons": dict(count.reasons.most_common()),
    }
    print(json.dumps(told))


def _files(folder: Path) -> Iterator[Path]:
    """All files, but those that only say what another one holds."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    stems = Counter(path.with_suffix("") for path in paths if path.suffix != ".json")
    for path in paths:
        if path.suffix == ".json" and (stems[path.with_suffix("")] or path.name.endswith(".param.json")):
            continue
        yield path


def _measure(path: Path, count: Count) -> None:
    count.files += 1
    body = path.read_bytes()
    feed: Feed | None = None
    began = perf_counter()
    try:
        feed = _read(body)
    except EarmarkError as error:
        count.refused += 1
        count.reasons[_kind(str(error))] += 1
    except Exception as error:  # noqa: BLE001 - what the bench is there to find
        count.crashes += 1
        print(f"crash  {path}: {error!r}", file=sys.stderr)
    took = perf_counter() - began
    count.slowest_s = max(count.slowest_s, took)
    if feed:
        count.feeds += 1
        count.items += len(feed.episodes)
        count.seconds += took
    expectation = path.with_suffix(".json")
    if path.suffix != ".json" and expectation.exists():
        expected = json.loads(expectation.read_text())
        count.expected += 1
        losses = list(_losses(expected, feed))
        count.lost += len(losses)
        for loss in losses:
            print(f"lost   {path}: {loss}", file=sys.stderr)


def _read(body: bytes) -> Feed | None:
    """As adding a show reads what an address gives."""
    if opml.looks_like_opml(body):
        opml.subscriptions(body)
        return None
    if feeds.is_web_page(body):
        feed_links(Page(url=BASE, status=200, body=body).text, BASE)
    return feeds.parse(body, BASE)


def _kind(sentence: str) -> str:
    return sentence.removeprefix(BASE).strip().split(":")[0][:60]


def _losses(expected: Expected, feed: Feed | None) -> Iterator[str]:
    episodes = _records(expected, "episodes")
    if feed is None:
        yield f"the whole feed, with {len(episodes)} episodes"
        return
    # Where a feed has no title, podcastparser gives it the file's name; where it has only one, that is no loss.
    title = one_line(str(expected.get("title", "")))
    if title and feed.title not in (title, "host.invalid"):
        yield f"title {title!r}"
    if expected.get("new_url") and feed.new_url != expected["new_url"]:
        yield "the new address"
    if expected.get("paged_feed_next") and feed.next_page != expected["paged_feed_next"]:
        yield "the next page"
    if expected.get("language") and feed.language != expected["language"]:
        yield "the language"
    silent = Counter(feed.silent)
    for episode in episodes:
        yield from _episode_losses(episode, feed, silent)


def _episode_losses(expected: Expected, feed: Feed, silent: Counter[str]) -> Iterator[str]:
    addresses = [_address(str(enclosure.get("url"))) for enclosure in _records(expected, "enclosures")]
    title = one_line(str(expected.get("title", "")))
    if not addresses and silent[title]:
        silent[title] -= 1
        return
    found = next((each for each in feed.episodes if _is(each, expected, addresses)), None)
    if found is None:
        yield f"episode {title!r} with {addresses}"
        return
    if title and found.title != title:
        yield f"title {title!r} of an episode"
    description = lines_of(str(expected.get("description", "")))
    if description and one_line(description) not in one_line(found.notes):
        yield f"notes of {title!r}"
    if expected.get("total_time") and int(found.duration or 0) != expected["total_time"]:
        yield f"length of {title!r}"
    published = found.published.timestamp() if found.published else 0
    if expected.get("published") and published != expected["published"]:
        yield f"day of {title!r}"
    told = [str(each.get("url")) for each in _records(expected, "transcripts")]
    told += [str(expected["transcript_url"])] if expected.get("transcript_url") else []
    if not {_address(url) for url in told} <= {link.url for link in found.transcripts}:
        yield f"transcripts of {title!r}"
    if expected.get("chapters_json_url") and found.chapters_url != expected["chapters_json_url"]:
        yield f"chapters file of {title!r}"
    chapters = [(each["start"], one_line(str(each["title"]))) for each in _records(expected, "chapters")]
    if chapters and [(each.start, each.title) for each in found.chapters] != chapters:
        yield f"chapters of {title!r}"
    people = {one_line(str(each.get("name"))) for each in _records(expected, "persons")}
    if not people <= set(found.people):
        yield f"people of {title!r}"


def _is(episode: FeedEpisode, expected: Expected, addresses: Sequence[str]) -> bool:
    return episode.audio_url in addresses or (not addresses and episode.title == expected.get("title"))


def _address(url: str) -> str:
    return urljoin(BASE, url.removeprefix(_LOCAL))


def _records(record: Expected, name: str) -> list[Expected]:
    value = record.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


if __name__ == "__main__":
    main()
