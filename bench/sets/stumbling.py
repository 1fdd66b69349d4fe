"""Makes stumbling speech of clean sentences: words said twice, and starts that break off. What was put in is known."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

_LINKS = frozenset("and but because so that which when".split())
_PAUSES = (" --", " --", "...", "...", " -", ",")
_AGAIN, _OTHER = 0.55, 0.8  # shares, by judgement: the same start again, a like one, any other


@dataclass(frozen=True, kw_only=True)
class Stumble:
    """A sentence with something put in: `start` and `end` are its characters, with the blank behind it."""

    text: str
    start: int
    end: int


def stumbles(sentences: Sequence[str], random: Random) -> Iterator[Stumble]:
    """One or none a sentence."""
    openings: dict[str, list[str]] = {}
    for sentence in sentences:
        openings.setdefault(_first(sentence), []).append(sentence)
    for sentence in sentences:
        words = sentence.split()
        put: str | None
        place = random.choice([0, *(at + 1 for at, word in enumerate(words[:-4]) if _may_follow(word))])
        if random.random() < 0.2:
            place = random.randrange(len(words) - 3)
            put = " ".join(words[place : place + random.randint(1, 3)]) + random.choice(("", "", ",", " --"))
        else:
            put = _start(words[place:], sentences, openings, random)
        if put is not None and not re.search(r"[.?!]\s", put):
            yield _put(words, place, put)


def _start(
    words: Sequence[str], sentences: Sequence[str], openings: dict[str, list[str]], random: Random
) -> str | None:
    """The beginning of another sentence, or of the same one, broken off."""
    kind = random.random()
    if kind < _AGAIN:
        begun = list(words[: random.randint(2, 7)])
        if random.random() < 0.5:  # begun again with another word
            begun[-1] = random.choice(random.choice(sentences).split()[1:])
    else:
        like = openings.get(_first(words[0]), []) if kind < _OTHER else sentences
        begun = random.choice(like or sentences).split()[: random.randint(2, 12)]
        begun[0] = _small(begun[0])
    pause = random.choice(_PAUSES)
    if not begun or (pause == "," and begun[0].casefold() != words[0].casefold()):
        return None
    return " ".join(begun).rstrip(",.;:?!") + pause


def _put(words: Sequence[str], place: int, put: str) -> Stumble:
    before = "".join(f"{word} " for word in words[:place])
    after = list(words[place:])
    if place == 0:
        put = put[0].upper() + put[1:]
        if not (put.endswith("...")):
            after[0] = _small(after[0])
    return Stumble(text=f"{before}{put} {' '.join(after)}", start=len(before), end=len(before) + len(put))


def _first(text: str) -> str:
    return text.split(maxsplit=1)[0].casefold().rstrip(",")


def _small(word: str) -> str:
    return word if word == "I" or (word[1:2] in {"'", "’"} and word[0] == "I") else word[0].lower() + word[1:]


def _may_follow(word: str) -> bool:
    return word.endswith((",", ";")) or word.casefold() in _LINKS
