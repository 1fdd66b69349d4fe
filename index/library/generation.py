"""One generation of the index on disk: its words, its vectors, and how far in the store's log it has come.

Three small files lie there, too: MODEL, which made the vectors; COLLECTION, what they are called on a Chroma server
that several machines share; FOLLOWED, the place in the store's log up to which all is here.
"""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from index.embedding.shortening import shortening_of
from index.library.documents import Document, Match, Scope, passage_place
from index.library.failures import BrokenIndex
from index.library.vectors import Vectors
from index.library.words import WordIndex
from store.queries.embeddings import Vector
from store.queries.index.changes import Place

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How a generation begins: with the model of its vectors, which are called `collection` where several machines
    share them, and are `there` where another machine has made them.
    """

    model: str
    collection: str | None = None
    there: bool = False


class Generation:
    """The vectors and words of one generation, opened as of `mark`."""

    def __init__(self, folder: Path, mark: Mark, *, chroma_url: str | None, made: Made | None = None) -> None:
        """`made` makes the generation new; without it an existing one is opened, or BrokenIndex raised."""
        self.folder = folder / f"generation-{mark.generation}"
        self.mark = mark
        self._chroma_url = chroma_url
        self._fresh = made is not None  # it holds nothing that another put could stand in place of
        if made is None and not (self.folder / "MODEL").is_file():
            raise BrokenIndex("its folder is missing")
        if made is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            if made.collection:
                _write(self.folder / "COLLECTION", made.collection)
        self.words = WordIndex(self.folder / "words", create=made is not None)
        self.collection, self.vectors = self._vectors()
        if made is not None:
            if not made.there:
                self.vectors.create(shortening_of(made.model))
            _write(self.folder / "MODEL", made.model)
        self.model = _read(self.folder / "MODEL")

    def _vectors(self) -> tuple[str, Vectors]:
        """What they are called, and they. Where no name is kept, the generation's number is one."""
        name = _read(self.folder / "COLLECTION") or f"earmark-{self.mark.generation}"
        return name, Vectors(self.folder / "vectors", name, url=self._chroma_url)

    def look(self, mark: Mark) -> None:
        """Sees what was written since, here or by another process."""
        self.words.reload()
        self.mark = mark
        if (_read(self.folder / "COLLECTION") or self.collection) != self.collection:
            self.collection, self.vectors = self._vectors()
            self.model = _read(self.folder / "MODEL")

    def point_at(self, collection: str, model: str) -> None:
        """Where the vectors lie from now on; seen at the next look."""
        _write(self.folder / "MODEL", model)
        _write(self.folder / "COLLECTION", collection)

    def put(self, episodes: Mapping[int, Sequence[Document]], vectors: Mapping[str, Vector] | None) -> None:
        """Puts each episode's documents in place of what it had; `vectors` are by text, None where those lie on a
        server and another machine has put them there.
        """
        documents = [document for listed in episodes.values() for document in listed]
        if vectors is not None:
            self.vectors.put(documents, [vectors[document.text] for document in documents], str(self.mark))
            if not self._fresh:
                for episode_id, listed in episodes.items():
                    self.vectors.keep_only(episode_id, [document.key for document in listed], str(self.mark))
        if self._fresh:
            self.words.add(documents)
        else:
            self.words.write(documents, replaced=episodes)

    def finish(self) -> None:
        """Ends the filling of a new one: now its words last, too."""
        self.words.finish()
        self._fresh = False

    def followed(self) -> Place | None:
        """The place in the store's log up to which all is here; None where nobody has said."""
        return Place.parse(_read(self.folder / "FOLLOWED"))

    def follows(self, place: Place) -> None:
        _write(self.folder / "FOLLOWED", str(place))

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
        # Vectors on a server may be ahead of the words here; in a folder both are written together, so that only what
        # does not tell its episode is looked up.
        places = {} if self._chroma_url else {key: passage_place(key) for key in cosines}
        episodes = {key: place[0] for key, place in places.items() if place}
        episodes |= self.words.episodes_of([key for key in cosines if key not in episodes])
        return [
            Match(key=key, episode_id=episodes[key], score=cosine) for key, cosine in cosines.items() if key in episodes
        ]

    def counts(self) -> tuple[int, int]:
        """Documents in the (vectors, words)."""
        return self.vectors.count(str(self.mark)), self.words.count()


def numbers(folder: Path) -> list[int]:
    """Of every generation in the folder of an index, whole or not."""
    names = (path.name.removeprefix("generation-") for path in folder.glob("generation-*"))
    return [int(name) for name in names if name.isdecimal()]


def discard(folder: Path, number: int, chroma_url: str | None) -> None:
    """Removes a generation that counts no more.

    A collection that has a name of its own stays: machines that follow still ask it for a while. Older versions named
    them by the number alone, which on a server may be another installation's.
    """
    own = folder / f"generation-{number}"
    vectors = Vectors(own / "vectors", f"earmark-{number}", url=chroma_url)
    if (own / "COLLECTION").exists() or (chroma_url and not _is_whole(folder, number, chroma_url)):
        vectors.close()
    else:
        vectors.drop()
    shutil.rmtree(own, ignore_errors=True)  # a reader elsewhere may hold it; the next rebuild tries again


def _is_whole(folder: Path, number: int, chroma_url: str) -> bool:
    try:
        vectors, words = Generation(folder, Mark(number, 0), chroma_url=chroma_url).counts()
    except BrokenIndex:
        return False
    return vectors == words


def _read(file: Path) -> str:
    """ "" where there is none."""
    try:
        return file.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return ""


def _write(file: Path, text: str) -> None:
    """In one step: whoever reads meanwhile reads the old or the new."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)
