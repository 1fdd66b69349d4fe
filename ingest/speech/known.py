"""The recognisers that Earmark knows by name, and what their files are. Pure, but for reading its data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

DEFAULT: Final = "base"
SMALL: Final = "tiny.en"  # where base takes too long


class Engine(Enum):
    """What runs a recogniser's weights."""

    WHISPER = "whisper"
    PARAKEET = "parakeet"


_NEEDS = {Engine.PARAKEET: ("onnx_asr", "requirements-parakeet.txt")}  # beside requirements.txt


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsFile:
    """One file of a recogniser, as published."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recogniser:
    """`parts`: file → the places in installed packages whose bytes, joined, are it; empty where it must be brought.
    `languages`: the codes of those that it hears, where it does not hear all that Whisper does."""

    name: str
    work: float
    for_whom: str
    repository: str
    revision: str
    files: tuple[WeightsFile, ...]
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    engine: Engine = Engine.WHISPER

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files)

    @property
    def english_only(self) -> bool:
        return self.languages == ("en",)

    @property
    def hears(self) -> str:
        """Its languages in words."""
        if self.english_only:
            return "English"
        return f"{len(self.languages)} languages of Europe" if self.languages else "99 languages"

    @property
    def source(self) -> str:
        """How the transcripts that it wrote are marked."""
        return self.name if self.engine is Engine.PARAKEET else f"whisper {self.name}"

    @property
    def missing(self) -> str | None:
        """The file of further requirements that it needs, where they are not installed."""
        library, requirements = _NEEDS.get(self.engine, (None, None))
        return requirements if library and find_spec(library) is None else None


def installing(known: Recogniser) -> str:
    """What to do where something is missing."""
    return f"{known.name} needs more libraries: `.venv/bin/python -m pip install -r {known.missing}` brings them"


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
