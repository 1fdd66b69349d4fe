"""Which recogniser hears, and why, in a sentence. Pure."""

from collections.abc import Mapping

from ingest.speech import pace
from ingest.speech.known import DEFAULT
from ingest.speech.pace import Pace


def hears(named: str | None, set_in: str | None, paces: Mapping[str, Pace]) -> str:
    """`named`: the one that a person set, in `set_in`; by default this machine's pace decides."""
    if named:
        return f"Speech is recognised by {named} (set in {set_in}){_takes(paces.get(named))}."
    name, took = pace.chosen(paces) or DEFAULT, paces.get(DEFAULT)
    if took is None:
        return (
            f"Speech is recognised by {name}; the first audio that must be heard measures whether it is quick enough."
        )
    if name == DEFAULT:
        return f"Speech is recognised by {name}{_takes(took)}."
    return (
        f"Speech is recognised by {name}, English only: {DEFAULT} would take {took.minutes_an_hour:.0f} min for an "
        "hour of audio here (measured)."
    )


def is_too_slow(named: str | None, paces: Mapping[str, Pace]) -> bool:
    """Whether this machine hears with less than the default recogniser, because of its pace alone."""
    return not named and pace.chosen(paces) not in (None, DEFAULT)


def _takes(took: Pace | None) -> str:
    return f": an hour of audio takes {took.minutes_an_hour:.1f} min here (measured)" if took else ""
