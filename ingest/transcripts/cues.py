"""Cues, as captions and JSON give them, and the segments made of them. Pure.

A cue is a line on a screen; a segment is a sentence or two of one speaker. Words keep the times of their cue.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape

from ingest.transcripts.order import ordered
from ingest.transcripts.speakers import ANGLED
from language.lists import phrases
from language.sentences import spread
from language.words import word_count
from store.records.transcripts import Segment, Word

# By judgement, not measured: bound how far from the second that a segment begins with its words may be said.
LONGEST_SECONDS = 60.0
_LONG_SECONDS = 30.0  # talk without punctuation is cut at the next cue after this
_PAUSE_SECONDS = 3.0
_FEWEST_WORDS = 6  # "Yeah." stays with what follows
_SENTENCE_END = re.compile(r"[.?!…。？！][\"'”’)\]」』]*$")
_ABBREVIATION = re.compile(r"^[\"'“‘(]*(?:[A-Z]\.|(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|vs|etc|No|Inc|e\.g|i\.e)\.)$")

_SOUNDS = f"{'|'.join(sorted(phrases('sounds_in_brackets')))}|♪+"
_TAG = re.compile(
    r"</?[A-Za-z][^<>]*>|<[\d:.]+>|<\|[^<>|]*\|>|\{\\[^}]*\}|(?<![\w*\\])\*\*(?=\S)|(?<=[^\s*\\])\*\*(?![\w*])"
)
_LINE_START = re.compile(r"^\s*(?:[-–]\s+|(?:>>|&gt;&gt;)\s*)", re.MULTILINE)  # how captions mark a change of speaker
_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
# What sets the direction of writing, and where a word may be broken.
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF))
_NOISE = re.compile(
    rf"\[\s*(?:{_SOUNDS})\s*\]|\(\s*(?:{_SOUNDS})\s*\)|♪|\[_[a-z]+_?\d*\]|[\[(]{_CLOCK}[\])]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """Timed words that one speaker says in a row."""

    speaker: str | None
    words: tuple[Word, ...]


def tidy(text: str) -> str:
    """Spoken text, no tags, entities or noises. `[unintelligible]` stays: words are missing there."""
    plain = unescape(_LINE_START.sub("", text)).translate(_INVISIBLE)
    return " ".join(_NOISE.sub(" ", _TAG.sub("", ANGLED.sub(r"[\1]", plain))).split())


def shared(cue: Segment, parts: Iterable[tuple[str | None, str]]) -> list[Segment]:
    """A cue for each of the (speaker, text) that stand in one; they share its time by the length of what they say, or
    its words where those are timed."""
    joined: list[tuple[str | None, str]] = []
    for speaker, text in parts:
        if joined and joined[-1][0] == speaker:
            joined[-1] = (speaker, f"{joined[-1][1]} {text}")
        else:
            joined.append((speaker, text))
    total = sum(len(text) for _, text in joined)
    left = list(cue.words) if len(cue.words) == sum(len(text.split()) for _, text in joined) else []
    cues: list[Segment] = []
    start = cue.start
    for speaker, text in joined:
        words, left = tuple(left[: len(text.split())]), left[len(text.split()) :]
        end = words[-1].end if words else start + (cue.end - cue.start) * len(text) / total
        begin = words[0].start if words else start
        cues.append(Segment(start=begin, end=end, text=text, speaker=speaker, words=words))
        start = end
    return cues


def pieces_of(cues: Iterable[Segment]) -> list[Utterance]:
    """Cues in the order of the talk, their words spread inside each."""
    row = ordered(list(cues))
    pieces = []
    for cue, following in zip(row, [*row[1:], None], strict=False):
        texts = cue.text.split()
        end = cue.end
        if end <= cue.start and len(texts) > 1:
            end = following.start if following and following.start > cue.start else cue.start + 0.4 * len(texts)
        words = cue.words or spread(texts, cue.start, max(cue.start, end))
        if words:
            pieces.append(Utterance(speaker=cue.speaker, words=words))
    return pieces


def segments_of(pieces: Iterable[Utterance], *, across: bool = True, keep_words: bool = True) -> tuple[Segment, ...]:
    """Cuts talk at changes of speaker, sentence ends and pauses, no segment much longer than a minute.

    `across`: a sentence may run over several pieces, as it does over captions but not over paragraphs.
    """
    segments: list[Segment] = []
    said: list[Word] = []
    speaker: str | None = None
    for piece in pieces:
        for position, word in enumerate(piece.words):
            begins = position == 0
            changes = begins and (piece.speaker != speaker or not across)
            if said and (changes or _cut(said, word, begins=begins)):
                segments.append(_segment(said, speaker, keep_words=keep_words))
                said = []
            speaker = piece.speaker
            said.append(word)
    if said:
        segments.append(_segment(said, speaker, keep_words=keep_words))
    return tuple(segments)


def _cut(said: Sequence[Word], following: Word, *, begins: bool) -> bool:
    lasted = said[-1].end - said[0].start
    if following.start - said[-1].end > _PAUSE_SECONDS or following.end - said[0].start > LONGEST_SECONDS:
        return True
    if begins and lasted > _LONG_SECONDS:
        return True
    if not _ends_sentence(said[-1].text, following.text):
        return False
    return len(said) >= _FEWEST_WORDS or word_count(" ".join(word.text for word in said)) >= _FEWEST_WORDS


def _ends_sentence(text: str, following: str) -> bool:
    if not _SENTENCE_END.search(text) or _ABBREVIATION.match(text):
        return False
    return not following.lstrip("\"'“‘([")[:1].islower()


def _segment(words: Sequence[Word], speaker: str | None, *, keep_words: bool) -> Segment:
    return Segment(
        start=words[0].start,
        end=max(word.end for word in words),
        text=" ".join(word.text for word in words),
        speaker=speaker,
        words=tuple(words) if keep_words else (),
    )
