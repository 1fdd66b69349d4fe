"""A vault of notes on disk (Obsidian's, or any folder of Markdown), kept up to date around a person's own edits.

Each note holds one block of ours between two marks. What stands outside it is the person's and stays. A block that the
person has changed is theirs too, and left alone from then on; a note that they have deleted is not made again, one that
they have moved or renamed is found by its `earmark:` line.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from digest.outlets.notes import Note, front_matter

_STATE = ".earmark.json"
BEGIN, END = "%% earmark begin %%", "%% earmark end %%"
_BLOCK = re.compile(f"{re.escape(BEGIN)}\n(.*?)\n{re.escape(END)}", re.DOTALL)
_KEY = re.compile(r'\A---\r?\n(?:(?!---).*\n)*?earmark: "?([\w-]+)"?\r?$', re.MULTILINE)
_HEAD_BYTES = 4_096  # by judgement, not measured: the front matter stands within so much


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many notes were written anew, changed, as they were, left because a person edited or deleted them."""

    new: int = 0
    changed: int = 0
    same: int = 0
    left: int = 0


def keep_vault(folder: Path, notes: Iterable[Note]) -> Kept:
    """Raises OSError where the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = _read_state(folder)
    found = _notes_in(folder)
    counts = {"new": 0, "changed": 0, "same": 0, "left": 0}
    for note in notes:
        became, digest = _keep(folder, note, found.get(note.key), written.get(note.key))
        counts[became] += 1
        if digest:
            written[note.key] = digest
    _write(folder / _STATE, json.dumps(written, indent=0, sort_keys=True))
    return Kept(**counts)


def names_in(folder: Path) -> dict[str, str]:
    """Key → the name under which its note is linked, as it stands now: a person or a new label may have changed it."""
    return {key: path.stem for key, path in _notes_in(folder).items()}


def _keep(folder: Path, note: Note, path: Path | None, before: str | None) -> tuple[str, str | None]:
    """What became of the note, and the digest of the block as it stands when it is ours."""
    block = note.text
    if path is None:
        if before is not None:  # deleted
            return "left", None
        _write(folder / note.path, f"{front_matter(note.matter)}\n{BEGIN}\n{block}\n{END}\n\n")
        return "new", _digest(block)
    text = path.read_text(encoding="utf-8")
    stands = _BLOCK.search(text)
    if stands is None:
        return "left", None
    if stands[1] == block:
        return "same", _digest(block)
    if before is None or _digest(stands[1]) != before:
        return "left", None
    _write(path, text[: stands.start(1)] + block + text[stands.end(1) :])
    return "changed", _digest(block)


def _notes_in(folder: Path) -> dict[str, Path]:
    """By key, wherever a person has put them; never through a link out of the vault."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.md")):
        if path.is_symlink() or not path.is_file():
            continue
        with path.open("rb") as file:
            key = _KEY.search(file.read(_HEAD_BYTES).decode("utf-8", "replace"))
        if key:
            found.setdefault(key[1], path)
    return found


def _read_state(folder: Path) -> dict[str, str]:
    """Nothing where it is damaged: then all notes that differ are taken for edited, and stay."""
    try:
        kept: Mapping[object, object] = json.loads((folder / _STATE).read_text(encoding="utf-8"))
        return {str(key): str(value) for key, value in kept.items()}
    except (FileNotFoundError, ValueError, AttributeError, RecursionError):
        return {}


def _digest(block: str) -> str:
    return sha256(block.encode()).hexdigest()[:16]


def _write(path: Path, text: str) -> None:
    """Whole or not at all: sync programs look at every file that appears."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name[:40]}.new")
    fresh.write_text(text, encoding="utf-8", newline="\n")
    fresh.replace(path)
