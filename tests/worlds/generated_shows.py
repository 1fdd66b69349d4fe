"""Shows without end on loopback: each has a feed as it stands on a day, and short talk whose words change every day.

What is said is made from the show's number and the day alone, so that two runs meet the same world. A show brings an
episode every `every` days; its feed lists the newest ten, as many feeds do, so that a morning's work stays the same.
"""

import random
import tomllib
from contextlib import contextmanager
from datetime import UTC, date, datetime
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

from tests.worlds.http_server import Quiet, answering
from tests.worlds.podcast import vtt

WORDS = tomllib.loads((Path(__file__).parents[1] / "data" / "generated_talk.toml").read_text())
FIRST_DAY = date(2026, 1, 1)
LISTED = 10
POINTS = 3


class Shows:
    """`day` is the day as of which feeds are served; nothing else changes."""

    def __init__(self, *, count: int, every: int) -> None:
        self.count, self.every, self.day = count, every, FIRST_DAY
        self.host = ""

    def feed_url(self, show: int) -> str:
        return f"http://{self.host}/{show}/feed.xml"

    def feed(self, show: int) -> str:
        """One episode every `every` days, shows in turn, so that each morning brings as many."""
        ordinal = self.day.toordinal()
        newest = ordinal - (ordinal + show) % self.every
        days = [date.fromordinal(newest - self.every * at) for at in range(LISTED)]
        return (
            '<?xml version="1.0"?><rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0">'
            f"<channel><title>{escape(title_of(show))}</title><language>en</language>"
            f"{''.join(self._item(show, day) for day in days)}</channel></rss>"
        )

    def _item(self, show: int, day: date) -> str:
        base, moment = f"http://{self.host}/{show}/{day}", datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
        return (
            f"<item><title>{escape(episode_title(show, day))}</title><guid>{show}-{day}</guid>"
            f"<pubDate>{format_datetime(moment)}</pubDate>"
            f'<enclosure url="{base}.mp3" type="audio/mpeg" length="1"/>'
            f'<podcast:transcript url="{base}.vtt" type="text/vtt"/></item>'
        )

    def answer(self, path: str) -> tuple[str, str] | None:
        """Type and text of what lies at `path`."""
        _, show, name = (*path.split("/"), "", "")[:3]
        if name == "feed.xml":
            return "application/rss+xml", self.feed(int(show))
        if name.endswith(".vtt"):
            return "text/vtt", vtt(talk(int(show), date.fromisoformat(name.removesuffix(".vtt"))))
        return None


def title_of(show: int) -> str:
    chosen = random.Random(show)
    return f"{chosen.choice(WORDS['places'])} {chosen.choice(WORDS['matters'])[0].title()} {show}"


def episode_title(show: int, day: date) -> str:
    return f"{point(_chance(show, day, 0))[0].title()}, {day:%d %B}"


def talk(show: int, day: date) -> list[tuple[str, str]]:
    """(speaker, text), in turns: a greeting, some points, a farewell."""
    chosen = _chance(show, day, POINTS)
    host, guest = chosen.sample(WORDS["people"], 2)
    turns = [(host, f"Welcome back. Today we speak about {WORDS['places'][show % len(WORDS['places'])]}.")]
    for at in range(POINTS):
        turns += [(guest, point(_chance(show, day, at))[1]), (host, chosen.choice(WORDS["between"]))]
    return [*turns, (host, "Thanks for listening, and see you next time.")]


def point(chosen: random.Random) -> tuple[str, str]:
    """What it is about, and two sentences on it."""
    matter, many = chosen.choice(WORDS["matters"])
    facts = {
        "matter": matter,
        "many": many,
        "company": chosen.choice(WORDS["heads"]) + chosen.choice(WORDS["tails"]),
        "place": chosen.choice(WORDS["places"]),
        "other": chosen.choice(WORDS["places"]),
        "share": chosen.randint(11, 89),
        "years": chosen.choice(["two", "three", "four", "five", "six", "seven"]),
        "cause": chosen.choice(WORDS["causes"]),
        "effect": chosen.choice(WORDS["effects"]),
    }
    first, second = chosen.choice(WORDS["claims"]), chosen.choice(WORDS["reasons"])
    return matter, f"{first} {second}".format(**facts)


def _chance(show: int, day: date, at: int) -> random.Random:
    return random.Random(f"{show} {day} {at}")


@contextmanager
def broadcast(shows: Shows):
    """Serves them; `shows.host` is then known."""

    class Handler(Quiet):
        def do_GET(self):
            found = shows.answer(self.path)
            status, (kind, text) = (200, found) if found else (404, ("text/plain", "not here"))
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with answering(Handler) as shows.host:
        yield shows
