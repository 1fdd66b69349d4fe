"""Full text, kept by Tantivy. The only file that imports tantivy.

Two fields hold each text: "text" stemmed for English, "exact" as it is written but for case and accents, so that "H20",
"GPT-4o" and quoted phrases match to the letter. In scripts without spaces each letter is a word. A third, "foreign",
holds what is not in English: words there are found by their beginnings, as "Wärmepumpe" finds "Wärmepumpenpflicht".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from index.library.documents import Document, Kind, Match, Scope, document_key, folded_name, named_so
from index.library.failures import BrokenIndex, told_clearly
from index.library.queries import WordQuery
from index.library.spelling import Mended, mend
from language.words import beginning_of, rarity, spaced
from store.errors import Busy

if TYPE_CHECKING:
    from tantivy import Document as TantivyDocument
    from tantivy import IndexWriter, Query, Schema, Searcher, TextAnalyzer

_HEAP_BYTES = 50_000_000  # by judgement, not measured; Tantivy 0.27.0 takes no less than 15 MB a thread
# A name's words in a row, beside 1 for each of its stems. By judgement, not measured; the ranking's weights were
# learned with it in place.
_NAME_WEIGHT = 1.5
_BETWEEN = 2  # words
# Of a word by its beginning, beside some 2 to 10 of a rare stem; and how many longer words, and from how many letters
# on. By judgement, not measured.
_BEGINNING_WEIGHT, _MOST_LONGER, _SHORTEST_BEGINNING = 2.0, 50, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Key → BM25 score of the query, of its pairs of words, and share of its words; what has none is missing."""

    words: Mapping[str, float] = field(default_factory=dict)
    pairs: Mapping[str, float] = field(default_factory=dict)
    coverage: Mapping[str, float] = field(default_factory=dict)


class WordIndex:
    """One generation's index in `folder`. Readers see what was committed before `reload`."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        # Kept out of module level like all libraries of the index, so that reading the five loads none of them.
        import tantivy

        self._tantivy = tantivy
        self._kinds = (ValueError, OSError, RuntimeError)
        self._folder = folder
        self._stemmer = _analyzer(tantivy, stemmed=True)
        self._exact = _analyzer(tantivy, stemmed=False)
        with told_clearly(self._folder, *self._kinds):
            if create:
                folder.mkdir(parents=True, exist_ok=True)
            elif not tantivy.Index.exists(str(folder)):
                raise BrokenIndex("its words are missing")
            self._index = tantivy.Index(_schema(tantivy), path=str(folder))
            self._index.register_tokenizer("earmark_stem", self._stemmer)
            self._index.register_tokenizer("earmark_exact", self._exact)
            self._index.config_reader(reload_policy="manual")
            self._index.reload()
        self._schema = self._index.schema

    def write(self, documents: Iterable[Document], *, replaced: Iterable[int] = ()) -> None:
        """Puts the documents in place of all that the `replaced` episodes had, in one commit."""
        with told_clearly(self._folder, *self._kinds):
            writer = self._writer()
            try:
                for episode_id in replaced:
                    writer.delete_documents_by_query(self._term("episode_id", episode_id))
                for document in documents:
                    writer.add_document(self._document(document))
                writer.commit()
            finally:
                writer.wait_merging_threads()
            self._index.reload()

    def matching(self, query: WordQuery, n: int, scope: Scope) -> list[Match]:
        """The `n` best by BM25 within `scope`, best first."""
        if not query:
            return []
        with told_clearly(self._folder, *self._kinds):
            searcher = self._index.searcher()
            return self._found(searcher, self._within(self._asked(searcher, query), scope), n)

    def evidence(self, query: WordQuery, keys: Sequence[str]) -> Evidence:
        """What speaks for each of the documents `keys`."""
        if not keys:
            return Evidence()
        with told_clearly(self._folder, *self._kinds):
            searcher = self._index.searcher()
            among = self._one_of("key", keys)

            def scores(of: "Query") -> dict[str, float]:
                must = self._tantivy.Occur.Must
                clauses = [(must, of), (must, self._tantivy.Query.const_score_query(among, 0.0))]
                found = self._found(searcher, self._tantivy.Query.boolean_query(clauses), len(keys))
                return {match.key: match.score for match in found}

            stems = self._stems(query)
            return Evidence(
                words=scores(self._asked(searcher, query)) if query else {},
                pairs=scores(self._pairs(stems)) if len(stems) > 1 else {},
                coverage=scores(self._share(searcher, stems)) if stems else {},
            )

    def episodes_of(self, keys: Sequence[str]) -> dict[str, int]:
        """Key → episode, of those of the documents that are there."""
        if not keys:
            return {}
        with told_clearly(self._folder, *self._kinds):
            found = self._found(self._index.searcher(), self._one_of("key", keys), len(keys))
        return {match.key: match.episode_id for match in found}

    def _found(self, searcher: "Searcher", query: "Query", n: int) -> list[Match]:
        out = []
        for score, address in searcher.search(query, limit=n, count=False).hits:
            document = searcher.doc(address)
            key, episode_id = document.get_first("key"), document.get_first("episode_id")
            out.append(Match(key=str(key), episode_id=int(str(episode_id)), score=float(score)))
        return out

    def _stems(self, query: WordQuery) -> list[str]:
        return list(dict.fromkeys(stem for word in query.words for stem in self._stemmer.analyze(spaced(word))))

    def _pairs(self, stems: Sequence[str]) -> "Query":
        """Each two neighbours of the query close together; the words left out between them may stand there."""
        phrase, should = self._tantivy.Query.phrase_query, self._tantivy.Occur.Should
        runs = [phrase(self._schema, "text", list(pair), slop=_BETWEEN) for pair in pairwise(stems)]
        return self._tantivy.Query.boolean_query([(should, run) for run in runs])

    def _share(self, searcher: "Searcher", stems: Sequence[str]) -> "Query":
        """Scores by the share of `stems` that a document holds, weighed by rarity."""
        query, should, all_ = self._tantivy.Query, self._tantivy.Occur.Should, searcher.num_docs
        held = [searcher.doc_freq("text", stem) for stem in stems]
        weights = [rarity(n, all_) for n in held]
        terms = [query.const_score_query(self._term("text", stem), 1.0) for stem in stems]
        shares = [query.boost_query(term, each / sum(weights)) for term, each in zip(terms, weights, strict=True)]
        return query.boolean_query([(should, share) for share in shares])

    def few(self, scope: Scope, most: int) -> list[Match] | None:
        """All that `scope` lets pass; None when they are more than `most`."""
        with told_clearly(self._folder, *self._kinds):
            searcher = self._index.searcher()
            wanted = self._within(self._tantivy.Query.all_query(), scope)
            if (searcher.search(wanted, limit=1, count=True).count or 0) > most:
                return None
            return self._found(searcher, wanted, max(1, most))

    def speakers(self, asked: str) -> list[str]:
        """The folded names of all speakers that `asked` may mean."""
        with told_clearly(self._folder, *self._kinds):
            names = self._index.searcher().terms_with_prefix("speakers", "")
        wanted = folded_name(asked)
        return [name for name, _ in names if named_so(name, wanted)]

    def spelled(self, query: str) -> Mended | None:
        """`query` with its typing mistakes mended from the words of the index; None when there are none."""
        with told_clearly(self._folder, *self._kinds):
            return mend(query, _Spoken(self, self._index.searcher()))

    def is_found(self, searcher: "Searcher", word: str) -> bool:
        """Whether a form of the word is said."""
        stems = self._stemmer.analyze(spaced(word))
        return any(searcher.doc_freq("text", stem) for stem in stems) or bool(self._longer(searcher, word))

    def is_said(self, searcher: "Searcher", word: str) -> bool:
        """Whether it is said as it is written but for case and accents, or begins a word that is not English."""
        forms = self._exact.analyze(spaced(word))
        return any(searcher.doc_freq("exact", form) for form in forms) or bool(self._longer(searcher, word))

    def reload(self) -> None:
        with told_clearly(self._folder, *self._kinds):
            self._index.reload()

    def count(self) -> int:
        with told_clearly(self._folder, *self._kinds):
            return int(self._index.searcher().num_docs)

    def _writer(self) -> "IndexWriter":
        try:
            return self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        except ValueError as error:
            if "lock" in str(error).lower():
                raise Busy("another run is writing the search index") from error
            raise

    def _document(self, document: Document) -> "TantivyDocument":
        text = spaced(document.text)
        return self._tantivy.Document.from_dict(
            {
                "key": document.key,
                "kind": document.kind,
                "episode_id": document.episode_id,
                "show_id": document.show_id,
                "published": document.published_s,
                "text": text,
                "exact": text,
                "foreign": text if document.foreign else "",
                "speakers": document.speaker_names,
            },
            self._schema,
        )

    def _asked(self, searcher: "Searcher", query: WordQuery) -> "Query":
        should, must = self._tantivy.Occur.Should, self._tantivy.Occur.Must
        boost = self._tantivy.Query.boost_query
        clauses = [(should, self._term("text", stem)) for stem in self._stems(query)]
        clauses += [(should, boost(self._run(name), _NAME_WEIGHT)) for name in query.names]
        longer = [self._longer(searcher, word) for word in query.words]
        clauses += [(should, boost(self._one_of("foreign", found), _BEGINNING_WEIGHT)) for found in longer if found]
        clauses += [(must, self._run(phrase)) for phrase in query.phrases]
        return self._tantivy.Query.boolean_query(clauses)

    def _longer(self, searcher: "Searcher", word: str) -> list[str]:
        """The most frequent foreign words that begin as `word` does without its ending."""
        beginning = next(iter(self._exact.analyze(beginning_of(word))), "")
        if len(beginning) < _SHORTEST_BEGINNING:
            return []
        found = sorted(searcher.terms_with_prefix("foreign", beginning), key=lambda term: -term[1])
        return [term for term, _ in found[:_MOST_LONGER]]

    def _run(self, words: Sequence[str]) -> "Query":
        folded = self._exact.analyze(" ".join(words)) or list(words)
        if len(folded) == 1:
            return self._term("exact", folded[0])
        return self._tantivy.Query.phrase_query(self._schema, "exact", list(folded))

    def _term(self, field: str, value: str | int) -> "Query":
        return self._tantivy.Query.term_query(self._schema, field, value)

    def _within(self, query: "Query", scope: Scope) -> "Query":
        must = self._tantivy.Occur.Must
        limits = [(must, self._tantivy.Query.const_score_query(limit, 0.0)) for limit in self._limits(scope)]
        return self._tantivy.Query.boolean_query([(must, query), *limits]) if limits else query

    def _limits(self, scope: Scope) -> "list[Query]":
        limits: list[Query] = []
        if scope.kind is not None:
            limits.append(self._term("kind", scope.kind))
        if scope.show_id is not None:
            limits.append(self._term("show_id", scope.show_id))
        if scope.seconds is not None:
            integer = self._tantivy.FieldType.Integer
            limits.append(self._tantivy.Query.range_query(self._schema, "published", integer, *scope.seconds))
        if scope.speaker is not None:
            limits.append(self._one_of("speakers", self.speakers(scope.speaker)))
        if scope.episode_ids is not None:
            limits.append(self._one_of("episode_id", scope.episode_ids))
        limits += [self._listed(kind, ids) for kind, ids in scope.ids.items()]
        return limits

    def _listed(self, kind: Kind, ids: Iterable[str]) -> "Query":
        """Those of `kind` that are listed, and all of the other kind."""
        should = self._tantivy.Occur.Should
        others = self._term("kind", "passage" if kind == "insight" else "insight")
        listed = self._one_of("key", [document_key(kind, each) for each in ids])
        return self._tantivy.Query.boolean_query([(should, others), (should, listed)])

    def _one_of(self, field: str, values: Iterable[str | int]) -> "Query":
        return self._tantivy.Query.term_set_query(self._schema, field, list(values))


@dataclass(frozen=True, slots=True)
class _Spoken:
    """The words of an index as spelling asks for them."""

    index: WordIndex
    searcher: "Searcher"

    def holds(self, word: str) -> bool:
        return self.index.is_said(self.searcher, word)

    def finds(self, word: str) -> bool:
        return self.index.is_found(self.searcher, word)

    def like(self, word: str) -> list[tuple[str, int]]:
        return [(term, count) for term, count in self.searcher.terms_with_prefix("exact", word[:1])]


def _schema(tantivy: ModuleType) -> "Schema":
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("episode_id", stored=True, indexed=True)
    builder.add_integer_field("show_id", indexed=True)
    builder.add_integer_field("published", indexed=True, fast=True)
    builder.add_text_field("text", tokenizer_name="earmark_stem", index_option="position")
    builder.add_text_field("exact", tokenizer_name="earmark_exact", index_option="position")
    builder.add_text_field("foreign", tokenizer_name="earmark_exact", index_option="basic")
    builder.add_text_field("speakers", tokenizer_name="raw", index_option="basic")
    return builder.build()


def _analyzer(tantivy: ModuleType, *, stemmed: bool) -> "TextAnalyzer":
    filters = [tantivy.Filter.remove_long(60), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()]
    if stemmed:
        filters.append(tantivy.Filter.stemmer("english"))
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for each in filters:
        builder = builder.filter(each)
    return builder.build()
