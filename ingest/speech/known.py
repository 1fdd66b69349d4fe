"""The recognisers that Earmark knows by name, and what their files are. Pure, but for reading its data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

DEFAULT: Final = "base"
SMALL: Final = "tiny.en"  # where base takes too long


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsFile:
    """One file of a recogniser, as published."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recogniser:
    """`parts`: file → the places in installed packages whose bytes, joined, are it; empty where it must be brought."""

    name: str
    languages: str
    work: float
    for_whom: str
    repository: str
    revision: str
    files: tuple[WeightsFile, ...]
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files)

    @property
    def english_only(self) -> bool:
        return self.languages == "en"


@cache
def recognisers() -> tuple[Recogniser, ...]:
    """The smallest first."""
    listed = tomllib.loads(Path(__file__).with_name("models.toml").read_text(encoding="utf-8"))["model"]
    return tuple(_made(entry) for entry in listed)


def recogniser(name: str) -> Recogniser | None:
    return next((each for each in recognisers() if each.name == name), None)


def _made(entry: dict[str, object]) -> Recogniser:
    from pydantic import TypeAdapter

    return TypeAdapter(Recogniser).validate_python(entry)
