"""Keeps the index in this folder up with runs on other machines while the page is served, beside the page's process."""

import logging
from functools import cached_property
from threading import Event, Thread

from sqlalchemy.exc import SQLAlchemyError

import config
from commands.frame import Frame
from index.catching_up import catch_up
from index.embedding.embedder import Embedder
from index.library.library import Library
from store.errors import Busy, EarmarkError

_log = logging.getLogger("earmark.following")

_LOOK_SECONDS = 5.0  # by judgement, not measured: how late another machine's episode may be found by its words


class Following:
    """Open while the page is served. Where a run writes to this folder itself, there is nothing to bring in."""

    def __init__(self, face: Frame) -> None:
        self._face = face
        self._ended = Event()
        self._thread = Thread(target=self._follow, name="following", daemon=True)

    def __enter__(self) -> "Following":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """What is under way is left: it may be done again."""
        self._ended.set()

    def _follow(self) -> None:
        told = ""
        while not self._ended.is_set():
            trouble = self._look()
            if trouble and trouble != told:
                _log.warning("index=not brought up reason=%r", trouble)
            told = trouble
            self._ended.wait(_LOOK_SECONDS)

    def _look(self) -> str:
        """What hinders it; "" where nothing does."""
        settings = self._face.settings
        try:
            count = catch_up(self._face.store, self._library, config.model_name(settings), lambda: self._embedder)
        except Busy:  # a run writes to this folder
            return ""
        except (EarmarkError, SQLAlchemyError, OSError) as error:
            return str(error)
        if count:
            _log.info("index=brought up episodes=%d", count)
        return ""

    @cached_property
    def _library(self) -> Library:
        return config.open_followed(self._face.settings)

    @cached_property
    def _embedder(self) -> Embedder:
        """Asked for only what nobody has embedded yet."""
        return config.open_embedder(self._face.settings)
