"""Where in a passage the answer begins. Pure."""

from collections.abc import Collection, Sequence
from itertools import groupby

from language.words import rarity, said_of
from store.records.transcripts import Segment

_WORDS = 0.4  # weight of all asked words in one sentence, beside a cosine
_NEXT = 0.25  # weight of what follows a sentence: an answer goes on, a remark does not
_RUN = 0.75  # a sentence this near to the best one, right before it, is where the run begins
# Seconds that a run may begin before the best sentence; and the share of what is asked, from which on a sentence is
# what was looked for, whatever its turn ends in, unless it stands so few sentences before that end that it leads on to
# the question. By judgement, on six episodes with 52 queries written blind: 43 of 48 land, 38 did before.
_RUN_SECONDS, _SAYS_IT, _LEADS_ON = 10.0, 0.6, 2
_ASKED = 0.6  # what an interviewer's question is worth beside what answers
_ASKING_WORDS = 160  # a turn longer than that tells something, even when it ends in a question
_TAG_WORDS = 3  # "You know?" asks nothing
_THROWN_IN = 5  # words of another speaker that do not end a turn
_ANSWER_WORDS = 12  # a turn shorter than that ("Yeah.") answers nothing


def land(
    sentences: Sequence[Segment],
    asked: Sequence[str],
    meaning: Sequence[float] | None = None,
    *,
    among: Collection[int] | None = None,
    following: Sequence[Segment] = (),
) -> int:
    """The position of the sentence to start at, one of `among` where they are given.

    `asked` are the stems of the query, `meaning` the cosine of each sentence to it. The best by both, or the first of
    the run that it belongs to; where that is an interviewer's question, the answer to it, which may stand among the
    sentences `following` the passage: then the position is past its end.
    """
    near, said = meaning or [0.0] * len(sentences), said_shares(sentences, asked)
    own = [max(0.0, cosine) + _WORDS * share for cosine, share in zip(near, said, strict=True)]
    answers = _answers([*sentences, *following])
    for at, share in enumerate(said):
        leads_on = answers[at : at + _LEADS_ON + 1] != [answers[at]] * (_LEADS_ON + 1)
        if share >= _SAYS_IT and not leads_on and not sentences[at].text.endswith("?"):
            answers[at] = None
    own = [score * (_ASKED if answer is not None else 1) for score, answer in zip(own, answers, strict=False)]
    scores = [score + _NEXT * later for score, later in zip(own, [*own[1:], 0.0], strict=True)]
    at = max(range(len(sentences)) if among is None else among, key=lambda position: (scores[position], -position))
    answer = answers[at]
    if answer is not None and among is None:
        return answer
    return _beginning(sentences, own, at)


def _beginning(sentences: Sequence[Segment], own: Sequence[float], best: int) -> int:
    """Where the run begins that the best sentence belongs to, and the sentence itself where it was cut in two."""
    at = best
    while at and sentences[at - 1].speaker == sentences[at].speaker:
        near = sentences[best].start - sentences[at - 1].start <= _RUN_SECONDS
        goes_on = sentences[at].text[:1].islower()
        if not goes_on and not (near and own[at - 1] >= _RUN * max(own[at], 1e-9)):
            break
        at -= 1
    return at


def asks_at_its_end(sentences: Sequence[Segment]) -> bool:
    """Whether the passage ends in a question, so that what follows may answer it."""
    return any(sentence.text.endswith("?") for sentence in sentences[-2:])


def answer_end(following: Sequence[Segment], at: int) -> int:
    """The position after the answer that begins there: the rest of the turn, or what one hears in a minute of it."""
    last = next(turn.stop for turn in _turns(following) if at in turn)
    return next((n for n in range(at + 1, last) if _length(following[at:n]) >= _ASKING_WORDS), last)


def said_shares(sentences: Sequence[Segment], asked: Sequence[str]) -> list[float]:
    """The share of the asked stems in each sentence, those that few sentences of the passage have counting more. What
    none has counts too: where only one of six words is said, it is no sign.
    """
    wanted = set(asked)
    stems = [said_of(wanted, sentence.text) for sentence in sentences]
    found = {term: sum(term in each for each in stems) for term in wanted}
    weight = {term: 1 + rarity(max(1, count), len(sentences)) for term, count in found.items()}
    whole = sum(weight.values()) or 1.0
    return [sum(weight[term] for term in each) / whole for each in stems]


def _answers(talk: Sequence[Segment]) -> list[int | None]:
    """For each sentence where the answer begins to the question that its turn ends in; None when it asks nothing."""
    turns = _turns(talk)
    answers: list[int | None] = []
    for turn, reply in zip(turns, [*turns[1:], range(0)], strict=True):
        last = [talk[at].text for at in turn[-2:]]  # "I imagine it is quite mature." may follow what is asked
        asks = any(said.endswith("?") and len(said.split()) > _TAG_WORDS for said in last)
        asks = asks and _length([talk[at] for at in turn]) <= _ASKING_WORDS
        answered = asks and _length([talk[at] for at in reply]) >= _ANSWER_WORDS
        answers += [reply.start if answered else None] * len(turn)
    return answers


def _turns(talk: Sequence[Segment]) -> list[range]:
    """The positions of each turn; what is thrown into one ("Or fine-tuning...") is part of it."""
    turns: list[range] = []
    for speaker, run in groupby(range(len(talk)), key=lambda at: talk[at].speaker):
        stop = [*run][-1] + 1
        goes_on = len(turns) > 1 and talk[turns[-2].start].speaker == speaker
        if goes_on and _length([talk[at] for at in turns[-1]]) <= _THROWN_IN:
            turns[-2:] = [range(turns[-2].start, stop)]
        else:
            turns.append(range(turns[-1].stop if turns else 0, stop))
    return turns


def _length(sentences: Sequence[Segment]) -> int:
    return sum(len(sentence.text.split()) for sentence in sentences)
