"""Which words of spoken passages are left out, beside what careful readers left out.

    python bench/deletion.py --data DIR [--part test] [--show]

DIR holds passages and their marks (bench/sets/deletion.py), each marked by one of two readers; part "test" is of three
shows of which nothing was learned. Figures are by words: of those left out how many the readers left out (precision)
and the other way round (recall); beside them the words that language/fillers.py drops. `lost`: share of passages that
no longer hold a negation, number or name that they held, a word said twice in a row counted once. --show prints each
passage with what went in brackets, and what the readers left out below where they differ. The last line is JSON.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.sets.deletion import MarkedPassage, read_marked  # noqa: E402
from language.deletion.editing import left_out  # noqa: E402
from language.everyday_words import is_ordinary  # noqa: E402
from language.fillers import clean  # noqa: E402
from language.folding import folded_words  # noqa: E402
from language.grammar import english  # noqa: E402
from language.negation import NEGATIONS  # noqa: E402
from language.numbers import stated  # noqa: E402
from language.sentences import split  # noqa: E402

Gone = list[bool]  # for each word of a passage
Editor = Callable[[str], Gone]


def main(folder: Path, part: str, show: bool) -> None:
    passages = read_marked(folder, part)
    editors: dict[str, Editor] = {"deletion": _by_deletion, "clean": _by_cleaning, "nothing": _by_none}
    told = {name: _measured(passages, editor) for name, editor in editors.items()}
    if show:
        for passage in passages:
            _print(passage)
    marked = sum(any(_marked(passage)) for passage in passages)
    print(json.dumps({"part": part, "passages": len(passages), "marked": marked, **told}))


def _measured(passages: Sequence[MarkedPassage], editor: Editor) -> dict[str, float]:
    right = went = wanted = lost = touched = 0
    for passage in passages:
        gone, marks = editor(passage.text), _marked(passage)
        right += sum(one and other for one, other in zip(gone, marks, strict=True))
        went, wanted = went + sum(gone), wanted + sum(marks)
        touched += any(gone)
        lost += _loses(passage.text, gone)
    return {
        "precision": round(right / went, 3) if went else 1.0,
        "recall": round(right / max(1, wanted), 3),
        "words": went,
        "passages_edited": touched,
        "lost": round(lost / len(passages), 4),
    }


def _places(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(r"[^\s—–]*[^\W_][^\s—–]*", text)]


def _marked(passage: MarkedPassage) -> Gone:
    return [passage.is_gone(start, end) for start, end in _places(passage.text)]


def _by_deletion(text: str) -> Gone:
    spans = left_out(text, english())
    return [any(start <= place < end for start, end in spans) for place, _ in _places(text)]


def _by_cleaning(text: str) -> Gone:
    said = [_bare(text[start:end]) for start, end in _places(text)]
    cleaned = [_bare(word) for sentence in split(text) for word in clean(sentence).split()]
    gone = [False] * len(said)
    for change, first, last, _, _ in SequenceMatcher(a=said, b=cleaned, autojunk=False).get_opcodes():
        if change == "delete":
            gone[first:last] = [True] * (last - first)
    return gone


def _by_none(text: str) -> Gone:
    return [False] * len(_places(text))


def _bare(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())


def _loses(text: str, gone: Gone) -> bool:
    words = [text[start:end] for start, end in _places(text)]
    kept = [word for word, went in zip(words, gone, strict=True) if not went]
    return bool(_weighty(words) - _weighty(kept))


def _weighty(words: Sequence[str]) -> Counter[str]:
    """Negations, numbers and names, each as often as it is said; two copies in a row are one."""
    said = re.sub(r"\b(\w+(?:\W+\w+){0,5})(?:\W+\1\b)+", r"\1", " ".join(words), flags=re.IGNORECASE)
    denied = Counter(word for word in folded_words(said) if word in NEGATIONS)
    named = Counter(
        word for word in re.findall(r"(?<=[a-z,] )[A-Z][\w.]+|\b\w*[a-z0-9][A-Z]\w*", said) if not is_ordinary(word, ())
    )
    return denied + named + Counter(number.shown for number in stated(said))


def _print(passage: MarkedPassage) -> None:
    places, gone, marks = _places(passage.text), _by_deletion(passage.text), _marked(passage)
    print(passage.name, _bracketed(passage.text, places, gone))
    if gone != marks:
        print("  read:", _bracketed(passage.text, places, marks))


def _bracketed(text: str, places: Sequence[tuple[int, int]], gone: Gone) -> str:
    runs = groupby(zip(places, gone, strict=True), key=lambda pair: pair[1])
    parts = [(went, " ".join(text[start:end] for (start, end), _ in run)) for went, run in runs]
    return " ".join(f"[{part}]" if went else part for went, part in parts)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", default="test")
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    main(given.data, given.part, given.show)
