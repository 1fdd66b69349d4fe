"""Fetches the picture that a show's feed names and keeps it small, so that reading asks no other machine for it."""

import logging
from datetime import datetime, timedelta
from io import BytesIO

from ingest.web.client import Web
from store import Store
from store.errors import EarmarkError, Unusable
from store.queries import shows

MOST_BYTES = 8 * 2**20  # by judgement, not measured: directories ask for 3,000 pixels a side, some 2 MB
MOST_PIXELS = 6000 * 6000  # twice a side of what directories take; a picture of more is meant to fill the memory
SIDE = 176  # pixels: 56 of the page on a screen of three to one, and the square of a lock screen
QUALITY = 80  # of WebP, by judgement, not measured: some 6 kB a show
TRY_AGAIN = timedelta(days=7)  # by judgement, not measured: a picture is worth one request a week
log = logging.getLogger("earmark.scan")


def take_artwork(store: Store, web: Web, now: datetime) -> int:
    """Brings what is missing and gives how many came. What cannot be had stays away without a word to the reader."""
    with store.read() as connection:
        wanting = shows.without_artwork(connection, now - TRY_AGAIN)
    taken = 0
    for show in wanting:
        url = show.artwork_url or ""
        try:
            picture: bytes | None = small(web.get(url, max_bytes=MOST_BYTES).body)
        except EarmarkError as error:
            log.info("show=%d outcome=no_artwork error=%r", show.id, str(error))
            picture = None
        with store.write() as connection:
            if shows.by_id(connection, show.id):  # not removed while we fetched
                shows.keep_artwork(connection, show.id, url, picture, now)
        taken += picture is not None
    return taken


def small(body: bytes) -> bytes:
    """The middle square of a picture as a small WebP, without what else the file holds. Raises Unusable."""
    from PIL import Image, ImageOps  # half a tenth of a second, which only a new picture is worth

    try:
        with Image.open(BytesIO(body), formats=("JPEG", "PNG", "WEBP", "GIF")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unusable(f"the picture has {picture.width} by {picture.height} pixels")
            picture.draft("RGB", (2 * SIDE, 2 * SIDE))
            square = ImageOps.fit(picture.convert("RGB"), (SIDE, SIDE))
    except Unusable:
        raise
    except Exception as error:  # its readers answer hostile bytes with whatever error comes up
        raise Unusable("it is not a picture") from error
    out = BytesIO()
    square.save(out, "WEBP", quality=QUALITY)
    return out.getvalue()
