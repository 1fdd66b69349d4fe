"""Reads spoken passages with the words that careful readers would leave out of print. Text and marks lie side by side:

`sample.json` is a list of {id, show, part, quote}; each file `*.out` has lines `id TAB quote` with what goes in [ ].
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class MarkedPassage:
    """`gone[i]` tells whether the text's i-th character is left out."""

    name: str
    show: str
    part: str
    text: str
    gone: tuple[bool, ...]

    def is_gone(self, start: int, end: int) -> bool:
        """Whether all letters and digits from `start` to `end` are left out."""
        return all(self.gone[at] for at in range(start, end) if self.text[at].isalnum())


def read_marked(folder: Path, part: str) -> list[MarkedPassage]:
    known = {row["id"]: row for row in json.loads((folder / "sample.json").read_text())}
    found = []
    for name, marked in _lines(folder):
        row = known[name]
        if row["part"] == part:
            text, gone = unmarked(marked)
            if text != row["quote"]:
                raise ValueError(f"the marks of {name} change its text: mark by [ and ] alone")
            found.append(MarkedPassage(name=name, show=row["show"], part=part, text=text, gone=gone))
    return found


def unmarked(marked: str) -> tuple[str, tuple[bool, ...]]:
    """The text without its brackets, and for each character whether it stood between them."""
    text, gone, within = "", [], False
    for letter in marked:
        if letter in "[]":
            within = letter == "["
        else:
            text += letter
            gone.append(within)
    return text, tuple(gone)


def _lines(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.glob("*.out")):
        for line in file.read_text().splitlines():
            name, _, marked = line.partition("\t")
            yield name, marked
