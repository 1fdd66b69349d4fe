"""Has a model read the parts of the exam as it would read an episode: the same request, the same check."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from index.chat import LanguageModel
from ingest.insights.claims import Checked, Claims
from ingest.insights.proposals import proposals
from ingest.insights.replies import Record, breaks_off
from ingest.model.exam.parts import Part
from ingest.model.report.witness import Witness
from ingest.passages.selection import Reading
from language.sentences import talk_sentences
from store.errors import Unusable

_FENCE = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What became of one part. `trouble` says why its reply could not be used."""

    part: Part
    replies: tuple[str, ...]
    seconds: float
    records: tuple[Record, ...] = ()
    checked: tuple[Checked, ...] = ()
    trouble: str | None = None

    @property
    def kept_json(self) -> bool:
        """Whether the first reply is JSON in the form asked for, at most with a fence around it."""
        return bool(self.replies) and is_json(self.replies[0])

    @property
    def was_cut(self) -> bool:
        """Whether a reply was cut off: what was asked for does not take so long."""
        return any(map(breaks_off, self.replies))


def sit(
    parts: Sequence[Part],
    model: LanguageModel,
    reading: Reading,
    now: datetime,
    began: Callable[[int, Part], None],
) -> tuple[Sheet, ...]:
    """The sheets of all parts; `began` hears of each part before it is read.

    Raises what the model raises, but for replies that cannot be used: those are marks, not errors.
    """
    sheets: list[Sheet] = []
    for number, part in enumerate(parts, start=1):
        began(number, part)
        sheets.append(_read(part, model, reading, now))
    return tuple(sheets)


def _read(part: Part, model: LanguageModel, reading: Reading, now: datetime) -> Sheet:
    hearing = Witness(model, for_episode=False)
    episode = part.episode(now)
    found: tuple[Record, ...] = ()
    trouble: str | None = None
    try:
        proposed = proposals(episode, [talk_sentences(part.transcript)], part.seconds, hearing)
        found, trouble = proposed.records, proposed.note
    except Unusable as error:
        trouble = str(error)
    claims = Claims(episode, part.transcript, (), now, model.name, reading)
    return Sheet(
        part=part,
        replies=tuple(hearing.replies),
        seconds=hearing.seconds,
        records=found,
        checked=tuple(claims.check(record) for record in found),
        trouble=trouble,
    )


def is_json(reply: str) -> bool:
    try:
        parsed = json.loads(_FENCE.sub("", reply))
    except (ValueError, RecursionError):
        return False
    return isinstance(parsed, dict) and isinstance(parsed.get("insights"), list)
