"""The search index on disk: vectors and words of one generation, and the file CURRENT that says which one counts.

CURRENT holds "generation.revision". A writer writes, then replaces CURRENT at once; a reader looks at it before each
query and opens again what changed. A rebuild fills the next generation and then switches. One process writes at a
time (the run's lock sees to that); a kill at any moment leaves the last CURRENT usable.
"""

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self, TypeVar

from index.library.documents import Document, Kind, Match, Scope
from index.library.failures import BrokenIndex
from index.library.queries import WordQuery
from index.library.spelling import Mended
from index.library.vectors import Vectors
from index.library.words import Evidence, WordIndex
from store.queries.embeddings import Vector

_T = TypeVar("_T")
_EVERYWHERE = Scope()
_FEW = 500  # documents whose vectors are compared one by one in some 18 ms


@dataclass(frozen=True, slots=True)
class Mark:
    """Which state of the index counts."""

    generation: int
    revision: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        generation, _, revision = text.strip().partition(".")
        return cls(int(generation), int(revision)) if generation.isdecimal() and revision.isdecimal() else None

    def __str__(self) -> str:
        return f"{self.generation}.{self.revision}"


class Generation:
    """The vectors and words of one generation, opened as of `mark`."""

    def __init__(self, folder: Path, mark: Mark, *, chroma_url: str | None, model: str | None = None) -> None:
        """`model` makes the generation new; without it an existing one is opened, or BrokenIndex raised."""
        self.folder = folder / f"generation-{mark.generation}"
        self.mark = mark
        self._fresh = model is not None  # it holds nothing that another put could stand in place of
        model_file = self.folder / "MODEL"
        if model is None and not model_file.is_file():
            raise BrokenIndex("its folder is missing")
        if model is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
        self.words = WordIndex(self.folder / "words", create=model is not None)
        self.vectors = Vectors(self.folder / "vectors", f"earmark-{mark.generation}", url=chroma_url)
        if model is not None:
            self.vectors.create()
            model_file.write_text(model, encoding="utf-8")
        self.model = model_file.read_text(encoding="utf-8")

    def put(self, episodes: Mapping[int, Sequence[Document]], vectors: Mapping[str, Vector]) -> None:
        """Puts each episode's documents in place of what it had; `vectors` are by text."""
        documents = [document for listed in episodes.values() for document in listed]
        self.vectors.put(documents, [vectors[document.text] for document in documents], str(self.mark))
        if not self._fresh:
            for episode_id, listed in episodes.items():
                self.vectors.keep_only(episode_id, [document.key for document in listed], str(self.mark))
        self.words.write(documents, replaced=() if self._fresh else episodes)

    def nearest(self, vector: Vector, n: int, scope: Scope) -> list[Match]:
        """The `n` nearest within `scope`, best first."""
        if scope == _EVERYWHERE:
            return self._matches(self.vectors.nearest(vector, n, scope, str(self.mark)))
        # A graph of neighbours is searched for long, and loses some, when few of its nodes may be named.
        few = self.words.few(scope, _FEW)
        if few is not None:
            cosines = self.vectors.cosines([match.key for match in few], vector, str(self.mark))
            near = [replace(match, score=cosines[match.key]) for match in few if match.key in cosines]
            return sorted(near, key=lambda match: (-match.score, match.key))[:n]
        speakers = self.words.speakers(scope.speaker) if scope.speaker is not None else []
        return self._matches(self.vectors.nearest(vector, n, scope, str(self.mark), speakers=speakers))

    def _matches(self, cosines: Mapping[str, float]) -> list[Match]:
        episodes = self.words.episodes_of(list(cosines))
        return [
            Match(key=key, episode_id=episodes[key], score=cosine) for key, cosine in cosines.items() if key in episodes
        ]

    def counts(self) -> tuple[int, int]:
        """Documents in the (vectors, words)."""
        return self.vectors.count(str(self.mark)), self.words.count()


class Library:
    """The index in `folder`; with `chroma_url` its vectors are on a Chroma server. Opening it costs nothing yet."""

    def __init__(self, folder: Path, *, chroma_url: str | None = None) -> None:
        self.folder = folder
        self.chroma_url = chroma_url
        self._opened: Generation | None = None
        self._lock = threading.RLock()

    def mark(self) -> Mark | None:
        """What CURRENT says; None when there is no index."""
        try:
            return Mark.parse((self.folder / "CURRENT").read_text(encoding="utf-8"))
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

    def nearest(self, vector: Vector, n: int, scope: Scope) -> list[Match]:
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
        """Key → cosine, of those of the documents that are there."""
        return self._ask(lambda held: held.vectors.cosines(keys, vector, str(held.mark)), {})

    def spelled(self, query: str) -> Mended | None:
        """`query` with its typing mistakes mended from what was said; None when there is nothing to mend."""
        return self._ask(lambda held: held.words.spelled(query), None)

    def replace(self, episodes: Mapping[int, Sequence[Document]], vectors: Mapping[str, Vector]) -> None:
        """Puts each episode's documents in place of what it had. BrokenIndex when there is no index to write to."""
        with self._lock:
            held = self._current()
            if held is None:
                raise BrokenIndex("it is missing")
            held.put(episodes, vectors)
            mark = Mark(held.mark.generation, held.mark.revision + 1)
            self._switch(mark)
            held.vectors.written(str(held.mark), str(mark))
            held.mark = mark

    def forget(self, episode_ids: Iterable[int]) -> None:
        """Removes all that is held of the episodes; an index that is missing holds nothing."""
        with self._lock:
            if self._current() is not None:
                self.replace({episode_id: [] for episode_id in episode_ids}, {})

    @contextmanager
    def rebuilding(self, model: str) -> Iterator[Generation]:
        """A new, empty generation to fill; it counts when the block ends well, and is thrown away otherwise."""
        before = self._folders()
        newest = max([number for number, _ in before], default=0)
        known = self.mark()
        mark = Mark(max(newest, known.generation if known else 0) + 1, 1)
        fresh = Generation(self.folder, mark, chroma_url=self.chroma_url, model=model)
        try:
            yield fresh
        except BaseException:
            self._discard(mark.generation, fresh.folder)
            raise
        with self._lock:
            self.close()
            self._switch(mark)
        for number, folder in before:
            self._discard(number, folder)

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
                self._opened.words.reload()
                self._opened.mark = mark
            return self._opened

    def _switch(self, mark: Mark) -> None:
        fresh = self.folder / "CURRENT.new"
        fresh.write_text(str(mark), encoding="utf-8")
        fresh.replace(self.folder / "CURRENT")

    def _folders(self) -> list[tuple[int, Path]]:
        """(number, folder) of every generation on disk, whole or not."""
        found = ((path.name.removeprefix("generation-"), path) for path in self.folder.glob("generation-*"))
        return [(int(number), path) for number, path in found if number.isdecimal()]

    def _discard(self, number: int, folder: Path) -> None:
        Vectors(folder / "vectors", f"earmark-{number}", url=self.chroma_url).drop()
        shutil.rmtree(folder, ignore_errors=True)  # a reader elsewhere may hold it; the next rebuild tries again
