"""What tells of a run of words whether an editor would leave it out: names of traits, each with its amount. Pure.

The weights of these names are in weights.json, learned by bench/training/train_deletion.py.
"""

from collections.abc import Mapping, Sequence
from math import log

from language.deletion.candidates import Run, is_open, same_start
from language.deletion.words import Word
from language.lists import phrases
from language.words import STOP_WORDS

_VERBS = frozenset("VBZ VBP VBD MD".split())
_AHEAD = 8  # words, by judgement: as far as a start is begun again


def traits(words: Sequence[Word], run: Run) -> Mapping[str, float]:
    """Amounts by name; a trait that is not there is 0."""
    if run.kind == "restart":
        named = _of_start(words, run)
    elif run.kind == "repeat":
        named = _of_repeat(words, run)
    else:
        named = _of_cue(words, run)
    return {f"{run.kind} {name}": amount for name, amount in {"always": 1.0, **named}.items()}


def _of_cue(words: Sequence[Word], run: Run) -> dict[str, float]:
    before = words[run.first - 1] if run.first else None
    after = words[run.last] if run.last < len(words) else None
    between = f"{_pause(before)}_{_pause(words[run.last - 1])}"
    named = {
        f"says {run.cue}",
        f"stands {between}",
        f"says {run.cue}, stands {between}",
        f"says {run.cue}, follows {_group(before, closing=True)}",
        f"says {run.cue}, before {_group(after)}",
        f"follows {_group(before, closing=True)}",
        f"before {_group(after)}",
    }
    if before is not None and before.bare in phrases("before_kind_of"):
        named.add("names a kind")
    if after is not None and after.bare in STOP_WORDS:
        named.add(f"{run.kind} before {after.bare}")
    if words[run.first].first:
        named |= {f"says {run.cue}, opens", "opens the passage" if run.first == 0 else "opens a sentence"}
    if words[run.first].text[0] in "\"“'‘":
        named.add("is quoted")
    if after is not None and after.text[0] in '"“':
        named.add("before a quotation")
    return dict.fromkeys(named, 1.0)


def _of_repeat(words: Sequence[Word], run: Run) -> dict[str, float]:
    said = [word.bare for word in words[run.first : run.last]]
    named = {f"stands {_pause(words[run.last - 1])}", f"words {min(len(said), 3)}"}
    named.add(f"is {_group(words[run.first])}")
    if len(said) == 1:
        named.add(f"one {_group(words[run.first])}")
    return dict.fromkeys(named, 1.0)


def _of_start(words: Sequence[Word], run: Run) -> dict[str, float]:
    gone, left = words[run.first : run.last], words[run.last : run.last + _AHEAD]
    stop = _pause(gone[-1])
    named = {f"stops {stop}", f"begins {_beginning(words, run.first)}", f"opens {_group(gone[0])}"}
    named |= {f"again {_group(left[0])}", f"size {min(len(gone), 6)}"}
    end, again = _ending(gone), same_start(gone, left)
    named |= {f"ends {end}", f"ends {end}, stops {stop}"}
    named.add(f"ends {end}, stops {stop}, begins {_beginning(words, run.first)}")
    if again:
        named |= {f"says again {min(again, 3)}", f"says again, ends {end}, stops {stop}"}
    elif _group(gone[0]) == _group(left[0]):
        named.add("begins alike")
    if any(word.bare == gone[0].bare for word in left[1:4]):
        named.add("begins again later")
    if not any({word.tag, word.closing} & _VERBS for word in left):
        named.add("no verb follows")
    if gone[-1].last:
        named.add("closes a sentence")
    shared = {word.bare for word in gone} & {word.bare for word in left}
    flags = dict.fromkeys(named, 1.0)
    return flags | {"shares": len(shared) / len({word.bare for word in gone}), "length": log(len(gone))}


def _ending(gone: Sequence[Word]) -> str:
    """How far a clause has come where it stops: "open" before its end, "verb" where more may follow."""
    if is_open(gone[-1]):
        return "open"
    if not any({word.tag, word.closing} & _VERBS for word in gone):
        return "without verb"
    return "verb" if gone[-1].closing[:2] == "VB" else "whole"


def _beginning(words: Sequence[Word], first: int) -> str:
    if words[first].first:
        return "sentence"
    before = words[first - 1]
    if before.pauses:
        return "behind a pause"
    return "behind a link" if before.tag in {"CC", "IN", "WRB", "WDT"} else "within"


def _pause(word: Word | None) -> str:
    """What stands behind the word: a name for the mark, "start" where there is no word."""
    if word is None or (word.last and not word.breaks):
        return "start" if word is None else "stop"
    if "..." in word.mark or "…" in word.mark:
        return "dots"
    return "dash" if word.breaks else "comma" if word.pauses else "none"


def _group(word: Word | None, *, closing: bool = False) -> str:
    """Its tag, coarse: all nouns are one, all verbs with a tense are one."""
    if word is None:
        return "nothing"
    tag = word.closing if closing else word.tag
    return "verb" if tag in _VERBS else tag[:2]
