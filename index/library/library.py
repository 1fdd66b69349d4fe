"""The search index on disk: vectors and words of one generation, and the file CURRENT that says which one counts.

CURRENT holds "generation.revision". A writer writes, then replaces CURRENT at once; a reader looks at it before each
query and opens again what changed. A rebuild fills the next generation and then switches. One process writes at a
time (a lock beside the folder sees to that); a kill at any moment leaves the last CURRENT usable.
"""

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import time_ns
from typing import TypeVar

from filelock import FileLock

from index.library.documents import Document, Kind, Match, Scope
from index.library.failures import BrokenIndex
from index.library.generation import Generation, Made, Mark, discard, numbers
from index.library.queries import WordQuery
from index.library.spelling import Mended
from index.library.vectors import Vectors
from index.library.words import Evidence
from store.lock import holding
from store.queries.embeddings import Vector
from store.queries.index.changes import Place

__all__ = ["Generation", "Library", "Mark"]

_T = TypeVar("_T")
_COARSE_NS = 2_000_000_000  # FAT tells when a file was changed to two seconds; no system is coarser
# By judgement, not measured: how long a run waits for a process that brings the words of this folder up to date, which
# takes minutes where it makes them all.
_PATIENCE_SECONDS = 3600.0


class Library:
    """The index in `folder`; with `chroma_url` its vectors are on a Chroma server. Opening it costs nothing yet.

    `patience_seconds`: how long a write waits for another process's.
    """

    def __init__(
        self, folder: Path, *, chroma_url: str | None = None, patience_seconds: float = _PATIENCE_SECONDS
    ) -> None:
        self.folder = folder
        self.chroma_url = chroma_url
        self._opened: Generation | None = None
        self._seen: tuple[tuple[int, int], Mark | None] | None = None
        self._lock = threading.RLock()
        self._turn = FileLock(folder.with_suffix(".lock"))
        self._patience = patience_seconds

    def mark(self) -> Mark | None:
        """What CURRENT says; None when there is no index.

        A search asks six times: the file is read again where it is another, or so young that a second change may have
        left its time as it was.
        """
        file = self.folder / "CURRENT"
        try:
            told = file.stat()
            state, seen = (told.st_ino, told.st_mtime_ns), self._seen
            if seen is None or seen[0] != state or time_ns() - told.st_mtime_ns < _COARSE_NS:
                self._seen = seen = state, Mark.parse(file.read_text(encoding="utf-8"))
            return seen[1]
        except (FileNotFoundError, NotADirectoryError):
            return None

    def model(self) -> str | None:
        """The embedding model of the vectors; None when there is no index."""
        return self._ask(lambda held: held.model, None)

    def counts(self) -> tuple[int, int]:
        """Documents in the (vectors, words); raises BrokenIndex when they cannot be opened."""
        return self._ask(Generation.counts, (0, 0))

    def needs_rebuild(self, model: str) -> bool:
        """Whether the index is missing, damaged, or made with another embedding model than `model`."""
        try:
            held = self._current()
            if held is None:
                return True
            vectors, words = held.counts()
        except BrokenIndex:
            self.close()
            return True
        return held.model != model or vectors != words

    def followed(self) -> Place | None:
        """The place in the store's log up to which all is here; None when there is no index, or nobody has said."""
        return self._ask(Generation.followed, None)

    def collection(self) -> str | None:
        """What its vectors are called on a server; None when there is no index."""
        return self._ask(lambda held: held.collection, None)

    def word_count(self) -> int | None:
        """Documents in the words; None when there are none that can be read."""
        try:
            return self._ask(lambda held: held.words.count(), None)
        except BrokenIndex:
            self.close()
            return None

    def is_shortened(self) -> bool:
        """Whether it holds shorter vectors; the whole ones are the store's to keep."""
        return self._ask(lambda held: held.vectors.is_shortened(str(held.mark)), False)

    def nearest(self, vector: Vector, n: int, scope: Scope) -> list[Match]:
        """The `n` nearest within `scope`, best first, as the vectors tell it that the index holds."""
        return self._ask(lambda held: held.nearest(vector, n, scope), [])

    def nearest_each(self, vectors: Sequence[Vector], n: int, kind: Kind) -> list[list[str]]:
        """For each of the vectors the ids of the `n` nearest documents of that kind, best first."""
        nothing: list[list[str]] = [[] for _ in vectors]
        return self._ask(lambda held: held.vectors.nearest_each(vectors, n, kind, str(held.mark)), nothing)

    def matching(self, query: WordQuery, n: int, scope: Scope) -> list[Match]:
        return self._ask(lambda held: held.words.matching(query, n, scope), [])

    def speakers(self) -> list[str]:
        """The folded name of everyone who speaks."""
        return self._ask(lambda held: held.words.speakers(""), [])

    def evidence(self, query: WordQuery, keys: Sequence[str], known: Sequence[Match] = ()) -> Evidence:
        """What the words of the query say for each of the documents `keys`; `known` are what matching() gave."""
        return self._ask(lambda held: held.words.evidence(query, keys, known), Evidence())

    def cosines(self, vector: Vector, keys: Sequence[str]) -> dict[str, float]:
        """Key → cosine, of those of the documents that are there; of shortened vectors near the truth."""
        return self._ask(lambda held: held.vectors.cosines(keys, vector, str(held.mark)), {})

    def spelled(self, query: str) -> Mended | None:
        """`query` with its typing mistakes mended from what was said; None when there is nothing to mend."""
        return self._ask(lambda held: held.words.spelled(query), None)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keeps other processes from writing to this folder. Raises Busy where one does so for too long."""
        with holding(self._turn, self._patience):
            yield

    def replace(self, episodes: Mapping[int, Sequence[Document]], vectors: Mapping[str, Vector] | None) -> None:
        """Puts each episode's documents in place of what it had. BrokenIndex when there is no index to write to.

        `vectors` are None where they lie on a server and another machine has put them there.
        """
        with self.writing(), self._lock:
            held = self._current()
            if held is None:
                raise BrokenIndex("it is missing")
            held.put(episodes, vectors)
            self._count_as(held, Mark(held.mark.generation, held.mark.revision + 1))

    def _count_as(self, held: Generation, mark: Mark) -> None:
        self._switch(mark)
        held.vectors.written(str(held.mark), str(mark))
        held.mark = mark

    def forget(self, episode_ids: Iterable[int]) -> None:
        """Removes all that is held of the episodes; an index that is missing holds nothing."""
        with self.writing(), self._lock:
            if self._current() is not None:
                self.replace({episode_id: [] for episode_id in episode_ids}, {})

    def follows(self, place: Place) -> None:
        """All up to that place in the store's log is here; an index that is missing follows nothing."""
        with self.writing(), self._lock:
            held = self._current()
            if held is not None:
                held.follows(place)

    def point_at(self, collection: str, model: str) -> None:
        """Takes the vectors from where another machine has put them."""
        with self.writing(), self._lock:
            held = self._current()
            if held is not None:
                held.point_at(collection, model)
                self._switch(Mark(held.mark.generation, held.mark.revision + 1))

    @contextmanager
    def rebuilding(
        self, model: str, *, collection: str | None = None, only_words: bool = False
    ) -> Iterator[Generation]:
        """A new, empty generation to fill; it counts when the block ends well, and is thrown away otherwise.

        `collection`: what its vectors are called on a server that several installations may share. `only_words`: they
        are there, and stay as they are.
        """
        with self.writing():
            before, known = numbers(self.folder), self.mark()
            mark = Mark(max([*before, known.generation if known else 0]) + 1, 1)
            made = Made(model=model, collection=collection, there=only_words)
            fresh = Generation(self.folder, mark, chroma_url=self.chroma_url, made=made)
            try:
                yield fresh
                fresh.finish()
            except BaseException:
                fresh.words.abandon()
                if not only_words:
                    fresh.vectors.drop()
                shutil.rmtree(fresh.folder, ignore_errors=True)
                raise
            with self._lock:
                self.close()
                self._switch(mark)
            for number in before:
                discard(self.folder, number, self.chroma_url)

    def drop_others(self, prefix: str, collection: str) -> None:
        """Forgets what a server holds of this installation, whose names have that beginning, beside the collection."""
        Vectors(self.folder / "vectors", collection, url=self.chroma_url).drop_others(prefix)

    def close(self) -> None:
        with self._lock:
            if self._opened:
                self._opened.vectors.close()
            self._opened = None

    def _ask(self, question: Callable[[Generation], _T], nothing: _T) -> _T:
        """Asks the current generation, once more when it was replaced meanwhile; `nothing` when there is no index."""
        held = self._current()
        if held is None:
            return nothing
        try:
            return question(held)
        except BrokenIndex:
            self.close()
            now = self.mark()
            if now == held.mark:
                raise
        return nothing if now is None else self._ask(question, nothing)

    def _current(self) -> Generation | None:
        with self._lock:
            mark = self.mark()
            if mark is None:
                self.close()
            elif self._opened is None or self._opened.mark.generation != mark.generation:
                self.close()
                self._opened = Generation(self.folder, mark, chroma_url=self.chroma_url)
            elif self._opened.mark != mark:
                self._opened.look(mark)
            return self._opened

    def _switch(self, mark: Mark) -> None:
        fresh = self.folder / "CURRENT.new"
        fresh.write_text(str(mark), encoding="utf-8")
        fresh.replace(self.folder / "CURRENT")
