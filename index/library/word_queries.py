"""How a query is put to the word index: which documents it asks for, and what it counts for each."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING

from index.library.documents import Kind, Match, Scope, document_key
from index.library.forms import Way, parted, ways
from index.library.queries import WordQuery
from language.words import beginning_of, rarity, spaced

if TYPE_CHECKING:
    from tantivy import Query, Schema, Searcher, TextAnalyzer

# A name's words in a row, beside 1 for each of its stems. By judgement, not measured; the ranking's weights were
# learned with it in place.
_NAME_WEIGHT = 1.5
_BETWEEN = 2  # words
# Of a word by its beginning, beside some 2 to 10 of a rare stem; and how many longer words, and from how many letters
# on. By judgement, not measured.
_BEGINNING_WEIGHT, _MOST_LONGER, _SHORTEST_BEGINNING = 2.0, 50, 4
# Documents and queries that are kept; a document's key takes some 200 bytes.
_KEPT_DOCUMENTS, _KEPT_QUERIES = 20_000, 64
_WORDS_A_QUESTION = 20  # a score is a float32, which holds whole numbers up to 2 ** 24
_SHORTEST_RUN = 3  # words of a query that are looked for as they stand; two in a row are a pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The fields of the index, and how a text is taken apart for those that are stemmed and those that are not."""

    schema: "Schema"
    stemmed: "TextAnalyzer"
    exact: "TextAnalyzer"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A stem of the query, with what counts as well: `other` ways to write it, `longer` words of other languages."""

    stem: str
    other: tuple[Way, ...] = ()
    longer: tuple[str, ...] = ()


class WordQueries:
    """Queries to one state of the index. `speakers` gives the folded names that a speaker's name may mean.

    A search asks five times for much the same documents, with the same words; both are kept for the next asking.
    """

    def __init__(
        self, tantivy: ModuleType, searcher: "Searcher", fields: Fields, speakers: Callable[[str], list[str]]
    ) -> None:
        self.searcher = searcher
        self._query, self._occur, self._types = tantivy.Query, tantivy.Occur, tantivy.FieldType
        self._fields, self._speakers = fields, speakers
        self._read: dict[tuple[int, int], tuple[str, int]] = {}
        self._words = lru_cache(maxsize=_KEPT_QUERIES)(self._taken_apart)

    def found(self, query: "Query", n: int) -> list[Match]:
        """The `n` best, best first."""
        return [Match(key=key, episode_id=episode_id, score=score) for score, (key, episode_id) in self._best(query, n)]

    def scores_among(self, query: "Query", keys: Sequence[str]) -> dict[str, float]:
        """Key → score, of those of the documents that it finds. Most of the time goes to finding them by their keys."""
        return {key: score for score, (key, _) in self._best(self._among(query, keys), len(keys))}

    def scores(self, query: "Query | None", n: int) -> dict[str, float]:
        """Key → score of the `n` best."""
        return {} if query is None else {key: score for score, (key, _) in self._best(query, n)}

    def _among(self, query: "Query", keys: Sequence[str]) -> "Query":
        must, listed = self._occur.Must, self._query.const_score_query(self.one_of("key", keys), 0.0)
        return self._query.boolean_query([(must, query), (must, listed)])

    def _best(self, query: "Query", n: int) -> "Iterator[tuple[float, tuple[str, int]]]":
        """(score, (key, episode)), best first."""
        if len(self._read) > _KEPT_DOCUMENTS:
            self._read = {}
        read = self._read
        for score, address in self.searcher.search(query, limit=n, count=False).hits:
            place = address.segment_ord, address.doc  # an address itself has no hash
            known = read.get(place)
            if known is None:
                document = self.searcher.doc(address)
                known = read[place] = str(document.get_first("key")), int(str(document.get_first("episode_id")))
            yield float(score), known

    def asked(self, query: WordQuery) -> "Query":
        """What holds any of its words, names and beginnings, and all its phrases."""
        should, must, boost = self._occur.Should, self._occur.Must, self._query.boost_query
        words = self._words(query)
        clauses = [(should, self._any_way(word)) for word in words]
        clauses += [(should, boost(self._run(name), _NAME_WEIGHT)) for name in query.names]
        longer = [self.one_of("foreign", word.longer) for word in words if word.longer]
        clauses += [(should, boost(each, _BEGINNING_WEIGHT)) for each in longer]
        clauses += [(must, self._run(phrase)) for phrase in query.phrases]
        return self._query.boolean_query(clauses)

    def held(self, query: WordQuery, keys: Sequence[str]) -> dict[str, list[int]]:
        """Key → the places of the words of the query that it holds, of those that hold any. One question tells it of
        many words: each scores another power of two.
        """
        words = self._words(query)
        found: dict[str, list[int]] = {}
        for first in range(0, len(words), _WORDS_A_QUESTION):
            some = words[first : first + _WORDS_A_QUESTION]
            each = [self._query.const_score_query(self._held(word), float(1 << at)) for at, word in enumerate(some)]
            asked = self._query.boolean_query([(self._occur.Should, one) for one in each])
            for key, score in self.scores_among(asked, keys).items():
                held = int(score)
                found.setdefault(key, []).extend(first + at for at in range(len(some)) if held >> at & 1)
        return found

    def shares(self, query: WordQuery, held: Mapping[str, Sequence[int]]) -> dict[str, float]:
        """Key → the share of its words that a document holds, weighed by rarity; `held` as held() tells it."""
        all_ = self.searcher.num_docs
        weights = [rarity(self.searcher.doc_freq("text", word.stem), all_) for word in self._words(query)]
        whole = sum(weights)
        return {key: sum(weights[at] for at in places) / whole for key, places in held.items()}

    def pairs(self, query: WordQuery, held: Mapping[str, Sequence[int]]) -> "Query | None":
        """Each two neighbours of the query close together, in the documents alone that hold both; the words left out
        between them may stand there.
        """
        holding: dict[int, list[str]] = {}
        for key, places in held.items():
            for at in {*places} & {place - 1 for place in places}:
                holding.setdefault(at, []).append(key)
        stems = [word.stem for word in self._words(query)]
        runs = [
            (self._occur.Should, self._among(self._stemmed_run(stems[at : at + 2], slop=_BETWEEN), keys))
            for at, keys in holding.items()
        ]
        return self._query.boolean_query(runs) if runs else None

    def whole(self, query: WordQuery, keys: Sequence[str], held: Mapping[str, Sequence[int]]) -> frozenset[str]:
        """The documents that say the query word for word; none where it is too short to tell anything so.

        Only those are asked that hold each of its words: of a sentence's small words every document has some.
        """
        if len(query.run) < _SHORTEST_RUN:
            return frozenset()
        run = set(self._stems_of([word for word in query.words if word in query.run]))
        needed = {at for at, word in enumerate(self._words(query)) if word.stem in run}
        holding = [key for key in keys if needed <= set(held.get(key, ()))]
        return frozenset(self.scores_among(self._run(query.run), holding)) if holding else frozenset()

    def within(self, query: "Query", scope: Scope) -> "Query":
        must = self._occur.Must
        limits = [(must, self._query.const_score_query(limit, 0.0)) for limit in self._limits(scope)]
        return self._query.boolean_query([(must, query), *limits]) if limits else query

    def term(self, field: str, value: str | int) -> "Query":
        return self._query.term_query(self._fields.schema, field, value)

    def one_of(self, field: str, values: Iterable[str | int]) -> "Query":
        return self._query.term_set_query(self._fields.schema, field, list(values))

    def finds(self, word: str) -> bool:
        """Whether a form of the word is said."""
        stems = self._fields.stemmed.analyze(spaced(word))
        return any(self.searcher.doc_freq("text", stem) for stem in stems) or bool(self._longer(word))

    def holds(self, word: str) -> bool:
        """Whether it is said as it is written but for case and accents, or in two words, or begins a word that is not
        English.
        """
        forms = self._fields.exact.analyze(spaced(word))
        if any(self.searcher.doc_freq("exact", form) for form in forms) or self._longer(word):
            return True
        runs = [self._stemmed_run(self._stems_of(way)) for way in parted(word, self._is_said)]
        return any(self.searcher.search(run, limit=1, count=False).hits for run in runs)

    def like(self, word: str) -> list[tuple[str, int]]:
        """The words that begin as it does, with how many documents hold them."""
        return [(term, count) for term, count in self.searcher.terms_with_prefix("exact", word[:1])]

    def _taken_apart(self, query: WordQuery) -> list[_Word]:
        found: dict[str, _Word] = {}
        for word, other in zip(query.words, ways(query.words, self._is_said), strict=True):
            longer = tuple(self._longer(word))
            for stem in self._stems_of([word]):
                found.setdefault(stem, _Word(stem=stem, other=other, longer=longer))
        return list(found.values())

    def _stems_of(self, words: Sequence[str]) -> list[str]:
        return [stem for word in words for stem in self._fields.stemmed.analyze(spaced(word))]

    def _is_said(self, word: str) -> bool:
        return any(self.searcher.doc_freq("text", stem) for stem in self._stems_of([word]))

    def _any_way(self, word: _Word) -> "Query":
        """Scored by the way that a document says best."""
        each = list(self._each_way(word))
        return each[0] if len(each) == 1 else self._query.disjunction_max_query(each)

    def _held(self, word: _Word) -> "Query":
        each = [*self._each_way(word), *([self.one_of("foreign", word.longer)] if word.longer else [])]
        return each[0] if len(each) == 1 else self._query.boolean_query([(self._occur.Should, one) for one in each])

    def _each_way(self, word: _Word) -> "Iterator[Query]":
        yield self.term("text", word.stem)
        for way in word.other:
            stems = self._stems_of(way)
            yield self._stemmed_run(stems) if len(stems) > 1 else self.term("text", stems[0])

    def _longer(self, word: str) -> list[str]:
        """The most frequent foreign words that begin as `word` does without its ending."""
        beginning = next(iter(self._fields.exact.analyze(beginning_of(word))), "")
        if len(beginning) < _SHORTEST_BEGINNING:
            return []
        found = sorted(self.searcher.terms_with_prefix("foreign", beginning), key=lambda term: -term[1])
        return [term for term, _ in found[:_MOST_LONGER]]

    def _stemmed_run(self, stems: Sequence[str], slop: int = 0) -> "Query":
        return self._query.phrase_query(self._fields.schema, "text", list(stems), slop=slop)

    def _run(self, words: Sequence[str]) -> "Query":
        folded = self._fields.exact.analyze(" ".join(words)) or list(words)
        if len(folded) == 1:
            return self.term("exact", folded[0])
        return self._query.phrase_query(self._fields.schema, "exact", list(folded))

    def _limits(self, scope: Scope) -> "list[Query]":
        limits: list[Query] = []
        if scope.kind is not None:
            limits.append(self.term("kind", scope.kind))
        if scope.show_id is not None:
            limits.append(self.term("show_id", scope.show_id))
        if scope.seconds is not None:
            schema, integer = self._fields.schema, self._types.Integer
            limits.append(self._query.range_query(schema, "published", integer, *scope.seconds))
        if scope.speaker is not None:
            limits.append(self.one_of("speakers", self._speakers(scope.speaker)))
        if scope.episode_ids is not None:
            limits.append(self.one_of("episode_id", scope.episode_ids))
        limits += [self._listed(kind, ids) for kind, ids in scope.ids.items()]
        return limits

    def _listed(self, kind: Kind, ids: Iterable[str]) -> "Query":
        """Those of `kind` that are listed, and all of the other kind."""
        should = self._occur.Should
        others = self.term("kind", "passage" if kind == "insight" else "insight")
        listed = self.one_of("key", [document_key(kind, each) for each in ids])
        return self._query.boolean_query([(should, others), (should, listed)])
