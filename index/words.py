"""Full text, kept by Tantivy. The only file that imports tantivy.

Two fields hold each text: "text" stemmed for English, "exact" as it is written but for case, so that "H20", "GPT-4o"
and quoted phrases match to the letter.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from index.documents import Document, Match, Scope
from index.failures import BrokenIndex, told_clearly
from index.queries import WordQuery
from store.errors import Busy

if TYPE_CHECKING:
    from tantivy import Document as TantivyDocument
    from tantivy import IndexWriter, Query, Schema, TextAnalyzer

_HEAP_BYTES = 50_000_000
_NAME_WEIGHT = 1.5


class Words:
    """One generation's index in `folder`. Readers see what was committed before `reload`."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        # Kept out of module level like all libraries of the index, so that reading the five loads none of them.
        import tantivy

        self._tantivy = tantivy
        self._kinds = (ValueError, OSError, RuntimeError)
        self._folder = folder
        self._stemmer = _analyzer(tantivy, stemmed=True)
        with told_clearly(self._folder, *self._kinds):
            if create:
                folder.mkdir(parents=True, exist_ok=True)
            elif not tantivy.Index.exists(str(folder)):
                raise BrokenIndex("its words are missing")
            self._index = tantivy.Index(_schema(tantivy), path=str(folder))
            self._index.register_tokenizer("earmark_stem", self._stemmer)
            self._index.register_tokenizer("earmark_exact", _analyzer(tantivy, stemmed=False))
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
        must = self._tantivy.Occur.Must
        clauses = [(must, self._asked(query))]
        clauses += [(must, self._tantivy.Query.const_score_query(limit, 0.0)) for limit in self._limits(scope)]
        with told_clearly(self._folder, *self._kinds):
            searcher = self._index.searcher()
            found = searcher.search(self._tantivy.Query.boolean_query(clauses), limit=n, count=False)
            out = []
            for score, address in found.hits:
                document = searcher.doc(address)
                key, episode_id = document.get_first("key"), document.get_first("episode_id")
                out.append(Match(key=str(key), episode_id=int(str(episode_id)), score=float(score)))
        return out

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
        return self._tantivy.Document.from_dict(
            {
                "key": document.key,
                "kind": document.kind,
                "episode_id": document.episode_id,
                "show_id": document.show_id,
                "published": document.published_s,
                "text": document.text,
                "exact": document.text,
            },
            self._schema,
        )

    def _asked(self, query: WordQuery) -> "Query":
        should, must = self._tantivy.Occur.Should, self._tantivy.Occur.Must
        boost = self._tantivy.Query.boost_query
        stems = dict.fromkeys(stem for word in query.words for stem in self._stemmer.analyze(word))
        clauses = [(should, self._term("text", stem)) for stem in stems]
        clauses += [(should, boost(self._run(name), _NAME_WEIGHT)) for name in query.names]
        clauses += [(must, self._run(phrase)) for phrase in query.phrases]
        return self._tantivy.Query.boolean_query(clauses)

    def _run(self, words: Sequence[str]) -> "Query":
        if len(words) == 1:
            return self._term("exact", words[0])
        return self._tantivy.Query.phrase_query(self._schema, "exact", list(words))

    def _term(self, field: str, value: str | int) -> "Query":
        return self._tantivy.Query.term_query(self._schema, field, value)

    def _limits(self, scope: Scope) -> "list[Query]":
        limits: list[Query] = []
        if scope.kind is not None:
            limits.append(self._term("kind", scope.kind))
        if scope.show_id is not None:
            limits.append(self._term("show_id", scope.show_id))
        if scope.since_s is not None:
            integer = self._tantivy.FieldType.Integer
            limits.append(self._tantivy.Query.range_query(self._schema, "published", integer, scope.since_s, None))
        return limits


def _schema(tantivy: ModuleType) -> "Schema":
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("episode_id", stored=True, indexed=True)
    builder.add_integer_field("show_id", indexed=True)
    builder.add_integer_field("published", indexed=True, fast=True)
    builder.add_text_field("text", tokenizer_name="earmark_stem", index_option="freq")
    builder.add_text_field("exact", tokenizer_name="earmark_exact", index_option="position")
    return builder.build()


def _analyzer(tantivy: ModuleType, *, stemmed: bool) -> "TextAnalyzer":
    filters = [tantivy.Filter.remove_long(60), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()]
    if stemmed:
        filters.append(tantivy.Filter.stemmer("english"))
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for each in filters:
        builder = builder.filter(each)
    return builder.build()
