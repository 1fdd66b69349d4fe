"""Finds who speaks where a transcript writes it among the words: `Name: …`, `[SPEAKER_01]: …`, `ADA BRUN, HOST: …`.

Pure. A label that recognisers give is one wherever it stands; a name must be written so often enough not to be talk.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from language.lists import phrases

BORDER = "\ue000"  # where one element of a page ends and the next begins; a letter of no script


def _letters_of(*categories: str) -> str:
    """The letters and marks of the alphabets, as what stands between the brackets of a pattern."""
    return "".join(chr(code) for code in range(0xC0, 0x2000) if unicodedata.category(chr(code)) in categories)


_UPPER = "A-Z" + _letters_of("Lu", "Lt")
_CASELESS = _letters_of("Lo")  # of Arabic, Hebrew, the Indian scripts


def _capitalised() -> str:
    """A word of a name; the marks are letters to no pattern, though half of an Indian word is made of them."""
    return rf"[{_UPPER}{_CASELESS}][\w{_letters_of('Mn', 'Mc')}.'’&-]*"


_CAPITAL = _capitalised()
_SMALL = "|".join(sorted(phrases("name_particles")))
_WORD = rf"(?:{_CAPITAL}|{_SMALL})"
_WIDE = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,10}"
NAME = rf"(?:{_CAPITAL}(?:\s{_WORD}){{0,4}}(?:\s#?\d{{1,3}}(?![\d:]))?|{_WIDE})"
_CALLED = "|".join(sorted(phrases("speaker_labels"), key=len, reverse=True))
_LABEL = rf"(?:(?:{_CALLED}|s)[\s_#-]*\d{{1,3}}|(?:{_CALLED})[\s_#-]+(?:[a-z]|\?|unknown)(?!\w)|unknown)"
_OPEN, _CLOSE, _COLON = r"[\[({<【［（]\s*", r"\s*[\])}>】］）]", r"\s*(?::(?=\s|$|[^\x00-\x7f])|：)\s*"
_ROLE = r"(?:\s*[(\[][^:\d]{1,40}[)\]]|\s+[|–—-]\s+[^:.?!\d]{1,40}?)?"

# What a recogniser calls somebody: in brackets, before a colon or alone, and with an underscore wherever it stands.
_SURE = (
    re.compile(rf"{_OPEN}(?P<name>{_LABEL}){_CLOSE}(?:{_COLON})?\s*", re.IGNORECASE),
    re.compile(rf"(?P<name>{_LABEL})(?:{_COLON}|\s*$)", re.IGNORECASE),
    re.compile(r"\s*(?P<name>(?:speaker|spk)_\d{1,3})(?=[\s|])(?:\s*[|–—-](?=\s))?\s*", re.IGNORECASE),
)
_PREFIX = re.compile(rf"(?P<name>{NAME}){_ROLE}{_COLON}")
_SMALL_PREFIX = re.compile(rf"(?P<name>[^\W\d_][\w.'’-]{{1,20}}){_COLON}")
_BOXED = re.compile(rf"{_OPEN}(?P<name>{NAME}){_CLOSE}(?:{_COLON}|\s+)")
# As in a broadcaster's script, where the name is in capitals when its role stands behind it.
_WITH_ROLE = re.compile(
    rf"\s*(?P<name>[{_UPPER}][{_UPPER}.'’-]+(?:\s[{_UPPER}][{_UPPER}.'’-]*){{0,4}}),\s[^:.?!]{{2,80}}:(?=\s|$)\s*"
)
# Where a label may begin inside a line: after the end of a sentence, or with a bracket or an underscore of its own.
_INSIDE = re.compile(
    rf"(?<=[.?!…\"”’)]\s)(?={BORDER}?[{_UPPER}{_CASELESS}])|(?<=\s)(?={_OPEN}{_LABEL}{_CLOSE}|speaker_\d)",
    re.IGNORECASE,
)
# Quotation marks of mail, numbers of a list, pictures.
_BEFORE = re.compile(rf"(?:[>\s{BORDER}\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]|\d{{1,4}}[.)]\s)*")
_WHOLE = re.compile(rf"\s*(?P<name>{NAME})\s*")
ANGLED = re.compile(rf"<\s*({_LABEL})\s*>", re.IGNORECASE)  # which is no tag of a caption's
_SEVERAL_WORDS = re.compile(r"\S\s\S")

_MOSTLY = 0.5  # of the beginnings; by judgement, not measured: where fewer have a name in small letters, it is talk
_NEVER_NAMES = {
    "subtitles", "captions", "transcript", "transcription", "translation", "note", "notes", "warning", "disclaimer",
    "question", "answer", "welcome", "today", "title", "episode", "date", "duration", "so", "and", "but", "well",
}  # fmt: skip
_UNKNOWN = re.compile(r".*(?:\?|unknown|unidentified\W?speaker)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What may name the speaker at the beginning of a text: `end` is where the talk begins. `sure`: it is no talk.
    `small`: in small letters."""

    name: str
    end: int
    sure: bool = False
    boxed: bool = False
    small: bool = False


def label_at(text: str) -> Label | None:
    """The label that `text` begins with, whether it is one or not."""
    bare = _BEFORE.sub("", text, count=1)
    label = _label_at(bare)
    return replace(label, end=label.end + len(text) - len(bare)) if label else None


def _label_at(text: str) -> Label | None:
    found = _first_match(text) or _WITH_ROLE.match(text)
    if found:
        return Label(name=found["name"], end=found.end(), sure=True)
    found = _PREFIX.match(text) or _BOXED.match(text) or _SMALL_PREFIX.match(text)
    if found is None or found["name"].lower() in _NEVER_NAMES | phrases("sounds_in_brackets"):
        return None
    return Label(name=found["name"], end=found.end(), boxed=found.re is _BOXED, small=found.re is _SMALL_PREFIX)


def whole_name(text: str) -> str | None:
    """The text where it may be a name and nothing else."""
    found = _first_match(text)
    if found and found.end() == len(text):
        return str(found["name"])
    found = _WHOLE.fullmatch(text.strip().strip("[](){}<>"))
    return found["name"] if found and found["name"].lower() not in _NEVER_NAMES else None


def is_generic(name: str) -> bool:
    """Whether a recogniser calls somebody so whom it does not know."""
    found = _first_match(name)
    return found is not None and found.end() == len(name)


def _first_match(text: str) -> re.Match[str] | None:
    return next(filter(None, (form.match(text) for form in _SURE)), None)


def names_in(beginnings: Iterable[str], *, wrapped: bool = False) -> frozenset[str]:
    """The names that stand before a colon, or in brackets, often enough to be speakers and not, say, `Podcasting:`.

    `beginnings` are the first lines of cues or paragraphs. One time is enough where the transcript begins with a name:
    such transcripts mark every change of speaker. But in `wrapped` lines a single word may stand there by chance.
    """
    texts = list(beginnings)
    found = [label_at(text) for text in texts]
    several = sum(label is not None and label.small for label in found) >= _MOSTLY * len(texts)
    labels = [label if label and (several or not label.small) else None for label in found]
    counts = Counter(label.name for label in labels if label)
    first = labels[0] if labels else None
    marked = first is not None and not first.boxed and not first.small
    boxed = {label.name for label in labels if label and label.boxed}
    return frozenset(
        label.name
        for label in labels
        if label
        and (
            label.sure
            or counts[label.name] > 1
            or (
                marked
                and label.name not in boxed
                and (not wrapped or label is first or _SEVERAL_WORDS.search(label.name))
            )
        )
    )


def split_name(text: str, names: frozenset[str]) -> tuple[str | None, str]:
    """(name, the rest) when `text` begins with one of `names` as a label, else (None, text)."""
    label = label_at(text)
    if label is None or not (label.sure or label.name in names):
        return None, text
    return label.name, text[label.end :]


def beginnings(text: str) -> list[str]:
    """The text, and what follows each whole name inside it that may be a label: two speakers may stand in one line."""
    inside = [text[at:] for at in _places_inside(text)]
    return [text, *(rest for rest in inside if (label := label_at(rest)) and _SEVERAL_WORDS.search(label.name))]


def _places_inside(text: str) -> list[int]:
    """Where a label may begin behind the one at the beginning, if any: "Dr." is no sentence."""
    first = label_at(text)
    return [found.start() for found in _INSIDE.finditer(text, first.end if first else 0)]


def parted(text: str, names: frozenset[str]) -> list[str]:
    """The text cut before each label inside it."""
    cuts = [0]
    for at in _places_inside(text):
        label = label_at(text[at:])
        if label and (label.sure or label.name in names):
            cuts.append(at)
    return [piece for at, end in pairwise([*dict.fromkeys(cuts), len(text)]) if (piece := text[at:end].strip())]


def bare_name(text: str) -> str | None:
    """A name without brackets, and the colon that sites put after it; None when nothing is left, or nobody is known."""
    name = " ".join(text.split()).strip("[](){}<>*").rstrip(":：").strip("[](){}<>*,- ")
    return None if not name or _UNKNOWN.fullmatch(name) else name


def whole_names(names: Iterable[str]) -> dict[str, str]:
    """Name → the one longer name that ends, or begins, with it: scripts give the whole name once, then the last."""
    every = sorted(set(names))
    whole: dict[str, str] = {}
    for name in every:
        folded = name.casefold()
        longer = [
            other
            for other in every
            if f" {folded}" == other.casefold()[-len(folded) - 1 :] or other.casefold().startswith(f"{folded} ")
        ]
        if len(longer) == 1 and not is_generic(name):
            whole[name] = longer[0]
    return whole
