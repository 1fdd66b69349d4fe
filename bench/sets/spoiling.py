"""Spoils true claims, each in one way that a check must notice: what a model that errs or lies would hand in. Pure.

Every function gives the spoilt claims that it can make of one; an empty list where the claim offers nothing to spoil.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bench.sets.claims import ClaimTalk, GoldClaim
from index.proof.support import SHORT_FOR
from language import numbers
from language.folding import folded_words
from language.grammar import Grammar, Sentence

_TURNS = (
    "more/less most/least before/after higher/lower rises/falls rise/fall increases/decreases increase/decrease "
    "faster/slower cheaper/costlier larger/smaller bigger/smaller better/worse longer/shorter early/late earlier/later "
    "always/never everyone/nobody easier/harder gains/loses gain/lose first/last rarely/often few/many fewer/more "
    "strong/weak rejects/accepts refuses/agrees above/below up/down with/without"
).split()
_TURNED = {a: b for pair in _TURNS for a, b in (pair.split("/"), pair.split("/")[::-1])}
_HEDGES = (
    ("may", "will"), ("might", "will"), ("could", "will"), ("perhaps ", ""), ("probably ", ""), ("nearly ", ""),
    ("almost ", ""), ("roughly ", ""), ("often ", "always "), ("usually ", "always "), ("sometimes ", "always "),
    ("many ", "all "), ("most companies", "all companies"), ("rarely ", "never "), ("mostly ", "only "),
    ("largely ", "entirely "), ("seems to be", "is"), ("tends to ", "always "), ("tend to ", "always "),
    ("in part ", ""), ("up to ", ""),
)  # fmt: skip
_ABOUT = re.compile(r"\b(?:about|around|some|over|more than|at least) (?=[$€£]?\d)")
_WISHES = re.compile(
    r"\b(?:plans|plan|wants|want|hopes|hope|aims|aim|intends|intend|expects|expect|tries|try|would like) to (\w+)"
)
_NAME = re.compile(r"(?<![.!?:] )(?<!^)\b[A-Z]\w*(?:\.\w+)*(?:[- ][A-Z]\w*(?:\.\w+)*)*")
_FIGURE = re.compile(r"(?<![\w.,-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoilt:
    """A claim that is not true any more; `advert`: its quote is to be taken for an advert's.

    `changed` are the texts (headline, sentences of the body) that are not true.
    """

    claim: GoldClaim
    advert: bool = False


class Spoiler:
    """Spoils the claims of one talk; `outside` are names that it does not know."""

    def __init__(self, talk: ClaimTalk, outside: Sequence[str], grammar: Grammar) -> None:
        self._talk = talk
        self._said = " ".join(segment.text for segment in talk.transcript.segments)
        self._words = frozenset(folded_words(self._said))
        self._outside = [name for name in outside if not set(folded_words(name)) & self._words]
        self._people = {part for person in talk.people for part in person.replace(",", "").split()}
        self._grammar = grammar
        self._names = names_of(talk)
        self._figures = list(dict.fromkeys(_FIGURE.findall(self._said)))

    def kinds(self) -> dict[str, Callable[[int], list[Spoilt]]]:
        """By kind, what makes the spoilt claims of the talk's claim at that place."""
        return {
            "number": self.number, "name": self.name, "stranger": self.stranger, "quote": self.quote,
            "denied": self.denied, "speaker": self.speaker, "joined": self.joined, "advert": self.advert,
            "overclaim": self.overclaim,
        }  # fmt: skip

    def number(self, at: int) -> list[Spoilt]:
        """Its first figure or number word by another: one more, and one that the talk states elsewhere."""
        claim = self._claim(at)
        found = _FIGURE.search(f"{claim.headline}\n{claim.body}")
        if found is None:
            return self._counted(claim)
        value = float(found[0].replace(",", ""))
        others = [figure for figure in self._figures if float(figure.replace(",", "")) != value]
        more = f"{value + 1:,.0f}" if value % 1 == 0 and not 1900 < value < 2100 else f"{value + 1:g}"
        elsewhere = [others[at % len(others)]] if others else []
        return _all(_with(claim, found[0], other) for other in (more, *elsewhere))

    def _counted(self, claim: GoldClaim) -> list[Spoilt]:
        counted = [number for number in numbers.stated(f"{claim.headline} {claim.body}") if number.shown in _COUNTS]
        if not counted:
            return []
        shown = counted[0].shown
        return _all(_with(claim, shown, _COUNTS[(_COUNTS.index(shown) + step) % len(_COUNTS)]) for step in (1, 3))

    def name(self, at: int) -> list[Spoilt]:
        """A name by one that the same talk says elsewhere."""
        claim = self._claim(at)
        own = [name for name in _names_in(claim) if not self._is_of_people(name)]
        others = [name for name in self._names if not _shares(name, f"{claim.headline} {claim.body}")]
        if not own or not others:
            return []
        return _all(_with(claim, own[step % len(own)], others[(7 * at + 5 * step) % len(others)]) for step in (0, 1))

    def stranger(self, at: int) -> list[Spoilt]:
        """A name by one that nobody in the talk says."""
        claim = self._claim(at)
        own = _names_in(claim)
        return _all([_with(claim, own[0], self._outside[at % len(self._outside)])]) if own else []

    def quote(self, at: int) -> list[Spoilt]:
        """Its quote by three other claims' of the talk."""
        claims = self._talk.claims
        others = [claims[(at + step) % len(claims)] for step in (1, 2, len(claims) // 2)]
        return _all(replace(self._claim(at), quote=other.quote) for other in others if other is not self._claim(at))

    def speaker(self, at: int) -> list[Spoilt]:
        """Who says it by another who is heard in the talk."""
        claim = self._claim(at)
        said = f"{claim.headline} {claim.body}"
        named = [person for person in self._talk.people if _first_last(person)[1] in said]
        if len(named) != 1:
            return []
        others = [person for person in self._talk.people if person != named[0]]
        own, other = _first_last(named[0]), _first_last(others[at % len(others)])
        changed = claim
        for one, two in ((" ".join(own), " ".join(other)), (own[1], other[1])):
            changed = _with(changed, one, two) or changed
        return _all([changed if changed != claim else None])

    def joined(self, at: int) -> list[Spoilt]:
        """Its quote's first half, and the second half of another's."""
        other = self._talk.claims[(at + 1) % len(self._talk.claims)].quote.split()
        own = self._claim(at).quote.split()
        return _all([replace(self._claim(at), quote=" ".join(own[: len(own) // 2] + other[len(other) // 2 :]))])

    def advert(self, at: int) -> list[Spoilt]:
        return [Spoilt(claim=self._claim(at), advert=True)]

    def denied(self, at: int) -> list[Spoilt]:
        """Its headline denied (or a denial in it taken away), and its direction turned."""
        claim = self._claim(at)
        turned = re.sub(r"[\w’']+", lambda word: _TURNED.get(word[0], word[0]), claim.headline, count=0)
        denial = self._denial(claim.headline)
        headlines = [text for text in (denial, turned) if text and text != claim.headline]
        return _all(replace(claim, headline=headline) for headline in headlines)

    def _denial(self, headline: str) -> str | None:
        taken = re.sub(r"\b(?:do|does|did) not |(?<= )(?:not|never) |n['’]t\b|\bcannot\b", _affirmed, headline)
        if taken != headline:
            return taken
        (sentence,) = self._grammar.parse([headline])
        return _negated(headline, sentence)

    def overclaim(self, at: int) -> list[Spoilt]:
        """A hedge dropped, a wish made an outcome, one case made a law; in the headline, else in the body."""
        claim = self._claim(at)
        hedged = (_with(claim, old, new) for old, new in _HEDGES if re.search(rf"\b{old.strip()}\b", _told(claim)))
        wish = _WISHES.search(_told(claim))
        done = _with(claim, wish[0], f"does {wish[1]}") if wish else None
        exact = replace(claim, headline=_ABOUT.sub("", claim.headline), body=_ABOUT.sub("", claim.body))
        cases = [next((each for each in hedged if each), None), done, self._as_a_law(claim), exact]
        return _all(case for case in cases if case != claim)

    def _as_a_law(self, claim: GoldClaim) -> GoldClaim | None:
        (sentence,) = self._grammar.parse([claim.headline])
        verb = next((token for token in sentence if token.dep == "root" and token.tag in ("VBZ", "VBP", "VBD")), None)
        if verb is None or verb.text in _COPULAS:
            return None
        headline = f"{claim.headline[: verb.start]}always {claim.headline[verb.start :]}"
        return replace(claim, headline=headline)

    def _claim(self, at: int) -> GoldClaim:
        return self._talk.claims[at]

    def _is_of_people(self, name: str) -> bool:
        return bool(set(name.split()) & self._people)


_OPENERS = frozenset("When While After Before Because Since Although Their There These Those".split())
_COUNTS = "two three four five six seven eight nine ten".split()
_COPULAS = frozenset("is are was were".split())


def names_of(talk: ClaimTalk) -> list[str]:
    """The names that a talk's claims give and its transcript says, but for the people heard."""
    said = " ".join(segment.text for segment in talk.transcript.segments)
    people = {part for person in talk.people for part in person.replace(",", "").split()}
    found = [name for claim in talk.claims for name in _names_in(claim)]
    names = (name for name in found if not all(part in _OPENERS or part in SHORT_FOR for part in name.split()))
    return list(dict.fromkeys(name for name in names if name in said and not set(name.split()) & people))


def _names_in(claim: GoldClaim) -> list[str]:
    found = [name for text in (claim.headline, claim.body) for name in _NAME.findall(text)]
    return list(dict.fromkeys(name for name in found if len(name) > 2 and name not in SHORT_FOR))


def _shares(name: str, text: str) -> bool:
    return bool(set(folded_words(name)) & set(folded_words(text)))


def _first_last(person: str) -> tuple[str, str]:
    parts = [part for part in person.partition(",")[0].split() if not part.endswith(".")]
    return parts[0], parts[-1]


def _told(claim: GoldClaim) -> str:
    return f"{claim.headline} {claim.body}"


def _with(claim: GoldClaim, old: str, new: str) -> GoldClaim | None:
    """The claim with `old` replaced wherever it stands; None when it stands nowhere."""
    pattern = re.compile(rf"(?<![\w]){re.escape(old)}(?![\w])") if old[-1:].isalnum() else re.compile(re.escape(old))
    changed = replace(claim, headline=pattern.sub(new, claim.headline), body=pattern.sub(new, claim.body))
    return changed if changed != claim else None


def _all(claims: Iterable[GoldClaim | None]) -> list[Spoilt]:
    return [Spoilt(claim=claim) for claim in claims if claim is not None]


def _affirmed(found: re.Match[str]) -> str:
    return "can" if found[0] == "cannot" else ""


def _negated(headline: str, sentence: Sentence) -> str | None:
    """The headline with its main verb denied: "is" gets "not", "pays" becomes "does not pay"."""
    root = next(at for at, token in enumerate(sentence) if token.head == at)
    helpers = [token for token in sentence if token.head == root and token.dep in ("aux", "cop", "aux:pass")]
    if helpers:
        first = min(helpers, key=lambda token: token.start)
        return f"{headline[: first.end]} not{headline[first.end :]}"
    verb = sentence[root]
    if verb.text in _COPULAS:
        return f"{headline[: verb.end]} not{headline[verb.end :]}"
    base = {"VBZ": _base(verb.text), "VBP": verb.text}.get(verb.tag)
    if base is None:
        return None
    return f"{headline[: verb.start]}{'does' if verb.tag == 'VBZ' else 'do'} not {base}{headline[verb.end :]}"


def _base(verb: str) -> str:
    if verb in ("has", "does", "goes"):
        return {"has": "have", "does": "do", "goes": "go"}[verb]
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return verb[:-2] if verb.endswith(("sses", "shes", "ches", "xes", "zzes")) else verb.removesuffix("s")
