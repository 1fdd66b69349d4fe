"""Answers a question from what search found: with a language model in words of its own, without one in the speakers'.

Every sentence carries numbered citations. The program, not the model, decides which sentences may stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.chat import LanguageModel, Message
from index.checking import SCHEMA, Sentence, messages, parsed, proved
from index.search import Hit
from index.terms import QUESTION_WORDS, stem, terms
from store.errors import EarmarkError

__all__ = ["Answer", "LanguageModel", "Message", "Sentence", "answer"]

_SOURCES = 8
_QUOTED = 4
_PASSAGES = "passages"
_ASKING = frozenset(stem(word) for word in QUESTION_WORDS)
# Cosines of MiniLM between a question and a passage.
_NEAR = 0.45
_FAR = 0.25
_MOST = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`by` is the model's name or "passages"; `note` says why an answer is missing or is not the model's."""

    sentences: tuple[Sentence, ...]
    sources: tuple[Hit, ...]
    by: str
    note: str | None = None


def answer(question: str, hits: Sequence[Hit], model: LanguageModel | None) -> Answer:
    """The answer with the hits it cites; without any sentence when the hits hold none, and `note` says so.

    A model that fails, or whose sentences cannot be checked, gives way to the passages, and `note` says so too.
    """
    asked = " ".join(question.split())
    sources = tuple(hits[:_SOURCES])
    if not asked or not supported(asked, sources):
        return Answer(sentences=(), sources=(), by=_PASSAGES, note="nothing in your library answers this")
    if model is None:
        return _from_passages(asked, sources)
    try:
        reply = model.complete(messages(asked, sources), schema=SCHEMA)
    except EarmarkError as error:
        return _from_passages(asked, sources, note=f"these are the passages themselves: {error}")
    sentences = tuple(sentence for sentence in parsed(reply) if proved(sentence, sources))
    if not sentences:
        return _from_passages(
            asked, sources, note=f"these are the passages themselves: what {model.name} wrote could not be checked"
        )
    return _renumbered(sentences, sources, by=model.name)


def supported(question: str, hits: Sequence[Hit]) -> bool:
    """Whether any hit is about the question at all: near in meaning, or with most of its content words."""
    wanted = {term for term in terms(question) if term not in _ASKING} or set(terms(question))
    for hit in hits:
        shared = len(wanted & set(terms(_all_of(hit)))) / len(wanted) if wanted else 0.0
        if hit.similarity >= _NEAR or (shared >= _MOST and hit.similarity >= _FAR) or shared == 1:
            return True
    return False


def _from_passages(question: str, hits: Sequence[Hit], note: str | None = None) -> Answer:
    chosen = [hit for hit in hits if supported(question, [hit])][:_QUOTED]
    sentences = tuple(
        Sentence(text=hit.sentence if hit.kind == "passage" else hit.text, citations=(number,))
        for number, hit in enumerate(chosen, start=1)
    )
    return Answer(sentences=sentences, sources=tuple(chosen), by=_PASSAGES, note=note)


def _renumbered(sentences: Sequence[Sentence], hits: Sequence[Hit], *, by: str) -> Answer:
    """Only cited hits stay, numbered in the order in which they are cited."""
    order = list(dict.fromkeys(number for sentence in sentences for number in sentence.citations))
    return Answer(
        sentences=tuple(
            Sentence(text=each.text, citations=tuple(order.index(number) + 1 for number in each.citations))
            for each in sentences
        ),
        sources=tuple(hits[number - 1] for number in order),
        by=by,
    )


def _all_of(hit: Hit) -> str:
    return f"{hit.headline or ''} {hit.text} {hit.sentence} {hit.speaker or ''} {hit.show} {hit.episode}"
