"""Whether what search found answers at all, and which of it: decided once, for search and for answers, before anybody
is asked. Pure.

A hit counts by its nearness in meaning, the passage's and its best sentence's, and by the share of the question's words
that it says; the question's names must be said in it or stand in the episode's credits, and its numbers in the episode,
for a passage on "Freud and perfectionism" that never names Freud answers nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from index.answers.conversation import OPENS_A_QUESTION
from index.answers.wanting import Want, tells, wants
from index.library.english_words import is_english
from index.library.spelling import nearest
from index.proof.names import proper_words
from index.proof.support import Amounts, Ground, amounts, ground, unsupported_terms
from index.search.hits import Hit
from language.everyday_words import is_ordinary
from language.folding import folded_words, plain
from language.words import QUESTION_WORDS, STOP_WORDS, content_words, stem, terms, words

_ASKING = frozenset(stem(word) for word in QUESTION_WORDS)
_OPENINGS = " ".join(STOP_WORDS | QUESTION_WORDS)
# What the passage's cosine, its best sentence's and all of the question's words weigh. Chosen by the area under the
# curve (.885) on 52 queries to six episodes and 181 claims about eleven others, each asked with and without its own.
_BY_MEANING, _BY_SENTENCE, _BY_WORDS = 0.5, 0.5, 0.5
# On the same: of twelve questions eleven reach it, without their episode none; of eight near misses one.
ENOUGH: Final = 0.62
POSSIBLE: Final = 0.5  # by judgement: enough to ask a model, which may still say that nothing answers
_MOST_KEYWORDS = 4  # by judgement, not measured: a longer query says something
_ALL_WORDS = 0.99  # of 1, for the shares are sums of fractions
_SHORTEST_TYPO = 5  # letters: of shorter words every second one is near another


def is_answered(query: str, hits: Sequence[Hit]) -> bool:
    """Whether the library holds what is searched for: keywords that stand together there, or enough for an answer."""
    return any(weight >= ENOUGH for weight, _ in strongest(query, hits))


def strongest(query: str, hits: Sequence[Hit]) -> list[tuple[float, Hit]]:
    """Of each stretch of talk that search made one result the hit that speaks most for an answer, with its evidence."""
    stems, told = content(query), wants(query)
    written = _with_capitals(query, hits)
    if _asks_of_the_unsaid(query, hits):
        return [(0.0, hit) for hit in hits]
    credits_of, numbers_of = _credits(hits), _numbers(hits)

    def weighed(hit: Hit) -> tuple[float, Hit]:
        stretch = (hit, *hit.also)
        sources = (*map(all_of, stretch), credits_of[hit.episode_id])
        if is_keywords(query) and stems <= frozenset(terms(" ".join(sources))):
            return max(ENOUGH, _weight(stems, hit)), hit
        weights = [(_weight(stems, each), each) for each in stretch if _may_answer(each, told, query)]
        weight, best = max(weights, key=lambda pair: pair[0], default=(0.0, hit))
        # Names cost most to look up, so only where it matters.
        named = weight >= POSSIBLE and _names_all(written, sources, numbers_of[hit.episode_id])
        return (weight if named else 0.0), best

    return [weighed(hit) for hit in hits]


def is_keywords(query: str) -> bool:
    """Whether it names something, and neither asks nor claims."""
    return (
        len(query.split()) <= _MOST_KEYWORDS
        and not query.rstrip().endswith("?")
        and not frozenset(words(query)[:1]) & OPENS_A_QUESTION
    )


def content(text: str) -> frozenset[str]:
    """Stems of what is asked for, without the words of asking unless there are no others."""
    found = frozenset(terms(text))
    return found - _ASKING or found


def all_of(hit: Hit) -> str:
    return f"{hit.headline or ''} {hit.text} {hit.sentence} {hit.speaker or ''} {hit.show} {hit.episode}"


def _weight(wanted: frozenset[str], hit: Hit) -> float:
    """From 0 to 1.5; of a hit that no ranking found, as when it is given, the words are counted here."""
    said = len(wanted & frozenset(terms(all_of(hit)))) / len(wanted) if wanted else 0.0
    shared = hit.coverage or said
    meaning, sentence = max(0.0, hit.similarity), max(0.0, hit.best or hit.similarity)
    return _BY_MEANING * meaning + _BY_SENTENCE * sentence + _BY_WORDS * shared


def _may_answer(hit: Hit, told: frozenset[Want], query: str) -> bool:
    return tells(f"{hit.headline or ''} {hit.text} {hit.sentence}", told, query, hit.speaker)


def _all(hits: Sequence[Hit]) -> Iterator[Hit]:
    return (each for hit in hits for each in (hit, *hit.also))


def _credits(hits: Sequence[Hit]) -> Mapping[int, str]:
    """What is known of each episode, from its hits: show, title and who speaks."""
    heard: defaultdict[int, set[str]] = defaultdict(set)
    for each in _all(hits):
        speakers = (sentence.speaker for sentence in each.sentences)
        heard[each.episode_id] |= {name for name in (each.show, each.episode, each.speaker, *speakers) if name}
    return {episode_id: " ".join(sorted(names)) for episode_id, names in heard.items()}


def _numbers(hits: Sequence[Hit]) -> Mapping[int, Amounts]:
    said: defaultdict[int, list[str]] = defaultdict(list)
    for each in _all(hits):
        said[each.episode_id].append(all_of(each))
    return {episode_id: amounts(texts) for episode_id, texts in said.items()}


def _asks_of_the_unsaid(query: str, hits: Sequence[Hit]) -> bool:
    """Whether it has a word that is neither said in what was found nor an English one, as names and terms are. Of eight
    near misses five have one; of 36 queries and 150 claims that are answered none.
    """
    if any(hit.coverage >= _ALL_WORDS for hit in hits):
        return False  # each word is said, in whichever way it is written
    said = frozenset(word for each in _all(hits) for word in folded_words(all_of(each)))
    stems = frozenset(map(stem, said))
    strange = [word for word in content_words(query) if word.isalpha() and stem(word) not in stems]
    return any(not (is_ordinary(word, said) or is_english(word) or _is_slip(word, said)) for word in strange)


def _with_capitals(query: str, hits: Sequence[Hit]) -> str:
    """The query with those words written as names that are names where they are said: "tesla" is one."""
    said = " ".join(all_of(each) for each in _all(hits))
    proper = proper_words(said.split())
    return " ".join(word[:1].upper() + word[1:] if plain(word) in proper else word for word in query.split())


def _names_all(query: str, sources: tuple[str, ...], counted: Amounts) -> bool:
    said = ground((*sources, _OPENINGS))
    return all(_is_misspelt(term, said) for term in unsupported_terms(query, said, counted))


def _is_misspelt(term: str, said: Ground) -> bool:
    """Whether the talk says each of the words but for a slip of the pen."""
    return all(word in said.words or _is_slip(word, said.words) for word in folded_words(term))


def _is_slip(word: str, known: Iterable[str]) -> bool:
    long = len(word) >= _SHORTEST_TYPO and word.isalpha()
    return long and nearest(word, ((other, 0) for other in known)) is not None
