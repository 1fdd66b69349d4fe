"""Measures search and answers on queries that were written blind, beside what plain methods find in the same index.

    python bench/blind.py --data DIR [--keep DIR]

DIR holds talks, one JSON each, in DIR or DIR/transcripts (`show, title, segments: [{start, speaker, text}]`; a talk's
id is its file's name without .json), and `queries.json`: `[{style, query, episode, answers}]`, where
    style      exact (4-8 words that somebody says), keyword (1-3 words), paraphrase (a claim in other words), question,
               near-miss (of the same field, and nobody says it)
    episode    the talk's id, null for a near miss
    answers    one or two sentences of one place, word for word; empty for a near miss
They are written by readers of whole talks who see nothing of this program, and whoever tunes it sees nothing of the set
that is reported. All talks are in one index and a query is asked as on the search page: limits and slips of the pen are
read, and results of one stretch are folded. No language model is asked.

A result is right when it shows an answering sentence, or begins at most 20 s before one in that talk and covers it. It
landed when it begins to play at most 15 s before the answer and not after it (of what is right and among ten). Search
refuses when it says that nothing answers. Of the questions an answer is right when it says an answering sentence; any
other is wrong; `beside` are the wrong ones that cite a place within a minute of it. Beside it stand BM25 (the words'
half of the index), cosine (the vectors' half) and both by reciprocal ranks (k = 60), each of whose results is a whole
passage. The last line is JSON.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.sets.blind import STYLES, BlindQuery, BlindTalk, Shown, read_blind  # noqa: E402 - through the path above
from config import open_packaged_embedder  # noqa: E402
from index.answers.answer import Answer, answer  # noqa: E402
from index.answers.evidence import is_answered  # noqa: E402
from index.embedding.embedder import Embedder  # noqa: E402
from index.library.documents import Scope  # noqa: E402
from index.library.library import Library  # noqa: E402
from index.library.queries import parse  # noqa: E402
from index.search.hits import Hit  # noqa: E402
from index.search.limits import Known, take_apart  # noqa: E402
from index.search.search import Search  # noqa: E402
from index.sync import index_episode  # noqa: E402
from store import Store, open_store  # noqa: E402
from store.queries import episodes, shows, transcripts  # noqa: E402
from store.records.episodes import FeedEpisode  # noqa: E402
from store.records.shows import Feed  # noqa: E402

TODAY, ZONE = date(2026, 12, 1), ZoneInfo("UTC")
READ = 20  # results that an answer is made of, as the page and the command line give them
DEPTH = 10
WARMING = 5
_RANKS = 60  # the usual constant of reciprocal ranks
_BESIDE = 60.0

Find = Callable[[str], Sequence[Shown]]


class Indexed:
    """A set's talks in one index, and the ways to find something in it."""

    def __init__(self, folder: Path, talks: Sequence[BlindTalk], embedder: Embedder) -> None:
        self.store, self.library, self.embedder = (
            open_store(f"sqlite:///{folder / 'earmark.db'}"),
            Library(folder),
            embedder,
        )
        self.search = Search(self.store, self.library, embedder)
        self.talk_of = {_index(self.store, self.library, embedder, talk): talk.id for talk in talks}
        with self.store.read() as connection:
            self.titles = {show.id: show.title for show in shows.all_shows(connection)}
        self.first_day = min(talk.published for talk in talks).date()

    def asked(self, query: str) -> tuple[str, list[Hit]]:
        """The words that are searched for, and what the page shows."""
        known = Known(shows=self.titles, speakers=self.search.speakers(), earliest=self.first_day)
        limited = take_apart(query, known, TODAY, ZONE)
        mended = self.search.spelled(limited.words)
        words = mended.text if mended and mended.sure else limited.words
        limits = {"since": limited.since, "until": limited.until, "speaker": limited.speaker}
        found = self.search.find(words, limit=READ, show_id=limited.show_id, kind=limited.kind, **limits)  # type: ignore[arg-type]
        return words, found

    def shown(self, hits: Sequence[Hit]) -> list[Shown]:
        return [Shown(talk=self.talk_of[h.episode_id], start=h.start, end=h.end, text=h.text) for h in hits]

    def by_words(self, query: str) -> list[str]:
        return [match.id for match in self.library.matching(parse(query), 200, Scope(kind="passage"))]

    def by_meaning(self, query: str) -> list[str]:
        vector = self.embedder.embed([query])[0]
        return [match.id for match in self.library.nearest(vector, 200, Scope(kind="passage"))]

    def by_ranks(self, query: str) -> list[str]:
        scores: dict[str, float] = {}
        for listed in (self.by_words(query), self.by_meaning(query)):
            for rank, key in enumerate(listed, start=1):
                scores[key] = scores.get(key, 0.0) + 1 / (_RANKS + rank)
        return sorted(scores, key=lambda key: -scores[key])

    def passages(self, ids: Sequence[str]) -> list[Shown]:
        with self.store.read() as connection:
            held = transcripts.chunks_by_id(connection, ids[:DEPTH])
        chunks = [held[key] for key in ids[:DEPTH] if key in held]
        return [
            Shown(talk=self.talk_of[each.episode_id], start=each.start, end=each.end, text=each.text) for each in chunks
        ]

    def close(self) -> None:
        self.library.close()
        self.store.close()


def _index(store: Store, library: Library, embedder: Embedder, talk: BlindTalk) -> int:
    url = f"https://feeds.example/{talk.show}"
    with store.write() as connection:
        known = shows.by_url(connection, url)
        show_id = known.id if known else shows.add(connection, url, Feed(title=talk.show), talk.published)
        there = {episode.feed.key: episode.id for episode in episodes.of_show(connection, show_id)}
        if talk.id in there:
            return there[talk.id]
        feed = FeedEpisode(key=talk.id, title=talk.title, published=talk.published, audio_url=None)
        episode_id = episodes.discover(connection, show_id, feed, talk.published, wanted=True)
        transcripts.keep(connection, episode_id, talk.transcript(), [])
    index_episode(store, library, embedder, episode_id, talk.published)
    return episode_id


def rank_of(query: BlindQuery, shown: Sequence[Shown]) -> int:
    """1 for the first; 0 when none of ten is right."""
    return next((at for at, each in enumerate(shown[:DEPTH], start=1) if query.is_found(each)), 0)


def figures(queries: Sequence[BlindQuery], found: Sequence[Sequence[Shown]]) -> dict[str, object]:
    """Recall, mean reciprocal rank and landing: of all, and of each style."""
    out: dict[str, object] = _figures(queries, found)
    for style in STYLES[:-1]:
        some = [at for at, query in enumerate(queries) if query.style == style]
        if some:
            out[style] = _figures([queries[at] for at in some], [found[at] for at in some])
    return out


def _figures(queries: Sequence[BlindQuery], found: Sequence[Sequence[Shown]]) -> dict[str, object]:
    ranks = [rank_of(query, shown) for query, shown in zip(queries, found, strict=True)]
    right = [(q, shown[rank - 1]) for q, shown, rank in zip(queries, found, ranks, strict=True) if rank]
    out: dict[str, object] = {"queries": len(queries)}
    out |= {f"r{most}": _share(0 < rank <= most for rank in ranks) for most in (1, 3, 5, 10)}
    out["mrr"] = round(float(np.mean([1 / rank if rank else 0.0 for rank in ranks])), 3)
    out["landed"] = _share(query.is_landed(each) for query, each in right)
    return out


def _share(of: Iterable[bool]) -> float:
    listed = list(of)
    return round(sum(listed) / len(listed), 3) if listed else 0.0


def answers(indexed: Indexed, queries: Sequence[BlindQuery], given: Sequence[Answer]) -> dict[str, object]:
    asked = [(q, each) for q, each in zip(queries, given, strict=True) if q.style == "question"]
    told = [(q, each) for q, each in asked if each.sentences]
    right = [q for q, each in told if q.is_said_in(" ".join(sentence.text for sentence in each.sentences))]
    wrong = [(q, each) for q, each in told if q not in right]
    beside = [q for q, each in wrong if any(_is_beside(q, shown) for shown in indexed.shown(each.sources))]
    out: dict[str, object] = {"asked": len(asked), "right": len(right), "wrong": len(wrong), "beside": len(beside)}
    return out | {"refused": len(asked) - len(told)}


def _is_beside(query: BlindQuery, shown: Shown) -> bool:
    return shown.talk == query.talk and any(abs(at - shown.start) <= _BESIDE for at in query.seconds)


def measure(data: Path, folder: Path, tell: Callable[[str], None]) -> dict[str, object]:
    talks, queries = read_blind(data)
    indexed = Indexed(folder, talks, open_packaged_embedder())
    for number in range(WARMING):
        indexed.asked(f"what is said of {number}")
    took, found, given, refused = [], [], [], []
    for query in queries:
        began = perf_counter()
        words, hits = indexed.asked(query.text)
        took.append(1000 * (perf_counter() - began))
        found.append(indexed.shown(hits))
        refused.append(not is_answered(words, hits))
        given.append(answer(words, hits, None))
        tell(_line(query, found[-1], given[-1], refused=refused[-1]))
    said = [at for at, query in enumerate(queries) if query.style != "near-miss"]
    missed = [at for at, query in enumerate(queries) if query.style == "near-miss"]
    p50, p95 = np.percentile(took, [50, 95])
    out: dict[str, object] = figures([queries[at] for at in said], [found[at] for at in said])
    out["near_misses"] = {
        "queries": len(missed),
        "refused_by_search": sum(refused[at] for at in missed),
        "refused_by_ask": sum(not given[at].sentences for at in missed),
    }
    out["refused_wrongly"] = {s: sum(refused[at] for at in said if queries[at].style == s) for s in STYLES[:-1]}
    out["ask"] = answers(indexed, queries, given)
    out |= {"passages": indexed.library.counts()[0], "p50_ms": round(float(p50), 1), "p95_ms": round(float(p95), 1)}
    ways = {"bm25": indexed.by_words, "cosine": indexed.by_meaning, "rrf": indexed.by_ranks}
    out["beside"] = {
        name: figures([queries[at] for at in said], [indexed.passages(way(queries[at].text)) for at in said])
        for name, way in ways.items()
    }
    indexed.close()
    return out


def _line(query: BlindQuery, shown: Sequence[Shown], given: Answer, *, refused: bool) -> str:
    rank = rank_of(query, shown)
    landed = bool(rank) and query.is_landed(shown[rank - 1])
    told = " ".join(sentence.text for sentence in given.sentences)
    said = "right" if query.is_said_in(told) else "else" if told else "nothing"
    return f"{query.style}\t{rank}\tlanded={landed}\trefused={refused}\tanswers={said}\t{query.text}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--keep", type=Path, help="keeps the index there for the next time")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        kept = chosen.keep or Path(temporary)
        kept.mkdir(parents=True, exist_ok=True)
        print(json.dumps(measure(chosen.data, kept, lambda line: print(line, file=sys.stderr))))
