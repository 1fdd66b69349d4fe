"""The parts that pages stand on, cached for the life of the server. Rows never are."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

import config
from config import Settings
from digest.readers import admitted
from pages.shared import visitor
from pages.shared.visitor import NotAdmitted
from store import Store
from store.backups.archive import Place
from store.records.readers import Reader

if TYPE_CHECKING:  # these load models: only Search and "Follow a topic" wait for them
    from index.chat import LanguageModel
    from index.embedding.embedder import Embedder
    from index.library.library import Library
    from index.search.search import Search

# A press that waits without a word is pressed again. By judgement, not measured; a run's own writes take well under it.
PATIENCE_MS = 2_500

LOADING = "Loading the search model, about ten seconds the first time…"


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    return config.read_settings()


def forget_settings() -> None:
    """After one was changed: what was built from them is built anew when it is next wanted."""
    settings.clear()
    language_model.clear()


@st.cache_resource(show_spinner=False)
def _store() -> Store:
    return config.open_store(settings(), patience_ms=PATIENCE_MS)


def store() -> Store:
    """Opened for readers alone, whichever way a page was come by. Raises NotAdmitted."""
    if visitor.is_asked(settings()):
        reader()
    return _store()


@st.cache_resource(show_spinner=False)
def embedder() -> "Embedder":
    """Takes about ten seconds on a cold server: call it under a spinner that says LOADING."""
    return config.open_embedder(settings())


@st.cache_resource(show_spinner=False)
def library() -> "Library":
    """Quick to open; the first question to it takes a second or two."""
    return config.open_library(settings())


@st.cache_resource(show_spinner=False)
def search() -> "Search":
    """As slow as embedder() the first time."""
    return config.open_search(settings(), _store(), embedder(), library())


@st.cache_resource(show_spinner=False)
def language_model() -> "LanguageModel | None":
    return config.open_language_model(settings(), _store(), by_hand=True)


def model_name() -> str:
    """The name under which vectors are kept."""
    return config.model_name(settings())


def backup_place() -> Place:
    return config.backup_place(settings())


def reader() -> Reader:
    """Who is reading. Raises NotAdmitted where readers are told apart and this one is not known."""
    if not visitor.is_asked(settings()):
        return config.reader(settings(), _store())
    login = visitor.login(settings())
    found = admitted(_store(), login) if login else None
    if found is None:
        raise NotAdmitted(login)
    return config.reader(settings(), _store(), found.name)


def is_owner() -> bool:
    """Whether what belongs to all, such as the model, the backups and the settings, is this reader's to change."""
    return config.is_owner(reader())


def now() -> datetime:
    return datetime.now(UTC)


def playable(url: str) -> str:
    """An address of audio as its host wants it; nothing of it is kept or logged."""
    return config.opened_address(settings(), url)
