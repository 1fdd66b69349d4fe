"""What is never left out: what denies, counts, names or doubts, unless the same words follow at once. Pure."""

import re
from collections.abc import Sequence

from language.deletion.candidates import Run
from language.deletion.words import Word
from language.everyday_words import is_ordinary
from language.lists import phrases
from language.negation import NEGATIONS
from language.numbers import contained

_SOFTENERS = frozenset({"kind of", "sort of", "kinda", "sorta"})


def may_go(words: Sequence[Word], run: Run) -> bool:
    gone = words[run.first : run.last]
    if run.kind == "repeat":
        return True
    if run.cue:
        return run.last == len(words) or not _limits(run.cue, words[run.last])
    left = words[run.last : run.last + 2 * len(gone)]
    said_again = {word.bare for word in left if not denies(word)}
    return all(word.bare in said_again or not bears(word) for word in gone) and not _hedges(gone, left)


def _limits(cue: str, after: Word) -> bool:
    """ "Like 30" is about 30, "kind of a bank" no bank entirely."""
    if cue == "like":
        return counts(after)
    return cue in _SOFTENERS and (after.tag == "DT" or after.bare == "like")


def denies(word: Word) -> bool:
    return word.bare.replace("'", "") in NEGATIONS


def bears(word: Word) -> bool:
    """Whether it is a negation, a number or a name."""
    return denies(word) or counts(word) or names(word)


def counts(word: Word) -> bool:
    return word.bare != "a" and any(True for _ in contained(word.bare))


def names(word: Word) -> bool:
    """A capital that is no sentence's, or one that no everyday word has."""
    letters = re.sub(r"^\W+", "", word.text)
    is_capital = letters[:1].isupper() and word.bare.split("'")[0] not in {"i", "a"}
    return is_capital and (not word.first or not is_ordinary(re.sub(r"\W+$", "", letters), ()))


def _hedges(gone: Sequence[Word], left: Sequence[Word]) -> bool:
    """Whether doubt is in what goes and not in what follows."""
    said, follows = (" ".join(word.bare for word in part) for part in (gone, left))
    return any(_holds(said, doubt) and not _holds(follows, doubt) for doubt in phrases("doubts"))


def _holds(text: str, phrase: str) -> bool:
    return f" {phrase} " in f" {text} "
