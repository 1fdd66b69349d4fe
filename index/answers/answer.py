"""Answers a question from what search found: with a language model in words of its own, without one in the speakers'.

Every sentence carries numbered citations. The program, not the model, decides which sentences may stay, and none is
given out before it has been decided.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Final

from index.answers.checking import anchored, checked
from index.answers.conversation import AnsweredTurn, Question, question
from index.answers.evidence import ENOUGH, POSSIBLE, content, strongest
from index.answers.prompt import messages
from index.answers.quoting import quoted
from index.answers.reply import Reply, Sentence, Told
from index.answers.wanting import wants
from index.chat import LanguageModel, Message
from index.memory.same_claim import IN_AN_ANSWER, same
from index.search.hits import Hit
from store.errors import EarmarkError

__all__ = ["Answer", "LanguageModel", "LeftOut", "Message", "Sentence", "answer", "tell", "turn"]

NOT_HERE: Final = "nothing in your library answers this"
PASSAGES: Final = "passages"
SOURCES: Final = "sources"
# By judgement, not measured. The model reads the eight best hits, at 180 words a passage some 1,500 words; without a
# model two places are quoted, the second where it speaks nearly as well. It is asked for one to five sentences and
# stopped after eight.
_SOURCES = 8
_QUOTED = 2
_AS_GOOD = 0.9
_MOST_SENTENCES = 8
_MOST_READ = 60  # sentences of a reply; past this a model only babbles
_APART_SECONDS = 60.0  # by judgement, not measured: nearer than that it is one place in the talk
# What opens so is about the sentence before it, and is read wrongly when that one was left out.
_HANGING = tuple("he she they his her their these those this however but and also such".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A sentence that the model wrote and nobody is shown, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`sources` are numbered from 1 and begin at the sentence that proves what cites them.

    `by` is the model's name, "passages" or "sources"; `note` says why an answer is missing, unfinished or another's.
    """

    sentences: tuple[Sentence, ...]
    sources: tuple[Hit, ...]
    by: str
    note: str | None = None
    left_out: tuple[LeftOut, ...] = ()


def answer(asked: Question | str, hits: Sequence[Hit], model: LanguageModel | None) -> Answer:
    """The whole answer, with the hits it cites; without any sentence when the hits hold none, and `note` says so."""
    *_, last = tell(asked, hits, model)
    return last


def tell(asked: Question | str, hits: Sequence[Hit], model: LanguageModel | None) -> Iterator[Answer]:
    """The answer as it grows: each has one proved sentence more than the one before, and the last is whole. One without
    any takes all back that was given before it: the model had only thought so far.

    A model that fails, or of which nothing can be proved, gives way to the passages, and `note` says so. Closing the
    iterator stops the model.
    """
    wanted = question(asked) if isinstance(asked, str) else asked
    if wanted.of_sources:
        yield _of_sources(wanted.of_sources)
        return
    strong = strongest(wanted.searched, hits) if wanted.searched else []
    weights, hits = [weight for weight, _ in strong], [hit for _, hit in strong]
    best = max(weights, default=0.0)
    if best < (POSSIBLE if model else ENOUGH):
        yield _nothing()
    elif model is None:
        yield _from_passages(wanted.searched, hits, weights)
    else:
        yield from _by_model(wanted, hits, weights, model)


def turn(asked: Question, given: Answer) -> AnsweredTurn:
    """What the next question may hang on."""
    told = " ".join(sentence.text for sentence in given.sentences)
    sources = given.sources or (asked.earlier[-1].sources if asked.earlier else ())
    return AnsweredTurn(question=asked.words, searched=asked.searched, root=asked.root, told=told, sources=sources)


def _nothing(left_out: Sequence[LeftOut] = ()) -> Answer:
    return Answer(sentences=(), sources=(), by=PASSAGES, note=NOT_HERE, left_out=tuple(left_out))


def _by_model(asked: Question, hits: Sequence[Hit], weights: Sequence[float], model: LanguageModel) -> Iterator[Answer]:
    sources = tuple(hits[:_SOURCES])
    writing = _Writing(sources, by=model.name)
    try:
        with closing(_pieces(model, asked, sources)) as pieces:
            for piece in pieces:
                yield from writing.read(piece)
                if writing.is_full:
                    break
        yield from writing.end()
    except EarmarkError as error:
        trouble: EarmarkError | None = error
    else:
        trouble = None
    if writing.answer.sentences:
        yield replace(writing.answer, note=f"the answer is not finished: {trouble}" if trouble else None)
    elif not trouble and (writing.says_nothing or max(weights) < ENOUGH):
        yield _nothing(writing.answer.left_out)
    else:
        why = trouble or f"nothing that {model.name} wrote could be proved"
        given = _from_passages(asked.searched, hits, weights, note=f"these are the passages themselves: {why}")
        yield replace(given, left_out=writing.answer.left_out)


def _pieces(model: LanguageModel, asked: Question, sources: Sequence[Hit]) -> Generator[str]:
    """What the model writes; a generator in any case, so that it can be closed."""
    yield from model.stream(messages(asked, sources))


class _Writing:
    """The model's reply while it comes: what of it is proved so far, and what is left out."""

    def __init__(self, sources: Sequence[Hit], *, by: str) -> None:
        self._sources = sources
        self._reply = Reply()
        self._order: list[tuple[int, float]] = []
        self._after_gap = False
        self._read = 0
        self.answer = Answer(sentences=(), sources=(), by=by)

    @property
    def is_full(self) -> bool:
        return len(self.answer.sentences) >= _MOST_SENTENCES or self._read >= _MOST_READ

    @property
    def says_nothing(self) -> bool:
        return self._reply.says_nothing

    def read(self, piece: str) -> Iterator[Answer]:
        return self._grown(self._reply.read(piece))

    def end(self) -> Iterator[Answer]:
        return self._grown(self._reply.end())

    def _grown(self, told: Told) -> Iterator[Answer]:
        if told.takes_back:
            self._begin_anew()
            yield self.answer
        for sentence in told.sentences:
            self._read += 1
            found = self._checked(sentence)
            self._after_gap = isinstance(found, str)
            if isinstance(found, str):
                left = LeftOut(text=sentence.text, reason=found)
                self.answer = replace(self.answer, left_out=(*self.answer.left_out, left))
            elif not self.is_full:
                self._add(found)
                yield self.answer

    def _begin_anew(self) -> None:
        """All that was read so far was thoughts."""
        self.answer = replace(self.answer, sentences=(), sources=(), left_out=())
        self._order.clear()
        self._after_gap = False
        self._read = 0

    def _checked(self, sentence: Sentence) -> Sentence | str:
        if self._after_gap and sentence.text.lower().split(" ", 1)[0].strip(",") in _HANGING:
            return "hangs on a sentence that was left out"
        if any(sentence.text == said.text for said in self.answer.sentences):
            return "says it again"
        return checked(sentence, self._sources)

    def _add(self, sentence: Sentence) -> None:
        """Cited hits are numbered in the order in which they are cited, one number for each place in the talk."""
        numbers = [self._number(sentence.text, cited) for cited in sentence.citations]
        said = Sentence(text=sentence.text, citations=tuple(dict.fromkeys(numbers)))
        self.answer = replace(self.answer, sentences=(*self.answer.sentences, said))

    def _number(self, text: str, cited: int) -> int:
        hit = anchored(text, self._sources[cited - 1])
        place = (cited, hit.start)
        if place not in self._order:
            self._order.append(place)
            self.answer = replace(self.answer, sources=(*self.answer.sources, hit))
        return self._order.index(place) + 1


def _from_passages(question: str, hits: Sequence[Hit], weights: Sequence[float], note: str | None = None) -> Answer:
    """What was said at the best place, and at one more that speaks as well for an answer; those of one episode in the
    order of the talk.
    """
    wanted, stems = wants(question), sorted(content(question))
    ranked = sorted(zip(weights, range(len(hits)), strict=True), key=lambda pair: (-pair[0], pair[1]))
    chosen: list[Hit] = []
    for weight, at in ranked:
        if weight < ENOUGH or len(chosen) == _QUOTED or (chosen and weight < _AS_GOOD * ranked[0][0]):
            break
        said = quoted(hits[at], question, stems, wanted)
        if said and not any(_is_near(said, other) for other in chosen):
            chosen.append(said)
    episodes = list(dict.fromkeys(hit.episode_id for hit in chosen))
    ordered = sorted(chosen, key=lambda hit: (episodes.index(hit.episode_id), hit.start))
    sentences = tuple(
        Sentence(text=hit.text if hit.headline or hit.sentences else hit.sentence, citations=(number,))
        for number, hit in enumerate(ordered, start=1)
    )
    return Answer(sentences=sentences, sources=tuple(ordered), by=PASSAGES, note=note if chosen else NOT_HERE)


def _is_near(one: Hit, other: Hit) -> bool:
    """Whether both lie in one minute of one talk, or say the same."""
    if one.episode_id == other.episode_id and abs(one.start - other.start) < _APART_SECONDS:
        return True
    return same(one.sentence, other.sentence, IN_AN_ANSWER)


def _of_sources(sources: Sequence[Hit]) -> Answer:
    """Who said the last answer, where and when: that stands in the sources, and no model is asked."""
    sentences = tuple(Sentence(text=_whence(hit), citations=(number,)) for number, hit in enumerate(sources, start=1))
    return Answer(sentences=sentences, sources=tuple(sources), by=SOURCES)


def _whence(hit: Hit) -> str:
    day = f" on {hit.published:%-d %B %Y}" if hit.published else ""
    if not hit.speaker:
        return f"It was said in “{hit.episode}” of {hit.show}{day}; the transcript does not say by whom."
    return f"{hit.speaker} said it in “{hit.episode}” of {hit.show}{day}."
