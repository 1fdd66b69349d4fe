"""The embedded demo: four invented shows, served on loopback, used as long as no real show is followed."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from urllib.parse import urlsplit

import config
from commands.frame import Frame, out
from demo import DemoServer, DemoWriter
from index.embedding.embedder import Embedder
from index.threads.following import declare
from ingest.feeds.subscription import add_show
from ingest.web.client import Web
from store.queries import episodes, facts, shows
from store.queries.threads import history, threads

_FIRST_DAY = "demo_first_day"
_TOPIC = "demo_topic"
TOPIC = "China open-source AI"

ADD_A_REAL_ONE = ".venv/bin/python cli.py add https://example.org/feed.xml"
WRITTEN = (
    "These were written for the demo. Without a model a morning is in the speakers' own words ([bold]cli.py demo[/] "
    "shows it);\nfor claims like these on your shows set a model: [bold]cli.py model list[/], or EARMARK_LLM."
)


def wanted(frame: Frame) -> bool:
    """Whether only the demo is followed, or nothing yet."""
    with frame.store.read() as connection:
        return all(show.demo for show in shows.all_shows(connection))


def followed(frame: Frame) -> bool:
    with frame.store.read() as connection:
        return any(show.demo for show in shows.all_shows(connection))


def host(frame: Frame) -> str:
    """The one loopback address that may be fetched for the demo."""
    return f"127.0.0.1:{frame.settings.demo_port}"


@contextmanager
def served(frame: Frame) -> Iterator[DemoServer]:
    """Serves the demo. Its episodes are dated from the day on which this installation first used it."""
    with frame.store.read() as connection:
        known = facts.get(connection, _FIRST_DAY)
    first_day = date.fromisoformat(known) if known else frame.clock().date()
    with DemoServer(first_day, frame.settings.demo_port) as server:
        if known is None:
            with frame.store.write() as connection:
                facts.put(connection, _FIRST_DAY, first_day.isoformat())
        yield server


def follow(frame: Frame, web: Web, server: DemoServer) -> bool:
    """Follows the demo's shows with all their episodes, wherever EARMARK_DEMO_PORT puts them today.

    Gives whether they were followed before.
    """
    with frame.store.read() as connection:
        known = {urlsplit(show.feed_url).path: show for show in shows.all_shows(connection)}
    for url in server.feed_urls:
        show = known.get(urlsplit(url).path)
        if show and show.feed_url != url:
            with frame.store.write() as connection:
                shows.move(connection, show.id, url)
        add_show(frame.store, web, url, frame.clock(), newest=None, demo=True)
    return bool(known)


def tell(*, known: bool) -> None:
    said = (
        "Only the demo shows are followed"
        if known
        else "No show is followed yet, so these are four invented demo shows"
    )
    out.print(f"{said}. Add a real one with\n  [bold]{ADD_A_REAL_ONE}[/]")


def writer(frame: Frame) -> DemoWriter | None:
    """What writes where no model is set: for the demo's episodes alone, and only while no real show is followed."""
    return DemoWriter(partial(_guid, frame)) if wanted(frame) else None


def _guid(frame: Frame, episode_id: int) -> str | None:
    with frame.store.read() as connection:
        episode = episodes.by_id(connection, episode_id)
        show = shows.by_id(connection, episode.show_id) if episode else None
    return episode.feed.key if episode and show and show.demo else None


def follow_topic(frame: Frame, embedder: Callable[[], Embedder]) -> None:
    """Follows one topic for a new reader, once, before anything is taken: all of it is news then. Who leaves it is not
    brought back.
    """
    if not wanted(frame):
        return
    with frame.store.read() as connection:
        begun = facts.get(connection, _TOPIC)
    if not begun:
        thread_id = declare(frame.store, embedder(), TOPIC, frame.reader.id, frame.clock())
        with frame.store.write() as connection:
            facts.put(connection, _TOPIC, str(thread_id))


def beside(frame: Frame) -> Frame:
    """A library of its own for the same demo, of the same days, in which no model writes."""
    other = Frame(settings=config.without_model(frame.settings), clock=frame.clock, verbose=frame.verbose)
    other.settings.data_dir.mkdir(parents=True, exist_ok=True)
    with frame.store.read() as connection:
        first_day = facts.get(connection, _FIRST_DAY)
    if first_day:
        with other.store.write() as connection:
            facts.put(connection, _FIRST_DAY, first_day)
    return other


def forget(frame: Frame) -> None:
    """What the demo leaves besides its shows: the topic, unless real shows speak of it, and the library beside."""
    with frame.store.write() as connection:
        thread_id = int(facts.get(connection, _TOPIC) or 0)
        if thread_id and not threads.member_ids(connection, threads.survivor(connection, thread_id)):
            history.forget(connection, threads.survivor(connection, thread_id))
            facts.put(connection, _TOPIC, "")
    shutil.rmtree(config.without_model(frame.settings).data_dir, ignore_errors=True)
