"""Which sentences of an answer may stay: those that the passages they cite hold. Pure; the model is never believed.

What is checked: names, numbers, quotations and most content words occur in what is cited; nothing is denied there that
is affirmed here; who is made to say something says it; nothing is a link, markup, an order or a copy of our own words.
What cannot be seen without understanding, such as who bought whom, is not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.answers.evidence import all_of
from index.answers.prompt import RULES
from index.answers.reply import Sentence
from index.proof.attribution import attributed, is_somebody, misattributed, whispered
from index.proof.support import amounts, ground, unsupported_terms
from index.proof.trespass import LINK_OR_MARKUP, trespasses
from index.search.hits import Hit
from language.everyday_words import is_ordinary
from language.folding import folded_words
from language.negation import turned_round
from language.numbers import stated
from language.words import terms
from store.records.transcripts import Segment

UNCITED: Final = "cites no passage"
NO_PASSAGE: Final = "cites a passage that is not there"
BAD_LENGTH: Final = "too long or short"
MARKED: Final = "a link or markup"
ORDER: Final = "an order, or our own words"
QUESTION: Final = "a question"
FIRST_PERSON: Final = "speaks as I or we"
UNKNOWN: Final = "a name or number that is not cited"
UNSAID: Final = "says what the passage does not"
TURNED: Final = "says the opposite"
MISATTRIBUTED: Final = "said by somebody else"
MISQUOTED: Final = "not said in these words"

_WORDS = (3, 60)  # by judgement, not measured: below it nothing is claimed, above it too much to check
# Of a sentence's content words, numbers left out, so many are said in what it cites.
LEAST_SHARED = 0.6
# A sentence of a passage tells of the same as the claim when it has that share of the best one's common words.
_AS_WELL = 0.5
_FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|[Ww]e|[Ww]e['’]\w+|[Mm]y|[Oo]ur|[Mm]e|[Uu]s)\b")
_QUOTED = re.compile(r"[“\"«]([^”\"»]+)[”\"»]")
_SHORTEST_QUOTE = 3  # words; by judgement, not measured: fewer in quotation marks are a term or a title


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A sentence of what is cited; `hit` begins with it."""

    text: str
    hit: Hit


def checked(sentence: Sentence, sources: Sequence[Hit], rules: str = RULES) -> Sentence | str:
    """The sentence with those of its citations that prove it, or why it may not stay; `rules` the model was told."""
    if not sentence.citations:
        return UNCITED
    if not all(1 <= number <= len(sources) for number in sentence.citations):
        return NO_PASSAGE
    fault = _fault_of_form(sentence.text, rules)
    if fault:
        return fault
    cited = {number: sources[number - 1] for number in sentence.citations}
    people = _people(sources)
    alone = tuple(number for number, hit in cited.items() if not _fault(sentence.text, [hit], people))
    fault = None if alone else _fault(sentence.text, list(cited.values()), people)
    if fault:
        return fault
    text = sentence.text
    if _FIRST_PERSON.search(_QUOTED.sub("", text)):
        text = "“" + text.strip('“”"') + "”"  # verbatim, or it were refused
    return Sentence(text=text, citations=alone or sentence.citations)


def anchored(text: str, hit: Hit) -> Hit:
    """`hit` at the sentence of it that says most of `text`, with that sentence's speaker and second."""
    return _closest(text, [hit])[0].hit


def _fault_of_form(text: str, rules: str) -> str | None:
    if not _WORDS[0] <= len(text.split()) <= _WORDS[1]:
        return BAD_LENGTH
    if LINK_OR_MARKUP.search(text):
        return MARKED
    if trespasses(text, rules):
        return ORDER
    return QUESTION if text.rstrip("”\"' ").endswith("?") else None


def _fault(text: str, cited: Sequence[Hit], people: Sequence[str]) -> str | None:
    """Why `text` may not be said with these passages as its proof."""
    sources = tuple(_told_by(hit) for hit in cited)
    said = ground(sources)
    lowered = (word for word in whispered(text) if not is_ordinary(word, said.words))
    if unsupported_terms(text, said, amounts(sources)) or any(lowered):
        return UNKNOWN
    if not _is_held(text, sources):
        return UNSAID
    closest = _closest(text, cited)
    if turned_round(text, " ".join(line.text for line in closest)):
        return TURNED
    if attributed(text) and all(_is_anothers(text, line, people) for line in closest):
        return MISATTRIBUTED
    return _fault_of_voice(text, sources)


def _is_held(text: str, sources: Sequence[str]) -> bool:
    counted = {word for number in stated(text) for word in terms(number.shown)}
    own = frozenset(terms(text)) - counted
    known = frozenset(term for source in sources for term in terms(source))
    return not own or len(own & known) >= LEAST_SHARED * len(own)


def _is_anothers(text: str, line: _Line, people: Sequence[str]) -> bool:
    return misattributed(text, speaker=line.hit.speaker, people=people, near=f"{line.hit.text} {line.hit.sentence}")


def _fault_of_voice(text: str, sources: Sequence[str]) -> str | None:
    """Quotations, and sentences that speak as "I", are the speaker's very words or they are false."""
    spoken = [" ".join(folded_words(source)) for source in sources]
    quotes = [" ".join(folded_words(quote)) for quote in _QUOTED.findall(text)]
    if any(not _said_by_any(quote, spoken) for quote in quotes if len(quote.split()) >= _SHORTEST_QUOTE):
        return MISQUOTED
    if _FIRST_PERSON.search(_QUOTED.sub("", text)) and not _said_by_any(" ".join(folded_words(text)), spoken):
        return FIRST_PERSON
    return None


def _said_by_any(words: str, spoken: Sequence[str]) -> bool:
    return any(f" {words} " in f" {one} " for one in spoken)


def _closest(text: str, cited: Sequence[Hit]) -> list[_Line]:
    """The sentences of the passages that say most of `text`, the best first."""
    own = frozenset(terms(text))
    lines = [line for hit in cited for line in _lines(hit)]
    shared = [len(own & frozenset(terms(line.text))) for line in lines]
    best = max(shared)
    first = lines[shared.index(best)]
    others = (line for line, count in zip(lines, shared, strict=True) if count and count >= _AS_WELL * best)
    return [first, *(line for line in others if line is not first)]


def _lines(hit: Hit) -> list[_Line]:
    if not hit.sentences:
        texts = (hit.text, hit.sentence) if hit.headline else (hit.text,)
        return [_Line(text=text, hit=hit) for text in texts]
    return [_Line(text=one.text, hit=_beginning_at(hit, one)) for one in hit.sentences]


def _beginning_at(hit: Hit, one: Segment) -> Hit:
    speaker = one.speaker or hit.speaker
    return replace(hit, sentence=one.text, start=one.start, end=max(one.end, one.start), speaker=speaker)


def _told_by(hit: Hit) -> str:
    day = f"{hit.published:%Y-%m-%d} {hit.published:%-d %B %Y}" if hit.published else ""
    heard = " ".join({one.speaker for one in hit.sentences if one.speaker})
    return f"{all_of(hit)} {heard} {day}"


def _people(sources: Sequence[Hit]) -> tuple[str, ...]:
    heard = {hit.speaker for hit in sources} | {one.speaker for hit in sources for one in hit.sentences}
    return tuple(sorted(name for name in heard if name and is_somebody(name)))
