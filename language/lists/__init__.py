"""Lists of words (.txt) and of cues (.toml) as data, each read once.

A list of words has one a line, its reasons after "#". A cue is a short pattern with a name, a reason and two examples;
tests/language/test_lists.py asks each whether it matches the one and spares the other. The small words "a|b" of a cue
stand among those of its list inside one `frame`, so that no alternative is ever without its borders.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]  # of the repository, from language/lists/


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """`pattern` may be several alternatives; it is read inside its list's frame."""

    name: str
    reason: str
    pattern: str
    matches: str
    spares: str


@dataclass(frozen=True, kw_only=True)
class CueList:
    """Cues that are looked for together. `frame` stands around them where it says CUES; small and capital are one
    unless `cased`.
    """

    cues: tuple[Cue, ...]
    frame: str = r"\b(?:CUES)\b"
    cased: bool = False
    weight: float = 0.0

    @cached_property
    def text(self) -> str:
        return self.frame.replace("CUES", "|".join(cue.pattern for cue in self.cues))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All cues in one."""
        return re.compile(self.text, 0 if self.cased else re.IGNORECASE)

    def alone(self, cue: Cue) -> re.Pattern[str]:
        """One cue in the frame."""
        return re.compile(self.frame.replace("CUES", cue.pattern), 0 if self.cased else re.IGNORECASE)


@cache
def listed(name: str) -> tuple[str, ...]:
    """The lines of language/lists/`name`.txt, in their order."""
    lines = (_ROOT / "language" / "lists" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def phrases(name: str) -> frozenset[str]:
    """The words of language/lists/`name`.txt."""
    return frozenset(listed(name))


def cue_lists(path: str, **parts: str) -> Mapping[str, CueList]:
    """The lists of cues in the .toml file at `path` from the root. `parts` are put where a pattern or a frame names
    them.
    """
    text = (_ROOT / path).read_text(encoding="utf-8")
    return {name: _cue_list(table, parts) for name, table in tomllib.loads(text).items()}


def _cue_list(table: Mapping[str, Any], parts: Mapping[str, str]) -> CueList:
    cues = tuple(Cue(**{**entry, "pattern": _filled(entry["pattern"], parts)}) for entry in table["cues"])
    found = CueList(**{**table, "cues": cues})
    return replace(found, frame=_filled(found.frame, parts))


def _filled(pattern: str, parts: Mapping[str, str]) -> str:
    for name, part in parts.items():
        pattern = pattern.replace(name, part)
    return pattern
