"""Nearest vectors, kept by Chroma. The only file that imports chromadb.

Chroma, embedded, goes stale when another process writes (chroma issues 421, 3769, 3792): queries answer from the old
vectors. Only closing every client of a folder cures it, so all clients of this process live in `_open_clients`.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np
from httpx import TransportError

from index.library.documents import Document, Kind, Scope, document_key
from index.library.failures import BrokenIndex, told_clearly
from store.errors import Misconfigured, Transient
from store.queries.embeddings import Vector

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ClientAPI
    from chromadb.config import Settings

_BATCH = 1000  # documents: Chroma takes at most 5,461 at once (get_max_batch_size of 1.5.9)
# The 200 nearest are asked for; a narrower search beam than that loses some of them.
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 300}

_lock = threading.RLock()
_open_clients: dict[Path, tuple[str, "ClientAPI"]] = {}


class Vectors:
    """One generation's collection, in `folder` or on the Chroma server at `url`.

    `mark` names the state of the index that the caller has seen; a new one makes an embedded client open again.
    """

    def __init__(self, folder: Path, name: str, *, url: str | None) -> None:
        # chromadb takes 1.3 s to import.
        import chromadb

        self._chromadb = chromadb
        self._kinds = (chromadb.errors.ChromaError, ValueError, RuntimeError)
        self._folder = folder.absolute()
        self._name = name
        self._server = _server(url) if url else None
        self._remote: ClientAPI | None = None
        self._known: tuple[ClientAPI, Collection] | None = None

    def create(self) -> None:
        with _lock, self._told_clearly():
            client = self._client("new")
            if self._name in [collection.name for collection in client.list_collections()]:
                client.delete_collection(self._name)
            client.create_collection(self._name, embedding_function=None, configuration={"hnsw": _HNSW})

    def drop(self) -> None:
        """Forgets the collection on a server; a folder is the caller's to remove."""
        self.close()
        if self._server:
            with self._told_clearly():
                client = self._client("")
                if self._name in [collection.name for collection in client.list_collections()]:
                    client.delete_collection(self._name)

    def put(self, documents: Sequence[Document], vectors: Sequence[Vector], mark: str) -> None:
        with _lock, self._told_clearly():
            collection = self._collection(mark)
            for at in range(0, len(documents), _BATCH):
                batch = documents[at : at + _BATCH]
                collection.upsert(
                    ids=[document.key for document in batch],
                    embeddings=np.array(vectors[at : at + _BATCH], dtype=np.float32),
                    metadatas=[_fields(document) for document in batch],
                )

    def keep_only(self, episode_id: int, keys: Iterable[str], mark: str) -> None:
        """Removes the episode's documents that are not among `keys`."""
        with _lock, self._told_clearly():
            collection = self._collection(mark)
            there = collection.get(where={"episode_id": episode_id}, include=[])["ids"]
            gone = sorted(set(there) - set(keys))
            for at in range(0, len(gone), _BATCH):
                collection.delete(ids=gone[at : at + _BATCH])

    def nearest(
        self, vector: Vector, n: int, scope: Scope, mark: str, *, speakers: Sequence[str] = ()
    ) -> dict[str, float]:
        """Key → cosine of the `n` nearest within `scope`, best first; `speakers` are the folded names its one means.

        Chroma is not asked for their fields: of 200 documents they cost it five times what the search does.
        """
        with _lock, self._told_clearly():
            collection = self._collection(mark)
            found = collection.query(
                query_embeddings=np.array([vector], dtype=np.float32),
                n_results=n,
                where=_where(scope, speakers),
                include=["distances"],
            )
        return {key: 1 - distance for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)}

    def nearest_each(self, vectors: Sequence[Vector], n: int, kind: Kind, mark: str) -> list[list[str]]:
        """The ids of the `n` nearest documents of that kind to each of the vectors, best first.

        Asked together, as the filter by kind costs more than the search: 1.4 ms of processor a vector, 10.7 alone.
        """
        out: list[list[str]] = []
        for at in range(0, len(vectors), _BATCH):
            with _lock, self._told_clearly():
                found = self._collection(mark).query(
                    query_embeddings=np.array(vectors[at : at + _BATCH], dtype=np.float32),
                    n_results=n,
                    where={"kind": kind},
                    include=[],
                )
            out += [[key.partition(":")[2] for key in keys] for keys in found["ids"]]
        return out

    def cosines(self, keys: Sequence[str], vector: Vector, mark: str) -> dict[str, float]:
        """Key → cosine, exactly, of those of the documents that are there."""
        if not keys:
            return {}
        with _lock, self._told_clearly():
            found = self._collection(mark).get(ids=list(keys), include=["embeddings"])
            matrix = np.asarray(found["embeddings"], dtype=np.float32)
            if len(matrix) and matrix.shape[1] != len(vector):
                raise BrokenIndex("its vectors are of another size")
        return dict(zip(found["ids"], (matrix @ vector).tolist(), strict=True)) if len(matrix) else {}

    def count(self, mark: str) -> int:
        with _lock, self._told_clearly():
            return int(self._collection(mark).count())

    def wrote(self, before: str, after: str) -> None:
        """What this process wrote itself, by which the mark went from one to the other, its client knows already.

        To open again after each episode left half a megabyte behind each time, and read the whole graph anew.
        """
        with _lock:
            held = _open_clients.get(self._folder)
            if held and held[0] == before:
                _open_clients[self._folder] = (after, held[1])

    def close(self) -> None:
        with _lock:
            self._known = None
            held = _open_clients.pop(self._folder, None)
            if held:
                held[1].close()

    def _collection(self, mark: str) -> "Collection":
        client = self._client(mark)
        # Looking it up anew takes Chroma as long as a small query.
        if self._known is None or self._known[0] is not client:
            self._known = client, client.get_collection(self._name, embedding_function=None)
        return self._known[1]

    def _client(self, mark: str) -> "ClientAPI":
        if self._server:
            self._remote = self._remote or self._reach(*self._server)
            return self._remote
        held = _open_clients.get(self._folder)
        if held and held[0] == mark:
            return held[1]
        self.close()
        client = self._chromadb.PersistentClient(path=str(self._folder), settings=self._settings())
        _open_clients[self._folder] = (mark, client)
        return client

    def _reach(self, host: str, port: int, ssl: bool) -> "ClientAPI":
        return self._chromadb.HttpClient(host=host, port=port, ssl=ssl, settings=self._settings())

    def _settings(self) -> "Settings":
        return self._chromadb.config.Settings(anonymized_telemetry=False)

    @contextmanager
    def _told_clearly(self) -> Iterator[None]:
        try:
            with told_clearly(self._folder, *self._kinds):
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
        "kind": document.kind,
        "key": document.key,
        "episode_id": document.episode_id,
        "show_id": document.show_id,
        "published": document.published_s,
    }
    if names := document.speaker_names:  # Chroma takes no empty list
        fields["speakers"] = list(names)
    return fields


def _where(scope: Scope, speakers: Sequence[str]) -> dict[str, object] | None:
    conditions: list[dict[str, object]] = []
    if scope.kind is not None:
        conditions.append({"kind": scope.kind})
    if scope.show_id is not None:
        conditions.append({"show_id": scope.show_id})
    if scope.seconds is not None:
        first, last = scope.seconds
        conditions += [{"published": {"$gte": first}}, {"published": {"$lte": last}}]
    if scope.speaker is not None:
        conditions.append(_any_of([{"speakers": {"$contains": name}} for name in speakers]))
    if scope.episode_ids is not None:
        conditions.append({"episode_id": {"$in": sorted(scope.episode_ids)}})
    for kind, ids in scope.ids.items():
        listed: dict[str, object] = {"key": {"$in": sorted(document_key(kind, each) for each in ids)}}
        conditions.append(_any_of([{"kind": {"$ne": kind}}, *([listed] if ids else [])]))
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    return {"$and": conditions}


def _any_of(conditions: list[dict[str, object]]) -> dict[str, object]:
    return conditions[0] if len(conditions) == 1 else {"$or": conditions}
