"""On what somebody speaks in a passage: a noun phrase of it, of what is said around it, or of the titles.

It is the one nearest in meaning to the passage and its surroundings. Beside an everyday word alone stands a second one
of the passage, that which tells most of what the talk is about. Nothing is put in other words.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log, log10
from typing import Literal

import numpy as np

from index.embedding.embedder import Embedder
from index.library.english_words import common
from index.threads.naming.noun_phrases import NounPhrase, noun_phrases, plural
from ingest.passages.features import Array
from language.lists import phrases
from language.words import terms

# All by judgement, on lines read one by one beside their quotes.
# Whose meaning counts how much: of the passage, with what is around it, of the titles; for the first and the second.
_NARROW, _WIDE = np.array([0.7, 0.2, 0.1]), np.array([0.5, 0.3, 0.2])
_SAID, _CHAPTER, _TITLE, _AROUND = 0.12, 0.06, 0.04, 0.0  # more for a phrase by where it stands
_LONGER = 0.05  # for two words or more: "labeled data" tells more than "data"
_EVERYDAY, _RARE = 0.08, 3.0  # less for a bare word, for each power of ten beyond so many that English uses it
_AGAIN, _TIMES = 0.1, 8  # more for a phrase whose words so many sentences of the talk say; said once, it is in passing
_LEAST, _LEAST_BESIDE = 0.3, 0.25  # nearness from which on a phrase may be what is spoken of
_LEAST_OF_BARE = 0.4  # of an everyday word alone: "models" may be of anything
_LEAST_BARE = 0.45  # and of one beside a phrase: "and models" tells nothing more
_OFTEN = 0.15  # more for what is beside, where it is as often said as the talk's most frequent phrase
_ONE = 0.7  # nearness of two phrases from which on they say one thing
_ROOT = 5  # letters that two words share which are one: "sponsor" and "sponsorship"
_MOST_WORDS = 9
_COMPARED = 32  # phrases
_LINKED = re.compile(r" (?:of|for|in) ", re.IGNORECASE)
_ADJECTIVE = re.compile(r"-(?:intensive|optimi[sz]ed|based|driven|specific|ready|friendly|like|free|wide|heavy)$")
_HOLLOW = phrases("hollow_nouns")
_AN = frozenset(("a", "an"))
# Before a noun that the listener is taken to know: "your recruiter", "the recruiter".
_KNOWN = frozenset("the your my our their its his her".split())


Place = Literal["said", "chapter", "title", "around"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The texts from which a topic may be taken. `role` is who the speaker is: said once, it is no topic.

    Of the whole talk: `often` counts its stems, sentence by sentence, `small` are the words that it writes with a small
    letter, `people` the folded parts of the names of those heard.
    """

    said: Sequence[str]
    around: Sequence[str]
    chapter: str
    title: str
    people: Collection[str]
    role: str
    often: Mapping[str, int]
    small: Collection[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    """`text` as it stands inside a line; `worth` is what counts for it beside its meaning.

    `bare` is an everyday word alone, `single` one of several, or a mass, by a form without "a".
    """

    text: str
    stems: frozenset[str]
    worth: float
    place: Place
    times: int
    bare: bool
    single: bool


def topic(texts: Surroundings, embedder: Embedder) -> str | None:
    """As it stands inside a line; None where no phrase is near enough to what is said."""
    found = _phrases(texts)
    if not found:
        return None
    contexts = (" ".join(texts.said), " ".join((*texts.around, *texts.said)), f"{texts.title}. {texts.chapter}")
    vectors: Array = np.array(embedder.embed([*contexts, *(each.text for each in found)]), dtype=np.float32)
    near, widely = (_nearness(vectors, weights) for weights in (_NARROW, _WIDE))
    fit = [at for at, each in enumerate(found) if near[at] >= (_LEAST_OF_BARE if each.bare else _LEAST)]
    if not fit:
        return None
    best = max(
        fit, key=lambda at: (found[at].place != "title", float(near[at]) + found[at].worth + _again(found[at].times))
    )
    if not found[best].bare:
        return found[best].text
    beside = _beside(found, best, widely, vectors[3:] @ vectors[3 + best])
    return found[best].text if beside is None else f"{found[best].text} and {found[beside].text}"


def _again(times: int) -> float:
    return _AGAIN * min(1.0, log(max(1, times)) / log(_TIMES))


def _nearness(vectors: Array, weights: Array) -> Array:
    """Of each phrase, whose vectors stand behind the three of its contexts."""
    heard = weights @ vectors[:3]
    return np.asarray(vectors[3:] @ (heard / max(float(np.linalg.norm(heard)), 1e-9)))


def _beside(found: Sequence[_Phrase], best: int, near: Array, alike: Array) -> int | None:
    """The phrase of the passage that tells most of what the talk is about, of those that say another thing."""
    main, most = found[best], max(log(1 + each.times) for each in found) or 1.0
    ways = [
        (float(near[at]) + each.worth + _OFTEN * log(1 + each.times) / most, at)
        for at, each in enumerate(found)
        if each.place == "said"
        and near[at] >= (_LEAST_BARE if each.bare else _LEAST_BESIDE)
        and alike[at] < _ONE
        and not _akin(each, main)
        and len(f"{main.text} and {each.text}".split()) <= _MOST_WORDS
    ]
    return max(ways)[1] if ways else None


def _akin(one: _Phrase, other: _Phrase) -> bool:
    return any(
        left[:_ROOT] == right[:_ROOT] or left.startswith(right) or right.startswith(left)
        for left in one.stems
        for right in other.stems
    )


def _phrases(texts: Surroundings) -> list[_Phrase]:
    """Each phrase once, from where it counts most."""
    found: dict[frozenset[str], _Phrase] = {}
    said_of_them = frozenset(terms(texts.role))
    for text, worth, place in _sources(texts):
        for form in noun_phrases(text):
            stems = frozenset(form.stems)
            known = found.get(stems)
            if not _may_name(form, texts.people) or stems <= said_of_them:
                continue
            if known is not None and known.single and _is_many(form):
                found[stems] = replace(known, text=_written(form, texts.small), single=False)
            if known is None:
                found[stems] = _Phrase(
                    text=_written(form, texts.small),
                    stems=stems,
                    worth=worth + _said_for(form),
                    place=place,
                    times=min(texts.often.get(stem, 0) for stem in stems),
                    bare=len(stems) == 1 and not form.name and common(form.words[-1].casefold()) > 0,
                    single=form.single and not form.counted and form.after not in _AN,
                )
    return list(found.values())[:_COMPARED]


def _is_many(form: NounPhrase) -> bool:
    return not form.single and not form.name and form.words[-1].endswith("s") and not _LINKED.search(form.text)


def _sources(texts: Surroundings) -> Iterator[tuple[str, float, Place]]:
    yield "\n".join(texts.said), _SAID, "said"
    yield texts.chapter, _CHAPTER, "chapter"
    yield texts.title, _TITLE, "title"
    yield "\n".join(texts.around), _AROUND, "around"


def _said_for(form: NounPhrase) -> float:
    if len(form.stems) > 1:
        return _LONGER
    uses = common(form.words[-1].casefold())
    return 0.0 if form.name or not uses else -_EVERYDAY * max(0.0, log10(uses) - _RARE)


def _may_name(form: NounPhrase, people: Collection[str]) -> bool:
    words = [word.casefold().removesuffix("'s").removesuffix("’s") for word in form.words]
    if not form.whole or not form.stems or "and" in words or _ADJECTIVE.search(words[-1]):
        return False
    if form.after == "to" and len(words) > 1 and not form.name:  # "to train models": a verb that looks like a noun
        return False
    heads = [part.split()[-1].casefold() for part in _LINKED.split(form.text)]
    return not any(word in people for word in words) and not any(head in _HOLLOW for head in heads)


def _written(form: NounPhrase, small: Collection[str]) -> str:
    """With a small first letter where the talk writes the word so; of one of several with its "a", or the plural."""
    text, first, *rest = re.sub(r" ([-/]) ", r"\1", form.text), *form.words
    if first[1:] == first[1:].lower() and first.lower() in small and not (rest and rest[0][:1].isupper()):
        text = text[:1].lower() + text[1:]
    if form.after in _KNOWN and not form.name and not _LINKED.split(form.text)[0].endswith("s"):
        return f"the {text}"
    if not (form.counted or (form.single and form.after in _AN)):
        return text
    many = plural(text)
    article = "an" if text[0] in "aeiou" else "a"
    return many if many.split()[-1].casefold() in small else f"{article} {text}"
