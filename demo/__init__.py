"""A small podcast world of our own, so that the first run needs no network: four invented shows, feeds and audio."""

from demo.feeds import feed_xml
from demo.server import DemoServer
from demo.world import DemoEpisode, DemoShow, load_shows
from demo.writer import DemoWriter

__all__ = ["DemoEpisode", "DemoServer", "DemoShow", "DemoWriter", "feed_xml", "load_shows"]
