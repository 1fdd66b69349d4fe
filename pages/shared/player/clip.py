"""A stretch of audio for the player at the foot of the app, and the buttons that play it.

No browser loads audio that nobody asked for: an address is handed over, and used when a button is pressed.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

from digest.wording import clock, plain
from pages.shared import parts

_HERE = Path(__file__).parent
AFTER_QUOTE = 1.0  # seconds that play on, by judgement, not measured: the last word is not cut
AFTER_ABOUT = 3.0  # the same where times were interpolated and may be off by as much


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """What is played: `audio` from `start` to `end`, in seconds, or on to the end of the episode.

    `title` and `show` name it, `home` is its page here, `page` the publisher's, `picture` the show's artwork as a data
    address, `length` the episode's.
    """

    id: str
    title: str
    show: str
    home: str
    audio: str
    start: float
    end: float | None
    approximate: bool = False
    page: str | None = None
    picture: str | None = None
    length: float | None = None

    @property
    def place(self) -> str:
        return f"about {clock(self.start)}" if self.approximate else clock(self.start)


def until(end: float, *, approximate: bool) -> float:
    """Where playing stops for a quote that ends there."""
    return end + (AFTER_ABOUT if approximate else AFTER_QUOTE)


_SCRIPT = "\n".join((_HERE / name).read_text() for name in ("bar.js", "player.js"))
_BAR = st.components.v2.component("earmark_bar", js=_SCRIPT, isolate_styles=False)
_PLAY = st.components.v2.component("earmark_play", js=(_HERE / "play.js").read_text(), isolate_styles=False)
_CSS = (_HERE / "bar.css").read_text()


def draw_bar() -> None:
    """The player itself, once a page: it shows when something was played."""
    _BAR(key="player", data={"css": _CSS}, height="content")


def play_button(clip: Clip, key: str, words: str | None = None) -> None:
    _mount(key, [clip], words or f"Play {clip.place}", plain(clip.title))


def play_all(clips: Sequence[Clip], words: str) -> None:
    """Plays them one after another."""
    _mount("play-all", clips, words, "one after another")


def _mount(key: str, clips: Sequence[Clip], words: str, name: str) -> None:
    # A tuple: of a list Streamlit asks pandas whether it is a table, whose import takes a second and 65 MB.
    opened = tuple(asdict(clip) | {"audio": parts.playable(clip.audio)} for clip in clips)
    _PLAY(key=key, data={"clips": opened, "words": words, "name": name}, width="content")
