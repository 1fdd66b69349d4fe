"""An episode as talk.js draws it: turns of sentences with their times, adverts apart, what is marked in them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

from digest.wording import clock, plain
from language.sentences import split_segments
from pages.shared.people import names
from pages.shared.player.clip import Clip
from store.records.episodes import Chapter
from store.records.insights import CitedInsight, Insight
from store.records.transcripts import Segment, Span, Transcript, held_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """An episode with what was found in it. `length` in seconds; `clip` is None where there is nothing to play."""

    clip: Clip | None
    length: float
    transcript: Transcript | None
    adverts: Sequence[Span]
    chapters: Sequence[Chapter]
    found: Sequence[tuple[CitedInsight, Clip | None]]
    show_id: int


def as_data(talk: Talk, at: float | None) -> dict[str, object]:
    """`at` is the second to begin reading at."""
    return {
        "clip": asdict(talk.clip) if talk.clip else None,
        "length": talk.length,
        "at": at,
        "adverts": [{"start": span.start, "end": span.end, "told": plain(span.told)} for span in talk.adverts],
        "chapters": [
            {"start": chapter.start, "clock": clock(chapter.start), "title": plain(chapter.title)}
            for chapter in talk.chapters
            if chapter.listed
        ],
        "insights": [_insight(cited, clip) for cited, clip in talk.found],
        "turns": _turns(talk),
    }


def _insight(cited: CitedInsight, clip: Clip | None) -> dict[str, object]:
    insight = cited.insight
    return {
        "headline": plain(insight.headline),
        "start": insight.start,
        "clock": clock(insight.start),
        "home": f"./insight?id={insight.id}",
        "clip": asdict(clip) if clip else None,
    }


def _turns(talk: Talk) -> list[Mapping[str, object]]:
    said = split_segments(talk.transcript.segments) if talk.transcript else []
    held = [(held_by(talk.adverts, sentence.start, sentence.end), sentence) for sentence in said]
    turns: list[Mapping[str, object]] = []
    for (advert, speaker), group in groupby(held, key=lambda pair: (pair[0], pair[1].speaker)):
        spoken = [sentence for _, sentence in group]
        turns.append(
            {
                "speaker": plain(speaker or ""),
                "person": names.address_of(speaker, talk.show_id) if speaker else None,
                "clock": clock(spoken[0].start),
                "advert": plain(advert.told) if advert else None,
                "sentences": [_sentence(each, [cited.insight for cited, _ in talk.found]) for each in spoken],
            }
        )
    return turns


def _sentence(sentence: Segment, found: Sequence[Insight]) -> dict[str, object]:
    """With the insight that its words prove, where they do."""
    middle = (sentence.start + sentence.end) / 2
    proves = next((insight.id for insight in found if insight.start <= middle <= insight.end), None)
    return {"start": sentence.start, "end": sentence.end, "text": plain(sentence.text), "insight": proves}
