"""What an insight is about: its text without who says it. Threads compare, label and follow this text, nothing else.

A model writes "Tern founder Ada Reed argues that ..." twenty times of one guest, and all twenty look alike. So
attributions ("Reed of Tern says", "according to Reed") are cut and the names of those who are heard in the episode
become "they", first or last name alone as well. Whoever is only spoken of stays: a person is a topic where others
speak of them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection

from index.library.documents import claim_text
from index.proof.attribution import is_somebody
from language.everyday_words import is_ordinary
from language.lists import cue_lists, phrases
from language.words import terms
from store.queries import embeddings, insights
from store.queries.embeddings import Vector
from store.queries.threads import matters as kept_matters
from store.queries.threads.matters import KeptMatter

_SHORTEST = 3  # letters; by judgement, not measured: a shorter part of a name ("Al", "de") names nobody by itself
# A run asks for the same texts when it looks at what is usual, places, regroups and names: 2 ms each at first. As many
# take some 30 MB.
_KEPT_TEXTS, _KEPT_EPISODES = 20_000, 2_000
_TITLES = frozenset("dr prof mr mrs ms sir phd md jr sr".split())
_PARTICLES = "de|da|di|del|van|von|der|den|la|le|bin|ibn|al|el"
_SAYS = "|".join(sorted(phrases("verbs_of_saying") | phrases("verbs_of_view"), key=len, reverse=True))
_VIEW = "|".join(sorted(phrases("nouns_of_saying")))
_CALLING = "|".join(sorted(phrases("callings") | phrases("persons"), key=len, reverse=True))
_CAPITAL = r"(?:[A-Z]|:\w)[\w&-]*(?:[.'’]\w+){0,3}"
# "Tern founder", "the principal AI research engineer": of what goes before a calling small words may be such alone.
_SMALL = (
    "former|early|chief|senior|principal|lead|research|podcast|software|machine|learning|data|marketing|product|radio"
)
_ROLE = rf"(?:(?:[Tt]he |[Aa]n? )?(?:(?:{_CAPITAL}|(?i:{_SMALL})) ){{0,4}}(?i:{_CALLING}),? |{_CAPITAL} )?"
_HOUSE = rf"(?: (?:of|at|from) (?:the )?(?:[a-z][\w-]* ){{0,3}}(?:{_CAPITAL})(?: {_CAPITAL})*(?: community| team)?)?"
_LATER = r"(?: \w+ly| also| then| now| once| himself| herself| therefore| still| even| has| had| would| does not)*"
PARTS = {
    "CALLING": _CALLING,
    "ROLE": _ROLE,
    "HOUSE": _HOUSE,
    "LATER": _LATER,
    "SAYS": _SAYS,
    "VIEW": _VIEW,
}  # of attributions.toml
_VEIL = "\ue000"  # stands for a speaker's name, so that what is cut is the same for all episodes
_LISTS = cue_lists("index/threads/attributions.toml", **PARTS, NAME=_VEIL)
_INSTEAD = {"cut": "", "theirs": "their", "they": "they", "leftover_commas": ""}
_CUTS = tuple((_LISTS[name].pattern, words) for name, words in _INSTEAD.items())
_BEGINNING = re.compile(r"(?:^|(?<=\n)|(?<=[.!?] ))[a-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What an insight is about, and the stems of that, as terms() gives them."""

    text: str
    stems: Sequence[str]


def matter(text: str, heard: Iterable[str]) -> str:
    """`text` without who says it; `heard` are the names of all who speak in the episode. Pure."""
    return _matter(text, _somebodies(tuple(heard)))


@lru_cache(maxsize=_KEPT_EPISODES)
def _somebodies(heard: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({name for name in heard if name and is_somebody(name)}))


@lru_cache(maxsize=_KEPT_TEXTS)
def _matter(text: str, heard: tuple[str, ...]) -> str:
    name = _called(heard)
    veiled = name.sub(_VEIL, text.replace(_VEIL, "")) if name else text
    if veiled == text:
        return text
    for pattern, instead in _CUTS:
        veiled = pattern.sub(instead, veiled)
    return _BEGINNING.sub(lambda found: found.group().upper(), veiled)


def matters(connection: Connection, insight_ids: Sequence[str]) -> dict[str, str]:
    """Insight id → what it is about, for those that are in the store."""
    found, _ = _told(connection, insight_ids)
    return {key: each.text for key, each in found.items()}


def kept(connection: Connection, insight_ids: Sequence[str]) -> dict[str, Matter]:
    """As matters(), with stems; what had to be made is kept. `connection` writes."""
    found, made = _told(connection, insight_ids)
    kept_matters.keep(connection, made)
    return found


def _told(connection: Connection, insight_ids: Sequence[str]) -> tuple[dict[str, Matter], list[KeptMatter]]:
    """(Insight id → what it is about, what of it was not kept)."""
    claims = kept_matters.claims(connection, insight_ids)
    heard = insights.heard_in(connection, {claim.episode_id for claim in claims})
    found: dict[str, Matter] = {}
    made: list[KeptMatter] = []
    for claim in claims:
        text, names = claim_text(claim.headline, claim.body), _somebodies(heard[claim.episode_id])
        told, made_from = claim.kept, _made_from(text, names)
        if told is None or told.made_from != made_from:
            about = _matter(text, names)
            stems = " ".join(terms(about))
            told = KeptMatter(insight_id=claim.insight_id, made_from=made_from, text=about, stems=stems)
            made.append(told)
        found[claim.insight_id] = Matter(text=told.text, stems=told.stems.split())
    return found, made


def _made_from(text: str, names: Iterable[str]) -> str:
    return sha256("\0".join((_rules(), *names, text)).encode()).hexdigest()


@cache
def _rules() -> str:
    """A hash of all that rules what a text is about and what its stems are, so that nothing kept outlives a rule."""
    root = Path(__file__).parents[2]
    files = [
        Path(__file__),
        root / "index" / "threads" / "attributions.toml",
        root / "index" / "proof" / "attribution.py",
        *(root / "language").glob("*.py"),
        *(root / "language" / "lists").glob("*.*"),
    ]
    told = sha256(version("snowballstemmer").encode())
    for file in sorted(files):
        told.update(file.read_bytes())
    return told.hexdigest()


def vectors_of(connection: Connection, model: str, told: Mapping[str, str]) -> dict[str, Vector]:
    """Insight id → the vector of what it is about, `told` as matters() gives it.

    Of the whole text where the shorter one has not been embedded, as in archives that are older than this rule; those
    of which neither has are left out.
    """
    known = embeddings.known(connection, model, list(told.values()))
    others = [key for key, text in told.items() if text not in known]
    whole = {key: claim_text(*claim) for key, claim in insights.claims_of(connection, others).items()}
    instead = embeddings.known(connection, model, list(whole.values()))
    found = {key: known.get(text, instead.get(whole.get(key, ""))) for key, text in told.items()}
    return {key: vector for key, vector in found.items() if vector is not None}


@lru_cache(maxsize=_KEPT_EPISODES)
def _called(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """What finds each of the names; None when there is nothing to find."""
    forms = [form for name in names for form in _forms(name)]
    together = "|".join(sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{together})(?![\w-])") if forms else None


def _forms(name: str) -> list[str]:
    """How a text may call a person, as patterns: two parts of the name or more, or one that is no everyday word."""
    words = re.findall(r"[^\W\d_][\w'’-]*", re.split(r"[,(|]", name)[0])
    parts = [word for word in words if word[:1].isupper() and word.casefold() not in _TITLES]
    said = "|".join(re.escape(part) for part in dict.fromkeys(parts))
    whole = [rf"(?:{said})(?: (?:[A-Z]\.?|{_PARTICLES}))*(?: (?:{said}))+"] if len(parts) > 1 else []
    return whole + [re.escape(part) for part in parts if len(part) >= _SHORTEST and not is_ordinary(part, ())]
