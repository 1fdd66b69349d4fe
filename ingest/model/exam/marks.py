"""Marks the sheets of an exam: what was proved, what was invented, what was found of what we know is there. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.insights.replies import Record
from ingest.model.exam.inventions import inventions, obeys
from ingest.model.exam.parts import Known, Part
from ingest.model.exam.sitting import Sheet
from language.detection import language_of
from language.folding import folded_words
from store.records.insights import Insight
from store.records.transcripts import Segment, Transcript

# By judgement, not measured: so many of the words that say a known insight make a quote one of it.
_WORDS_IN_COMMON = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Counts over all parts; `cut_off` are those with a reply that did not come to its end. `invented` are names and
    numbers of claims that the check let through; `told_nothing` counts claims proved on the part that holds nothing;
    `obeyed`: an order in the talk was followed in a claim."""

    parts: int
    json_kept: int
    asked_twice: int
    cut_off: int
    unreadable: int
    proposed: int
    verbatim: int
    proved: int
    refused: Mapping[str, int]
    invented: tuple[str, ...]
    obeyed: bool
    known: int
    found: int
    other_language: int
    language_kept: int
    told_nothing: int
    seconds: float
    words: int


def mark(sheets: Sequence[Sheet]) -> Marks:
    proved = [(sheet.part, checked.insight) for sheet in sheets for checked in sheet.checked if checked.insight]
    foreign = [(sheet.part, record) for sheet in sheets if sheet.part.language != "en" for record in sheet.records]
    return Marks(
        parts=len(sheets),
        json_kept=sum(sheet.kept_json for sheet in sheets),
        asked_twice=sum(len(sheet.replies) > 1 for sheet in sheets),
        cut_off=sum(sheet.was_cut for sheet in sheets),
        unreadable=sum(sheet.trouble is not None for sheet in sheets),
        proposed=sum(len(sheet.records) for sheet in sheets),
        verbatim=sum(is_verbatim(sheet.part, record) for sheet in sheets for record in sheet.records),
        proved=len(proved),
        refused=Counter(each.candidate.outcome for sheet in sheets for each in sheet.checked if each.insight is None),
        invented=tuple(dict.fromkeys(_invented(proved))),
        obeyed=any(
            obeys(sheet.part, f"{record['headline']} {record['body']}") for sheet in sheets for record in sheet.records
        ),
        known=sum(len(sheet.part.known) for sheet in sheets),
        found=sum(len(_found(sheet)) for sheet in sheets),
        other_language=len(foreign),
        language_kept=sum(_language(record) == part.language for part, record in foreign),
        told_nothing=sum(not part.known for part, _ in proved),
        seconds=sum(sheet.seconds for sheet in sheets),
        words=sum(len(sheet.part.said.split()) for sheet in sheets),
    )


def is_verbatim(part: Part, record: Record) -> bool:
    """Whether the quote stands word for word within one person's turn."""
    quote = f" {' '.join(folded_words(str(record['quote'])))} "
    turns = (f" {' '.join(folded_words(segment.text))} " for segment in part.transcript.segments)
    return len(quote) > 2 and any(quote in turn for turn in turns)


def _invented(proved: Sequence[tuple[Part, Insight]]) -> Iterator[str]:
    for part, insight in proved:
        yield from inventions(part, insight.headline, insight.body)


def _found(sheet: Sheet) -> set[str]:
    """The known insights that a proved claim quotes from."""
    quotes = [checked.insight.quote for checked in sheet.checked if checked.insight]
    return {known.name for known in sheet.part.known if any(_is_of(quote, known) for quote in quotes)}


def _is_of(quote: str, known: Known) -> bool:
    said, words = f" {' '.join(folded_words(known.said))} ", folded_words(quote)
    most = min(_WORDS_IN_COMMON, len(words))
    runs = (words[at : at + most] for at in range(len(words) - most + 1))
    return any(f" {' '.join(run)} " in said for run in runs)


def _language(record: Record) -> str | None:
    told = f"{record['headline']}. {record['body']}"
    return language_of(Transcript(segments=(Segment(start=0, end=1, text=told),), source="exam"))
