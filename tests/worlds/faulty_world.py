"""A show on loopback whose host fails in 24 ways: `/fault/KIND/feed.xml`, and `/feed.xml` without one.

One episode comes a day; `day` says how many there are.
"""

import random
import re
import threading
from base64 import b64encode
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.worlds.http_server import Quiet, answering

FIRST_DAY = datetime(2026, 6, 1, 5, tzinfo=UTC)
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss>&b;</rss>'
)
PASSWORD = "Basic " + b64encode(b"user:secret").decode()


def day_of(n: int) -> str:
    return format_datetime(FIRST_DAY + timedelta(days=n - 1))


def feed(day: int) -> str:
    """The episodes of day 1 to `day`, newest first."""
    items = "".join(
        f"<item><title>Day {n}</title><guid>guid-{n}</guid><pubDate>{day_of(n)}</pubDate>"
        f'<enclosure url="https://cdn.example/{n}.mp3" type="audio/mpeg"/>'
        f"<itunes:duration>1800</itunes:duration></item>\n"
        for n in range(day, 0, -1)
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">'
        f"<channel><title>Harbour</title>{items}</channel></rss>"
    )


TWISTED = {
    "html": lambda _: "<html><h1>Please sign in</h1></html>",
    "empty": lambda _: "",
    "garbage": lambda _: random.Random(1).randbytes(4000).decode("latin-1"),
    "badxml": lambda text: text[: text.index("<item>") + 60],
    "bomb": lambda _: BOMB,
    "shift": lambda text: re.sub("guid-", f"{random.random()}-", text),
    "noguid": lambda text: re.sub("<guid>.*?</guid>|<pubDate>.*?</pubDate>", "", text),
}
STATUS = {"dead": 500, "gone": 410, "missing": 404, "forbidden": 403, "stale": 304}
PRIVATE = "http://169.254.169.254/latest/meta-data/"


class World:
    def __init__(self, host: str) -> None:
        self.host = host
        self.day = 0
        self.asked: Counter[str] = Counter()

    def url(self, kind: str | None = None) -> str:
        return f"http://{self.host}/fault/{kind}/feed.xml" if kind else f"http://{self.host}/feed.xml"


class Handler(Quiet):
    protocol_version = "HTTP/1.1"
    world: World

    def tell(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in ({"Content_Length": str(len(body)), "Connection": "close"} | headers).items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.close_connection = True
        kind = self.path.split("/")[2] if self.path.startswith("/fault/") else ""
        self.world.asked[self.path] += 1
        text = feed(self.world.day)
        body = TWISTED.get(kind, str)(text).encode("latin-1" if kind == "garbage" else "utf-8")
        special = getattr(self, f"do_{kind or 'nothing'}", None)
        if special:
            special(body)
        elif kind in STATUS:
            self.tell(STATUS[kind], b"" if kind == "stale" else b"sorry")
        else:
            self.tell(200, body, Content_Type="application/rss+xml")

    def do_429(self, body):
        """Busy at the first of two requests."""
        busy = self.world.asked[self.path] % 2
        self.tell(429, Retry_After="2") if busy else self.tell(200, body)

    def do_500(self, body):
        self.tell(500) if self.world.asked[self.path] % 2 else self.tell(200, body)

    def do_tired(self, body):
        self.tell(503, Retry_After="7200")

    def do_moved(self, body):
        self.tell(301, Location="/feed.xml")

    def do_hops(self, body):
        self.tell(308, Location="/fault/moved/feed.xml")

    def do_loop(self, body):
        self.tell(302, Location=self.path)

    def do_private(self, body):
        self.tell(302, Location=PRIVATE)

    def do_auth(self, body):
        if self.headers["Authorization"] == PASSWORD:
            self.tell(200, body)
        else:
            self.tell(401, WWW_Authenticate="Basic")

    def do_cut(self, body):
        self.tell(200, body[: len(body) // 2], Content_Length=str(len(body)))

    def do_slow(self, body):
        self.tell(200, body[:1], Content_Length=str(len(body)))
        for at in range(1, 200):
            threading.Event().wait(0.02)
            self.wfile.write(body[at : at + 1])

    def do_endless(self, body):
        self.tell(200, body, Content_Length="")
        for _ in range(2000):
            self.wfile.write(bytes(2**20))

    def do_nolength(self, body):
        half = len(body) // 2
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for part in (body[:half], body[half:], b""):
            self.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")


@contextmanager
def faulty_world():
    handler = type("Answers", (Handler,), {})
    with answering(handler, unmoved=True) as host:  # a client that hangs up is what some faults are for
        handler.world = World(host)
        yield handler.world
