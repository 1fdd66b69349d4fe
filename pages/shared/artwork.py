"""The picture of a show as a small square: from the store, else a tile with its first letter."""

from base64 import b64encode
from html import escape

from sqlalchemy import Connection

from digest.wording import plain
from store.queries import shows

_TILES = ("#1F6F6B", "#B5652B", "#5B6AA8", "#6F6122", "#8A4F7D", "#566069")  # white on each is 4.5:1 or more


def pictures(connection: Connection, titles: dict[int, str]) -> dict[int, str]:
    """Show id → a data address, for the shows of `titles`. Nothing is asked of another machine to draw it."""
    kept = shows.artwork_of(connection, titles)
    return {show_id: _webp(kept[show_id]) if show_id in kept else tile(title) for show_id, title in titles.items()}


def tile(title: str) -> str:
    words = plain(title).strip()
    letter = escape(next((each for each in words if each.isalnum()), "·").upper())
    colour = _TILES[sum(map(ord, words)) % len(_TILES)]
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" fill="{colour}"/>'
        '<text x="24" y="33" font-size="26" font-family="Georgia,serif" text-anchor="middle" fill="#fff">'
        f"{letter}</text></svg>"
    )
    return f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"


def _webp(picture: bytes) -> str:
    return f"data:image/webp;base64,{b64encode(picture).decode()}"
