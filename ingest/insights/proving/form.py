"""Whether a claim has the form of one: its lengths, no markup, no question, nothing that leans on the talk. Pure."""

import re
from typing import Final

from index.proof.trespass import LINK_OR_MARKUP
from language.sentences import split

BODY_WORDS = (20, 80)  # asked for are 25-70; a few words more or less are no reason to lose a proved claim
QUOTE_WORDS = (5, 80)
HEADLINE_WORDS = (3, 20)
LONGEST_WORD = 40

BAD_LENGTH: Final = "too long or short"
QUESTION: Final = "a question"
MARKUP: Final = "a link or markup"
LEANS: Final = "does not stand alone"

_SPOKEN_MARKS = re.compile(r"[“\"][^”\"]*[”\"]")
_LEANS = re.compile(
    r"\b(?:the (?:guests?|speakers?|hosts?|interviewer|interviewee|podcast|episode|transcript|conversation|discussion)|"
    r"this (?:podcast|episode|conversation|discussion|transcript|passage))\b",
    re.IGNORECASE,
)
_OPENS_LEANING = re.compile(
    r"(?:they|he|she|these|those|(?:this|that|it) (?:is|was|means?|makes?|has|will|can|could|shows?|leads?|allows?|"
    r"helps?|would) (?!true that|clear that|possible|hard|easy|important))\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|[Ww]e|[Ww]e['’]\w+|[Mm]y|[Oo]ur)\b")


def fault_of_form(headline: str, body: str, quote: str) -> str | None:
    lengths = ((headline, HEADLINE_WORDS), (body, BODY_WORDS), (quote, QUOTE_WORDS))
    if any(not least <= len(text.split()) <= most for text, (least, most) in lengths):
        return BAD_LENGTH
    if any(len(word) > LONGEST_WORD for text in (headline, body) for word in text.split()):
        return BAD_LENGTH
    return fault_of_words(headline, body)


def fault_of_words(*told: str) -> str | None:
    """`told` are a headline and what follows it, if anything does."""
    if LINK_OR_MARKUP.search(" ".join(told)):
        return MARKUP
    if any(sentence.endswith("?") for text in told for sentence in split(text)):
        return QUESTION
    shown = _SPOKEN_MARKS.sub("", ". ".join(told))
    leaning = any(_OPENS_LEANING.match(text) for text in told)
    return LEANS if leaning or _LEANS.search(shown) or _FIRST_PERSON.search(shown) else None
