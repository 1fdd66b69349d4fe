"""Full text, kept by Tantivy. Only this file and word_queries.py beside it know it.

Two fields hold each text: "text" stemmed for English, "exact" as it is written but for case and accents, so that "H20",
"GPT-4o" and quoted phrases match to the letter. In scripts without spaces each letter is a word. A third, "foreign",
holds what is not in English: words there are found by their beginnings, as "Wärmepumpe" finds "Wärmepumpenpflicht".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from index.library.documents import Document, Match, Scope, folded_name, named_so
from index.library.failures import BrokenIndex, told_clearly
from index.library.queries import WordQuery
from index.library.spelling import Mended, mend
from index.library.word_queries import Fields, WordQueries
from language.words import spaced
from store.errors import Busy

if TYPE_CHECKING:
    from tantivy import Document as TantivyDocument
    from tantivy import IndexWriter, Schema, TextAnalyzer

_HEAP_BYTES = 50_000_000  # by judgement, not measured; Tantivy 0.27.0 takes no less than 15 MB a thread
# While an index is made. What fits in makes one segment: 120,168 documents made one, and two with half of it. A commit
# every 20 episodes made nine of them, in which the same questions took a quarter longer.
_FILLING_HEAP_BYTES = 200_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Key → BM25 score of the query, of its pairs of words, and share of its words; what has none is missing. `whole`
    are the keys of those that say it word for word.
    """

    words: Mapping[str, float] = field(default_factory=dict)
    pairs: Mapping[str, float] = field(default_factory=dict)
    coverage: Mapping[str, float] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()


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
            self._schema = self._index.schema
            self._queries = self._opened()
        self._filling: IndexWriter | None = None

    def add(self, documents: Iterable[Document]) -> None:
        """Adds documents, which are seen, and last, from finish() on."""
        with told_clearly(self._folder, *self._kinds):
            if self._filling is None:
                self._filling = self._writer(_FILLING_HEAP_BYTES)
            for document in documents:
                self._filling.add_document(self._document(document))

    def finish(self) -> None:
        """Commits what add() was given."""
        if self._filling is None:
            return
        with told_clearly(self._folder, *self._kinds):
            try:
                self._filling.commit()
            finally:
                self._filling.wait_merging_threads()
                self._filling = None
            self._queries = self._opened()

    def abandon(self) -> None:
        """Lets go of what add() was given."""
        self._filling = None

    def write(self, documents: Iterable[Document], *, replaced: Iterable[int] = ()) -> None:
        """Puts the documents in place of all that the `replaced` episodes had, in one commit."""
        with told_clearly(self._folder, *self._kinds):
            writer = self._writer(_HEAP_BYTES)
            try:
                for episode_id in replaced:
                    writer.delete_documents_by_query(self._queries.term("episode_id", episode_id))
                for document in documents:
                    writer.add_document(self._document(document))
                writer.commit()
            finally:
                writer.wait_merging_threads()
            self._queries = self._opened()

    def matching(self, query: WordQuery, n: int, scope: Scope) -> list[Match]:
        """The `n` best by BM25 within `scope`, best first."""
        if not query:
            return []
        with told_clearly(self._folder, *self._kinds):
            queries = self._queries
            return queries.found(queries.within(queries.asked(query), scope), n)

    def evidence(self, query: WordQuery, keys: Sequence[str], known: Sequence[Match] = ()) -> Evidence:
        """What speaks for each of the documents `keys`. `known` are those of which matching() has told the score."""
        if not keys:
            return Evidence()
        with told_clearly(self._folder, *self._kinds):
            queries = self._queries
            held = queries.held(query, keys)
            words = {match.key: match.score for match in known}
            # What holds no word of it may still hold a name or a phrase that is made of small words.
            telling = keys if query.names or query.phrases else list(held)
            others = [key for key in telling if key not in words]
            if query and others:
                words |= queries.scores_among(queries.asked(query), others)
            return Evidence(
                words=words,
                pairs=queries.scores(queries.pairs(query, held), len(keys)),
                coverage=queries.shares(query, held),
                whole=queries.whole(query, keys, held),
            )

    def episodes_of(self, keys: Sequence[str]) -> dict[str, int]:
        """Key → episode, of those of the documents that are there."""
        if not keys:
            return {}
        with told_clearly(self._folder, *self._kinds):
            queries = self._queries
            found = queries.found(queries.one_of("key", keys), len(keys))
        return {match.key: match.episode_id for match in found}

    def few(self, scope: Scope, most: int) -> list[Match] | None:
        """All that `scope` lets pass; None when they are more than `most`."""
        with told_clearly(self._folder, *self._kinds):
            queries = self._queries
            wanted = queries.within(self._tantivy.Query.all_query(), scope)
            if (queries.searcher.search(wanted, limit=1, count=True).count or 0) > most:
                return None
            return queries.found(wanted, max(1, most))

    def speakers(self, asked: str) -> list[str]:
        """The folded names of all speakers that `asked` may mean."""
        with told_clearly(self._folder, *self._kinds):
            names = self._queries.searcher.terms_with_prefix("speakers", "")
        wanted = folded_name(asked)
        return [name for name, _ in names if named_so(name, wanted)]

    def spelled(self, query: str) -> Mended | None:
        """`query` with its typing mistakes mended from the words of the index; None when there are none."""
        with told_clearly(self._folder, *self._kinds):
            return mend(query, self._queries)

    def reload(self) -> None:
        with told_clearly(self._folder, *self._kinds):
            self._queries = self._opened()

    def count(self) -> int:
        with told_clearly(self._folder, *self._kinds):
            return int(self._queries.searcher.num_docs)

    def _opened(self) -> WordQueries:
        """As of what was committed last."""
        self._index.reload()
        fields = Fields(schema=self._schema, stemmed=self._stemmer, exact=self._exact)
        return WordQueries(self._tantivy, self._index.searcher(), fields, self.speakers)

    def _writer(self, heap_bytes: int) -> "IndexWriter":
        try:
            return self._index.writer(heap_size=heap_bytes, num_threads=1)
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
