"""What each word of a sentence is and on which other word it hangs: a small spaCy pipeline for English.

Trained by bench/training/train_grammar.py on treebanks that hold talk as well as writing; tags are Penn's, labels are
those of Universal Dependencies. Speech is harder than print: callers ask for more than one sign before they trust a
parse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WEIGHTS = Path(__file__).parent / "weights" / "english"
_BATCH = 128


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark: `head` counts the sentence's tokens (its own place = root), `start` and `end` its characters."""

    text: str
    tag: str
    dep: str
    head: int
    start: int
    end: int


Sentence = tuple[Token, ...]


class Grammar:
    """Reads sentences. One is enough for a process: it takes no notes while it reads."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        import spacy  # half a second, and only own-words insights need it

        self._nlp = spacy.load(weights)

    def parse(self, sentences: Sequence[str]) -> list[Sentence]:
        """The tokens of each sentence; each is read as one, with one root, whatever marks it holds."""
        docs = [self._nlp.make_doc(sentence) for sentence in sentences]
        for doc in docs:
            for token in doc:
                token.is_sent_start = token.i == 0
        read = self._nlp.pipe(docs, batch_size=_BATCH)
        return [
            tuple(Token(t.text, t.tag_, t.dep_, t.head.i, t.idx, t.idx + len(t.text)) for t in doc if not t.is_space)
            for doc in read
        ]
