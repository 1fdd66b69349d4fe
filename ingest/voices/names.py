"""The names of a talk's voices, each with its reason: by what is said in it and what the feed says of it. Pure.

A name needs a sentence that gives it to this voice and to no other. What the feed names outweighs how a recogniser
spells it. "Speaker 2" is better than a wrong name: where two readings are near each other, there is none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from index.proof.names import names_in
from language.everyday_words import is_ordinary
from language.folding import plain
from language.lists import cue_lists, phrases
from store.records.episodes import FeedEpisode
from store.records.transcripts import Word

_PARTICLE = "|".join(sorted(phrases("name_particles")))
_PART = r"[^\W\d_a-zß-öø-ÿ][\w'’-]+"
NAME = rf"{_PART}(?: (?:(?:{_PARTICLE}) )?(?:{_PART}|[A-Z]\.)){{0,3}}"
_CUES = cue_lists("ingest/voices/introductions.toml", NAME=NAME)

# By judgement, not measured: a plain introduction names, and so do two greetings by first name; one does not.
_SELF, _OTHER, _GREETED, _ANSWERED, _HOST = 2.0, 1.5, 0.65, 0.65, 1.0
_ENOUGH = 1.0
_AHEAD = 0.5  # of the next name of a voice, and of the next voice of a name
_ONE_WORD = 0.8  # at most, for a single word that the feed does not have: "I'm German" names nobody
# What a name weighs less that only the talk has: where the feed names nobody, where it names others, or as one word.
_IN_NO_FEED, _BESIDE_FEED, _FIRST_NAME = 0.7, 0.5, 0.8
# Of 100, by judgement: "Elaina Fisher" has 88 with "Elena Fischer", "Elena Fisk" 76 and "Anna Fisher" 70. Whom the
# feed credits may be heard worse, for they are few.
_SPELT_ALIKE, _CREDITED_ALIKE = 80.0, 68.0
_OPENING_SECONDS = 60.0  # by judgement, not measured: who is named later may be spoken of alone
_SAID_ALIKE = 74.0  # of 100: in the demo "Emma Veil" has 75 with "Emma Vale", "Mark and Hale" 76 with "Martin Hale"
_MAIN = 0.15  # of the words: by judgement, less is a caller's or an advert's
_LONGEST_REASON = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a voice says in a row; of no known voice where it is None."""

    voice: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name and how it is known, as a sentence's part."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clue:
    voice: int
    name: str
    weight: float
    reason: str


def named(turns: Sequence[Turn], feed: FeedEpisode) -> dict[int, Named]:
    """Voice → its name, for those that can be told."""
    clues = [*_said(turns), *_credited(turns, feed)]
    pool = _Pool(feed, [clue.name for clue in clues])
    weighed: dict[tuple[int, str], float] = defaultdict(float)
    reasons: dict[tuple[int, str], str] = {}
    for clue in sorted(clues, key=lambda each: -each.weight):
        name, weight = pool.resolved(clue.name)
        lone = " " not in clue.name and weight < 1.0
        weighed[clue.voice, name] += weight * (min(clue.weight, _ONE_WORD) if lone else clue.weight)
        reasons.setdefault((clue.voice, name), clue.reason)
    found = {
        voice: Named(name=name, reason=reasons[voice, name])
        for (voice, name), score in weighed.items()
        if score >= _ENOUGH and _leads(weighed, voice, name, score)
    }
    return found | left_over(turns, feed, {voice: known.name for voice, known in found.items()})


def introduced(words: Sequence[Word], feed: FeedEpisode) -> int:
    """How many of the people whom the feed names are called by their whole names at the beginning of the talk: so many
    are heard in it, at least."""
    opening = [_letters(word.text) for word in words if word.start < _OPENING_SECONDS]
    runs = {"".join(opening[at : at + count]) for at in range(len(opening)) for count in (2, 3)}
    whole = [person for person in feed.people if " " in person.strip()]
    return sum(max((ratio(_letters(person), run) for run in runs), default=0.0) >= _SAID_ALIKE for person in whole)


def _leads(weighed: Mapping[tuple[int, str], float], voice: int, name: str, score: float) -> bool:
    rivals = [
        other for (whose, what), other in weighed.items() if (whose == voice) != (what == name)
    ]  # the voice's other names, the name's other voices
    return score >= max(rivals, default=0.0) + _AHEAD


def _said(turns: Sequence[Turn]) -> Iterator[_Clue]:
    for at, turn in enumerate(turns):
        if turn.voice is None:
            continue
        after = _next_voice(turns[at + 1 :], turn.voice)
        before = _next_voice(turns[:at][::-1], turn.voice)
        for kind, voice, weight in (
            ("self", turn.voice, _SELF),
            ("other", after, _OTHER),
            ("greeted", after, _GREETED),
            ("answered", before, _ANSWERED),
        ):
            for found in _CUES[kind].pattern.finditer(turn.text):
                if voice is not None and _is_name(found["who"]):
                    yield _Clue(voice=voice, name=found["who"], weight=weight, reason=_reason(kind, found[0]))


def _credited(turns: Sequence[Turn], feed: FeedEpisode) -> Iterator[_Clue]:
    """The host by the notes is who opens the show."""
    opens = next((t.voice for t in turns if t.voice is not None and _CUES["opens"].pattern.search(t.text)), None)
    hosts = {found["who"]: found[0] for found in _CUES["host"].pattern.finditer(feed.notes)}
    if opens is not None and len(hosts) == 1:
        for name, words in hosts.items():
            yield _Clue(voice=opens, name=name, weight=_HOST, reason=f"opens the show, and its notes say “{words}”")


def left_over(turns: Sequence[Turn], feed: FeedEpisode, found: Mapping[int, str]) -> dict[int, Named]:
    """The one main voice without a name is the one person of the feed without a voice."""
    words = Counter[int]()
    for turn in turns:
        if turn.voice is not None:
            words[turn.voice] += len(turn.text.split())
    main = [voice for voice, count in words.items() if count >= _MAIN * words.total()]
    taken = set(found.values())
    silent = [voice for voice in main if voice not in found]
    unheard = [person for person in feed.people if person not in taken]
    if len(silent) == len(unheard) == 1 and len(main) <= len(feed.people):
        return {silent[0]: Named(name=unheard[0], reason="the feed names nobody else")}
    return {}


def _next_voice(turns: Iterable[Turn], voice: int) -> int | None:
    return next((turn.voice for turn in turns if turn.voice not in (None, voice)), None)


def _is_name(words: str) -> bool:
    """Not "I'm American", "Thanks Everyone": a name of one word must not be a word."""
    return " " in words or not is_ordinary(words, ())


def _reason(kind: str, words: str) -> str:
    lead = {"self": "says", "other": "introduced with", "greeted": "greeted with", "answered": "answered with"}[kind]
    return f"{lead} “{' '.join(words.split())[:_LONGEST_REASON]}”"


class _Pool:
    """The names that the feed gives, and the whole ones that the talk does."""

    def __init__(self, feed: FeedEpisode, said: Iterable[str]) -> None:
        self._people = [person for person in feed.people if person.strip()]
        told = [name for line in [feed.title, *feed.notes.splitlines()] for name in names_in(line)]
        self._told = [name for name in told if " " in name]
        self._said: list[str] = []
        for name in said:
            if " " in name and _nearest(name, self._said, _SPELT_ALIKE) is None:
                self._said.append(name)

    def resolved(self, name: str) -> tuple[str, float]:
        """The name as the feed spells it, or as the talk first does at its longest, and what it weighs."""
        credited = _nearest(name, self._people, _CREDITED_ALIKE)
        known = credited or _nearest(name, self._told, _SPELT_ALIKE) or self._whole(name, self._told)
        if known:
            return known, 1.0
        weight = _BESIDE_FEED if self._people else _IN_NO_FEED
        if " " in name:
            return _nearest(name, self._said, _SPELT_ALIKE) or name, weight
        whole = self._whole(name, [*self._people, *self._said])
        return (self.resolved(whole)[0], weight) if whole else (name, _FIRST_NAME)

    @staticmethod
    def _whole(name: str, told: Iterable[str]) -> str | None:
        """The one longer name that has this one as its first or last."""
        longer = {each for each in told if " " not in name and _nearest(name, each.split(), _SPELT_ALIKE)}
        return longer.pop() if len(longer) == 1 else None


def _nearest(name: str, told: Iterable[str], least: float) -> str | None:
    """The name that is spelt most like it; letters alone count, for a recogniser may run words together."""
    letters = _letters(name)
    scores = [(ratio(_letters(each), letters), each) for each in told]
    best, nearest = max(scores, default=(0.0, None))
    return nearest if best >= least else None


def _letters(name: str) -> str:
    return "".join(letter for letter in plain(name) if letter.isalnum())
