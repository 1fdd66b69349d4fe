"""The question that somebody's words answer: asked by another just before, shortened to the clause that asks. Pure.

Its words are a run of those that were said.
"""

import re
from collections.abc import Sequence

from language.fillers import cased
from language.lists import cue_lists, phrases
from language.words import STOP_WORDS, terms
from store.records.insights import Question
from store.records.transcripts import Segment

# By judgement, on questions read one by one before the words that answer them.
_FROM_ITS_TURN = 2  # sentences of the turn that may go before the passage: an answer begins where the turn does
_BACK = 3  # sentences from the end of the other's turn, of which the last that asks is the question
_SHORTEST, _LONGEST = 3, 30  # words
_LEAST_CONTENT = 2  # words that say something: "How so?" asks nothing that a stranger understands
_ASKS = cue_lists("ingest/passages/placing/question.toml")["asks"].pattern
_POINTS = re.compile(r"\b(?:that|this|it|those|these|they|them|he|she|there)\b", re.IGNORECASE)
_TAG = re.compile(r",? (?:right|okay|yeah|correct|you know|or no|or not)\?$", re.IGNORECASE)
_EMPTY = STOP_WORDS | phrases("no_topics") | phrases("light_words")


def question(sentences: Sequence[Segment], first: int) -> Question | None:
    """What the passage that begins with number `first` of the talk's `sentences` answers; None where nobody who is
    named asked.
    """
    begins = first
    while begins > 0 and sentences[begins - 1].speaker == sentences[first].speaker:
        begins -= 1
    asker = sentences[begins - 1].speaker if begins else None
    if asker is None or sentences[first].speaker is None or first - begins > _FROM_ITS_TURN:
        return None
    for at in range(begins - 1, max(-1, begins - 1 - _BACK), -1):
        if sentences[at].speaker != asker:
            return None
        asked = _asked(sentences[at].text)
        if asked:
            return Question(words=asked, asked_by=asker)
    return None


def _asked(sentence: str) -> str | None:
    """The shortest clause at its end that asks and says what about."""
    if not sentence.endswith("?") or _TAG.search(sentence):
        return None
    ways = [sentence[found.start() :] for found in _ASKS.finditer(sentence)]
    for way in reversed(ways):
        count, says = len(way.split()), [word for word in terms(way) if word not in _EMPTY]
        if (
            way.count("(") == way.count(")")
            and _SHORTEST <= count <= _LONGEST
            and len(says) >= _LEAST_CONTENT + len(_POINTS.findall(way))
        ):
            return cased(way)
    return None
