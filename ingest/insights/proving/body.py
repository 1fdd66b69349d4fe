"""Makes a claim whole again without the sentences, or the headline, that nothing carries. Pure."""

import re
from collections.abc import Sequence

from ingest.insights.proving.carrying import Carried
from language.lists import phrases

# By judgement: a headline and one full sentence still say something.
LEAST_WORDS = 15
_LEANS = re.compile(rf"(?:{'|'.join(sorted(phrases('leaning_openers')))})\b", re.IGNORECASE)


def remade(sentences: Sequence[Carried], *, doubted: bool = False) -> list[Carried]:
    """What may stay, in order; empty when too little would be left, or when it would begin in the middle of a thought.

    What leans on a sentence that is left out goes with it. `doubted`: what is doubted is left out as well.
    """
    kept: list[Carried] = []
    broken = False
    for sentence in sentences:
        leans = _LEANS.match(sentence.text) is not None
        faulty = sentence.fault is not None or (doubted and sentence.doubted)
        broken = faulty or (broken and leans)
        if not broken:
            kept.append(sentence)
    whole = len(kept) == len(sentences)
    words = sum(len(sentence.text.split()) for sentence in kept)
    return kept if whole or words >= LEAST_WORDS else []


def reheaded(sentences: Sequence[Carried], most_words: int) -> tuple[Carried, list[Carried]] | None:
    """The sentence of the body that becomes the headline, and the rest; None where none can.

    For a headline that cannot stay: what the body says of it is proved already. One that the claim's own quote carries
    comes before one that rests on other words.
    """
    ways = [(at, sentence) for at, sentence in enumerate(sentences) if _can_head(sentences, at, most_words)]
    if not ways:
        return None
    at, sentence = min(ways, key=lambda way: (way[1].proof is not None, way[0]))
    return sentence, [*sentences[:at], *sentences[at + 1 :]]


def _can_head(sentences: Sequence[Carried], at: int, most_words: int) -> bool:
    counts = [len(sentence.text.split()) for sentence in sentences]
    leant_on = at > 0 and at + 1 < len(sentences) and _LEANS.match(sentences[at + 1].text) is not None
    alone = not _LEANS.match(sentences[at].text) and not leant_on
    return alone and not sentences[at].doubted and counts[at] <= most_words and sum(counts) - counts[at] >= LEAST_WORDS
