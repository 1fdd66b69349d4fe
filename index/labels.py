"""Names a thread with words its members share, as a person would jot it down: "China open-source AI". Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from index.archive import Archive, Claim
from index.terms import STOP_WORDS, stem, terms

_LONGEST = 60
_CLAUSE = re.compile(r"[.,;:!?()\"“”\n–—]+\s*|\s'|'\s")
_TOKEN = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
# "open-source" is two words. Two that stand together say more than one; three hardly more than two.
_LENGTH_GAIN = {1: 1.0, 2: 1.5, 3: 1.7}
_COMMON_ENOUGH = 0.4  # share of the members that a name or a topic must stand in to be set beside the best phrase

Phrase = tuple[str, ...]


def label(members: Sequence[Claim], archive: Archive) -> str:
    """A short name; the headline when there is one member, or nothing is shared."""
    forms: dict[Phrase, Counter[str]] = defaultdict(Counter)
    used: Counter[Phrase] = Counter()
    for claim in members:
        found = list(_phrases(claim.text))
        for phrase, form in found:
            forms[phrase][form] += 1
        used.update({phrase for phrase, _ in found})
    shared = [phrase for phrase, n in used.items() if n >= 2 and n >= len(members) / 4]
    if len(members) < 2 or not shared:
        return _shortened(members[0].headline)

    def worth(phrase: Phrase) -> tuple[float, Phrase]:
        rarity = sum(_rarity(part, archive) for part in phrase) / len(phrase)
        return used[phrase] / len(members) * rarity * _LENGTH_GAIN[min(3, len(_words(phrase)))], phrase

    best = max(shared, key=worth)
    beside = [phrase for phrase in shared if used[phrase] >= _COMMON_ENOUGH * len(members)]
    beside = [phrase for phrase in beside if _is_name(forms[phrase]) != _is_name(forms[best])]
    beside = [phrase for phrase in beside if not _words(phrase) & _words(best)]
    parts = [best, max(beside, key=worth)] if beside else [best]
    parts.sort(key=lambda phrase: not _is_name(forms[phrase]))
    words = " ".join(forms[part].most_common(1)[0][0] for part in parts)
    return _shortened(words if any(c.isupper() for c in words.split()[0]) else words[:1].upper() + words[1:])


def _phrases(text: str) -> Iterator[tuple[Phrase, str]]:
    """(stems, as written) of each run of one to three content words that no mark or stop word parts."""
    for clause in _CLAUSE.split(text):
        tokens = [token.removesuffix("'s").removesuffix("’s") for token in _TOKEN.findall(clause)]
        stems = [_key(token) for token in tokens]
        for size in _LENGTH_GAIN:
            for at in range(len(tokens) - size + 1):
                phrase = stems[at : at + size]
                if all(phrase) and len(set(phrase)) == size and not all(part.isdigit() for part in phrase):
                    yield tuple(phrase), " ".join(tokens[at : at + size])


def _key(token: str) -> str:
    """One stem a token, "" for a stop word; a country and its adjective share one."""
    lower = token.lower().replace("’", "'")
    if lower in STOP_WORDS or (len(lower) < 2):
        return ""
    return stem(lower) if lower.isalpha() else "-".join(terms(lower))


def _words(phrase: Phrase) -> set[str]:
    return {word for part in phrase for word in part.split("-")}


def _rarity(part: str, archive: Archive) -> float:
    """Of the rarest word in it: "open-source" is one part, while the archive counts two stems."""
    return max(archive.rarity(word) for word in part.split("-"))


def _is_name(forms: Counter[str]) -> bool:
    """Written with a capital nearly always, not only where a sentence begins."""
    capital = sum(n for form, n in forms.items() if form[:1].isupper())
    return capital >= 0.9 * sum(forms.values())


def _shortened(words: str) -> str:
    if len(words) <= _LONGEST:
        return words
    return words[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"
