"""When each word is spoken. Pure. Where a source times no words, each takes its share of the stretch by its length."""

from collections.abc import Sequence

from store.types import Segment, Word


def words_of(segment: Segment) -> tuple[Word, ...]:
    """The segment's words without spaces in them; spread over its time where the source times none."""
    if segment.words:
        return tuple(word for timed in segment.words for word in spread(timed.text.split(), timed.start, timed.end))
    return spread(segment.text.split(), segment.start, segment.end)


def spread(texts: Sequence[str], start: float, end: float) -> tuple[Word, ...]:
    """Words one after the other from `start` to `end`, each as long as it has letters, plus one for the pause."""
    total = sum(len(text) + 1 for text in texts)
    words: list[Word] = []
    said = 0
    for text in texts:
        begin = start + (end - start) * said / total
        said += len(text) + 1
        words.append(Word(start=begin, end=start + (end - start) * said / total, text=text))
    return tuple(words)
