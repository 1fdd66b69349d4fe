"""Loads what a search needs while the first visitor reads: once when the server starts, in a thread of its own."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread

from pages.shared import parts

_LOG = logging.getLogger("earmark.pages")
_ANYTHING = "anything"  # any word has the index opened and its vectors read


@asynccontextmanager
async def beside(_app: object) -> AsyncIterator[None]:
    """For as long as the server lives. Nothing waits for the thread, which ends with the process."""
    begin()
    yield


def begin() -> Thread:
    warming = Thread(target=_load, name="warming", daemon=True)
    warming.start()
    return warming


def _load() -> None:
    """A search that comes meanwhile waits for this one to end and loads nothing again; parts keep what is loaded."""
    try:
        parts.search().find(_ANYTHING, limit=1)
    except Exception:  # noqa: BLE001 - logged; the first who searches meets it again and is told
        _LOG.exception("search=cold")
