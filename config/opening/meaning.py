"""The embedder and what works with its vectors: library, search and the reading of insights, opened as they are set."""

from functools import cache
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from config.opening.hub import quiet_hub
from config.settings import Settings
from store import Store

if TYPE_CHECKING:
    from index.embedding.embedder import Embedder
    from index.embedding.packaged_embedder import PackagedEmbedder
    from index.library.library import Library
    from index.search.search import Search
    from ingest.passages.impressions import Impressions
    from ingest.passages.selection import Reading


def model_name(settings: Settings) -> str:
    """The name under which vectors are kept, without loading the model."""
    from index.embedding.packaged_embedder import PACKAGED_NAME

    return settings.embedding_model or PACKAGED_NAME


def open_embedder(settings: Settings) -> "Embedder":
    quiet_hub()
    if settings.embedding_model:
        from index.embedding.embedder import SentenceTransformerEmbedder

        return SentenceTransformerEmbedder(settings.embedding_model)
    return open_packaged_embedder()


@cache
def open_packaged_embedder() -> "PackagedEmbedder":
    """The one of this process: it keeps nothing of what it is asked."""
    from index.embedding.packaged_embedder import PackagedEmbedder

    return PackagedEmbedder(user_cache_path("earmark"))


def open_library(settings: Settings) -> "Library":
    from index.library.library import Library

    return Library(settings.data_dir / "index", chroma_url=settings.chroma_url)


def open_followed(settings: Settings) -> "Library":
    """For who brings the index up beside a page or a search: another process that writes to it goes first."""
    from index.library.library import Library

    return Library(settings.data_dir / "index", chroma_url=settings.chroma_url, patience_seconds=0)


def open_search(settings: Settings, store: Store, embedder: "Embedder", library: "Library | None" = None) -> "Search":
    """In the library that is open already, where one is."""
    from index.search.search import Search

    return Search(store, library or open_library(settings), embedder)


def open_reading(embedder: "Embedder") -> "Reading":
    """What insights are read and checked with."""
    from index.embedding.embedder import Remembering
    from index.embedding.packaged_embedder import PACKAGED_NAME
    from ingest.passages.selection import Reading
    from language.grammar import english

    # What is learned of meaning was learned with the packaged model: another one for search does not read.
    own = embedder if embedder.name == PACKAGED_NAME else Remembering(open_packaged_embedder())
    return Reading(grammar=english(), embedder=own, impressions=open_impressions())


@cache
def open_impressions() -> "Impressions":
    """Of this process: loaded when the first passage is read."""
    from ingest.passages.impressions import Impressions

    return Impressions(user_cache_path("earmark"))
