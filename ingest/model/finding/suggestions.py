"""Three named suggestions: a model for a laptop, for a workstation, for a key. Pure, but for reading its data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.model.finding.catalogue import Price
from ingest.passages.candidates import wanted_count

# bench/model_cost.py on 132 interviews, half of each talk sent.
TOKENS_READ_AN_HOUR = 7_876
# An insight is some 150 tokens (bench/model_cost.py), and twice as many are asked for as an hour keeps.
TOKENS_WRITTEN_AN_HOUR = 2 * 150 * wanted_count(3600)
_SHARE_OF_MEMORY_SPEED = 0.6  # by judgement, not measured: what such programs reach of a memory's speed


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """`size_gb` and the rest are None for a model that runs elsewhere."""

    name: str
    model: str
    for_whom: str
    size_gb: float | None = None
    memory_gb: float | None = None
    memory_gb_a_second: float | None = None
    reads_times_quicker: float | None = None

    @property
    def minutes_an_hour(self) -> float | None:
        """An estimate, of an hour of audio; None where nothing can be said of the machine."""
        if not (self.size_gb and self.memory_gb_a_second and self.reads_times_quicker):
            return None
        written_a_second = _SHARE_OF_MEMORY_SPEED * self.memory_gb_a_second / self.size_gb
        tokens = TOKENS_WRITTEN_AN_HOUR + TOKENS_READ_AN_HOUR / self.reads_times_quicker
        return tokens / written_a_second / 60


def usd_an_hour(price: Price) -> float:
    """What an hour of audio costs at that price."""
    return price.of(TOKENS_READ_AN_HOUR, TOKENS_WRITTEN_AN_HOUR)


@cache
def suggestions() -> tuple[Suggestion, ...]:
    listed = tomllib.loads(Path(__file__).with_name("suggestions.toml").read_text())
    return tuple(Suggestion(name=name, **fields) for name, fields in listed.items())


def suggested(name: str) -> Suggestion | None:
    return next((each for each in suggestions() if each.name == name), None)
