"""The pages, and the states that a press or an address brings them into."""

from collections.abc import Callable, Mapping
from pathlib import Path

from bench.walk.browser import Visit
from bench.walk.tasks import Hand, box
from config import Settings, open_store
from store.queries import digests, insights
from store.queries.threads import threads

Opening = Callable[[Visit], None]


def pressing(*places: str) -> Opening:
    def opened(visit: Visit) -> None:
        hand = Hand(visit)
        for place in places:
            hand.press(place)

    return opened


def typing(key: str, words: str) -> Opening:
    def opened(visit: Visit) -> None:
        Hand(visit).type(box(key), words, enter=True)
        visit.settle()

    return opened


def _button(words: str) -> str:
    return f"(//button[contains(., '{words}')])[1]"


def _fold(words: str) -> str:
    return f"(//summary[contains(., '{words}')])[1]"


# State → (the page's name in addresses(), or an address; what opens it there).
STATES: Mapping[str, tuple[str, Opening | None]] = {
    "today": ("today", None),
    "today-menu": ("today", pressing(_button("More"))),
    "today-said": ("today", pressing(_button("More"), _button("Useful"))),
    "today-proof": ("today", pressing(_fold(""))),
    "today-playing": ("today", pressing("(//button[contains(@class, 'earmark-play')])[1]")),
    "today-also-new": ("today", pressing(_fold("Also new"))),
    "today-unknown-day": ("/?day=2001-01-01", None),
    "search": ("/search", None),
    "search-found": ("/search?q=batteries", None),
    "search-filters": ("/search?q=batteries", pressing(_button("Filters"))),
    "search-mended": ("/search?q=battreies", None),
    "search-nothing": ("/search?q=zzqxv", None),
    "threads": ("/threads", None),
    "threads-none-called-so": ("/threads", typing("find-thread", "zzzz")),
    "thread": ("thread", None),
    "thread-unknown": ("/threads?thread=99999", None),
    "shows": ("/shows", None),
    "shows-refused": ("/shows", typing("add-typed", "htp:/nonsense")),
    "show": ("show", None),
    "show-address": ("show", pressing(_fold("Address and password"))),
    "show-removal": ("show", pressing(_button("Remove"))),
    "show-silent": ("show", pressing(_button("Stop telling me of this show"))),
    "saved": ("/saved", None),
    "saved-take-along": ("/saved", pressing(_button("Take along"))),
    "settings": ("/settings", None),
    "settings-address-open": ("/settings", pressing("(//*[contains(@class, 'st-key-open-five')]//button)[1]")),
    "insight": ("insight", None),
    "insight-unknown": ("/insight?id=none", None),
    "episode": ("episode", None),
    "episode-unknown": ("/episode?id=99999", None),
}


def addresses(data_dir: Path) -> dict[str, str]:
    """Of the pages that show one thing: the first of the five, its episode and show, the largest thread."""
    store = open_store(Settings(data_dir=data_dir))
    with store.read() as connection:
        digest = digests.latest(connection, 1)
        known = digest.picks[0].cited if digest and digest.picks else insights.every(connection)[0]
        largest = max(threads.overview(connection, 1), key=lambda thread: thread.size, default=None)
    store.close()
    return {
        "today": "/",
        "thread": f"/threads?thread={largest.id if largest else 0}",
        "insight": f"/insight?id={known.insight.id}",
        "episode": f"/episode?id={known.insight.episode_id}",
        "show": f"/show?id={known.show_id}",
    }
