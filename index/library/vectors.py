"""Nearest vectors, kept by Chroma. The only file that imports chromadb.

Insights lie apart from passages: in one collection of both, a filter by kind costs more than the search, and grows with
all that is there.

They hold vectors as index/embedding/shortening.py shortens them, where it does: callers give and compare whole ones. An
index that is older than that holds whole ones, and goes on with them.

Chroma, embedded, goes stale when another process writes (chroma issues 421, 3769, 3792): queries answer from the old
vectors. Only closing every client of a folder cures it, so all clients of this process live in `_open_clients`.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final, get_args
from urllib.parse import urlsplit

import numpy as np
from httpx import TransportError
from numpy.typing import NDArray

from index.embedding.shortening import Shortening, shortening_named
from index.library.conditions import condition
from index.library.documents import Document, Kind, Scope, document_key
from index.library.failures import BrokenIndex, told_clearly
from index.library.wiping import wiped
from store.errors import Misconfigured, Transient
from store.queries.embeddings import Vector, cosines

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ClientAPI
    from chromadb.config import Settings

_BATCH = 1000  # documents: Chroma takes at most 5,461 at once (get_max_batch_size of 1.5.9)
# The 200 nearest are asked for; a narrower search beam than that loses some of them. Of 13,754 real passages 99.3 % of
# them are found, with a beam of 200 while the graph is made 99.5 %, in a third more time.
_HNSW = {"space": "cosine", "ef_construction": 100, "ef_search": 300}

_SHORTENED = "shortened"  # in a collection's metadata: the name of the shortening

_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

_lock = threading.RLock()
_open_clients: dict[Path, tuple[tuple[str, int], "ClientAPI"]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """The collections, and how the vectors in them are shortened."""

    collections: "Mapping[Kind, Collection]"
    shortening: Shortening | None

    def held(self, vectors: Sequence[Vector]) -> NDArray[np.float32]:
        """A row for each, as the collections hold them."""
        rows = np.array(vectors, dtype=np.float32)
        return self.shortening.shortened(rows) if self.shortening else rows


class Vectors:
    """One generation's collections, one a kind, in `folder` or on the Chroma server at `url`.

    `mark` names the state of the index that the caller has seen; a new one makes an embedded client open again.
    """

    def __init__(self, folder: Path, name: str, *, url: str | None) -> None:
        self._folder = folder.absolute()
        # Passages have the plain name, under which older versions kept both kinds.
        self._names: Mapping[Kind, str] = {"passage": name, "insight": f"{name}-insights"}
        self._server = _server(url) if url else None
        self._remote: ClientAPI | None = None
        self._known: tuple[ClientAPI, _Open] | None = None

    @cached_property
    def _chromadb(self) -> ModuleType:
        # It takes 1.3 s to import, and who brings up the words alone asks it nothing.
        import chromadb

        module: ModuleType = chromadb
        return module

    def create(self, shortening: Shortening | None) -> None:
        """Empty ones, which hold vectors shortened so."""
        told = {_SHORTENED: shortening.name} if shortening else None
        with _lock, self._told_clearly():
            client = self._client("new")
            self._forget(client)
            for name in self._names.values():
                client.create_collection(name, embedding_function=None, configuration={"hnsw": _HNSW}, metadata=told)

    def drop(self) -> None:
        """Forgets the collections on a server; a folder is the caller's to remove."""
        self.close()
        if self._server:
            with self._told_clearly():
                self._forget(self._client(""))

    def drop_others(self, prefix: str) -> None:
        """Forgets what the server holds under names with that beginning, but for these two."""
        with self._told_clearly():
            client = self._client("")
            for collection in client.list_collections():
                if collection.name.startswith(prefix) and collection.name not in self._names.values():
                    client.delete_collection(collection.name)

    def _forget(self, client: "ClientAPI") -> None:
        for collection in client.list_collections():
            if collection.name in self._names.values():
                client.delete_collection(collection.name)

    def put(self, documents: Sequence[Document], vectors: Sequence[Vector], mark: str) -> None:
        with _lock, self._told_clearly(), wiped():
            opened = self._opened(mark)
            for kind, collection in opened.collections.items():
                chosen = [at for at, document in enumerate(documents) if document.kind == kind]
                for first in range(0, len(chosen), _BATCH):
                    batch = chosen[first : first + _BATCH]
                    collection.upsert(
                        ids=[documents[at].key for at in batch],
                        embeddings=opened.held([vectors[at] for at in batch]),
                        metadatas=[_fields(documents[at]) for at in batch],
                    )

    def keep_only(self, episode_id: int, keys: Iterable[str], mark: str) -> None:
        """Removes the episode's documents that are not among `keys`."""
        kept = set(keys)
        with _lock, self._told_clearly(), wiped():
            for collection in self._opened(mark).collections.values():
                there = collection.get(where={"episode_id": episode_id}, include=[])["ids"]
                gone = sorted(set(there) - kept)
                for at in range(0, len(gone), _BATCH):
                    collection.delete(ids=gone[at : at + _BATCH])

    def nearest(
        self, vector: Vector, n: int, scope: Scope, mark: str, *, speakers: Sequence[str] = ()
    ) -> dict[str, float]:
        """Key → cosine of the `n` nearest within `scope`, best first; `speakers` are the folded names its one means.

        Of shortened vectors both the choice and the cosine are near the truth, not it. Chroma is not asked for their
        fields: of 200 documents they cost it five times what the search does.
        """
        found: list[tuple[float, str]] = []
        with _lock, self._told_clearly():
            opened = self._opened(mark)
            for kind, collection in opened.collections.items():
                if scope.kind in (None, kind) and scope.ids.get(kind, True):
                    near = collection.query(
                        query_embeddings=opened.held([vector]),
                        n_results=n,
                        where=condition(kind, scope, speakers),
                        include=["distances"],
                    )
                    found += zip(near["distances"][0], near["ids"][0], strict=True)
        return {key: 1 - distance for distance, key in sorted(found)[:n]}

    def nearest_each(self, vectors: Sequence[Vector], n: int, kind: Kind, mark: str) -> list[list[str]]:
        """The ids of the `n` nearest documents of that kind to each of the vectors, best first."""
        out: list[list[str]] = []
        for at in range(0, len(vectors), _BATCH):
            with _lock, self._told_clearly():
                opened = self._opened(mark)
                found = opened.collections[kind].query(
                    query_embeddings=opened.held(vectors[at : at + _BATCH]), n_results=n, include=[]
                )
            out += [[key.partition(":")[2] for key in keys] for keys in found["ids"]]
        return out

    def cosines(self, keys: Sequence[str], vector: Vector, mark: str) -> dict[str, float]:
        """Key → cosine, of shortened vectors near the truth, of those of the documents that are there."""
        out: dict[str, float] = {}
        with _lock, self._told_clearly():
            opened = self._opened(mark)
            held = opened.held([vector])[0]
            for kind, collection in opened.collections.items():
                asked = [key for key in keys if key.startswith(document_key(kind, ""))]
                if asked:
                    found = collection.get(ids=asked, include=["embeddings"])
                    out |= zip(found["ids"], _products(found["embeddings"], held), strict=True)
        return out

    def is_shortened(self, mark: str) -> bool:
        with _lock, self._told_clearly():
            return self._opened(mark).shortening is not None

    def count(self, mark: str) -> int:
        with _lock, self._told_clearly():
            return sum(int(collection.count()) for collection in self._opened(mark).collections.values())

    def written(self, before: str, after: str) -> None:
        """What this process wrote led from one mark to the other: its client has seen it, and need not open again."""
        with _lock:
            held = _open_clients.get(self._folder)
            if held and held[0] == self._state(before):
                _open_clients[self._folder] = (self._state(after), held[1])

    def close(self) -> None:
        with _lock:
            self._known = None
            held = _open_clients.pop(self._folder, None)
            if held:
                held[1].close()

    def _opened(self, mark: str) -> "_Open":
        client = self._client(mark)
        # Looking them up anew takes Chroma as long as a small query.
        if self._known is None or self._known[0] is not client:
            held = {kind: client.get_collection(self._names[kind], embedding_function=None) for kind in _KINDS}
            self._known = client, _Open(collections=held, shortening=self._shortening(held["passage"].metadata or {}))
        return self._known[1]

    def _shortening(self, told: Mapping[str, object]) -> Shortening | None:
        name = told.get(_SHORTENED)
        if not name:
            return None
        shortening = shortening_named(str(name))
        if shortening:
            return shortening
        if self._server:  # to make it anew would take it from the other version
            raise Misconfigured(
                "the vectors on the Chroma server are of another version of Earmark: bring all machines that share it "
                "to one version, then run `cli.py reindex`"
            )
        raise BrokenIndex("its vectors are shortened in a way that this version does not know")

    def _client(self, mark: str) -> "ClientAPI":
        if self._server:
            self._remote = self._remote or self._reach(*self._server)
            return self._remote
        held = _open_clients.get(self._folder)
        if held and held[0] == self._state(mark):
            return held[1]
        self.close()
        client = self._chromadb.PersistentClient(path=str(self._folder), settings=self._settings())
        _open_clients[self._folder] = (self._state(mark), client)
        return client

    def _state(self, mark: str) -> tuple[str, int]:
        """The mark, and which file it was read of: a client goes on answering from a file that is deleted."""
        try:
            return mark, (self._folder / "chroma.sqlite3").stat().st_ino
        except FileNotFoundError:
            return mark, 0

    def _reach(self, host: str, port: int, ssl: bool) -> "ClientAPI":
        return self._chromadb.HttpClient(host=host, port=port, ssl=ssl, settings=self._settings())

    def _settings(self) -> "Settings":
        return self._chromadb.config.Settings(anonymized_telemetry=False)

    @contextmanager
    def _told_clearly(self) -> Iterator[None]:
        try:
            with told_clearly(self._folder, self._chromadb.errors.ChromaError, ValueError, RuntimeError):
                yield
        except (TransportError, BrokenIndex) as error:
            if self._server is None:
                raise
            # Chroma wraps some broken connections in a ValueError of its own.
            self._remote = None
            if isinstance(error, BrokenIndex) and "connect" not in str(error).lower():
                raise
            raise Transient("the Chroma server cannot be reached: check EARMARK_CHROMA_URL") from error


def _server(url: str) -> tuple[str, int, bool]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Misconfigured("EARMARK_CHROMA_URL is not an address such as http://localhost:8000")
    return parts.hostname, parts.port or (443 if parts.scheme == "https" else 8000), parts.scheme == "https"


def _fields(document: Document) -> dict[str, str | int | list[str]]:
    fields: dict[str, str | int | list[str]] = {
        "key": document.key,  # a limit by ids of Chroma's own fails where one of them is not there
        "episode_id": document.episode_id,
        "show_id": document.show_id,
        "published": document.published_s,
    }
    if names := document.speaker_names:  # Chroma takes no empty list
        fields["speakers"] = list(names)
    return fields


def _products(rows: object, vector: Vector) -> list[float]:
    matrix = np.asarray(rows, dtype=np.float32)
    if len(matrix) and matrix.shape[1] != len(vector):
        raise BrokenIndex("its vectors are of another size")
    return cosines(matrix, vector).tolist() if len(matrix) else []
