"""The model that writes for the demo's own episodes, out of demo/claims. It asks nobody, costs nothing, knows no other.

Its claims were written by hand, with quotes copied from the scripts, and so were names for threads of them. All go
through the request and the check of any model; where a quote does not stand in what is asked about, its claim is not
given, and a thread of other claims gets no name.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from demo.world import load_shows
from store.errors import Unusable
from store.records.insights import DEMO_ORIGIN

CLAIMS_FOLDER = Path(__file__).parent / "claims"
_LABELS = CLAIMS_FOLDER.with_name("labels.json")
_THREAD = re.compile(r'<thread number="(\d+)">(.*?)</thread>', re.DOTALL)
_MOST = 0.5  # by judgement, not measured: more than half of a thread and of what a name was written for is the same
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenClaim:
    """A claim on an episode of the demo: `reply` is what a model would answer, `contradicts` the headline of another
    claim of the demo that it denies."""

    reply: Mapping[str, object]
    contradicts: str | None

    @property
    def quote(self) -> str:
        return str(self.reply["quote"])

    @property
    def headline(self) -> str:
        return str(self.reply["headline"])

    @property
    def text(self) -> str:
        return f"{self.headline} {self.reply['body']}"


@cache
def written_claims() -> Mapping[str, tuple[WrittenClaim, ...]]:
    """All that was written, by the guid of the episode."""
    listed = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(CLAIMS_FOLDER.glob("*.json"))}
    return {
        episode.guid: tuple(map(_claim, listed[show.slug].get(episode.key, ())))
        for show in load_shows()
        for episode in show.episodes
    }


def _claim(stored: Mapping[str, object]) -> WrittenClaim:
    contradicts = stored.get("contradicts")
    return WrittenClaim(
        reply={field: value for field, value in stored.items() if field != "contradicts"},
        contradicts=str(contradicts) if contradicts else None,
    )


class DemoWriter:
    """An index.chat.LanguageModel. `guid_of` gives the guid of an episode of a demo show by its id, None for any other:
    of those it writes nothing."""

    name = DEMO_ORIGIN

    def __init__(self, guid_of: Callable[[int], str | None]) -> None:
        self._guid_of = guid_of

    def complete(
        self,
        messages: Sequence[Mapping[str, object]],
        *,
        schema: Mapping[str, object] | None = None,
        episode_id: int | None = None,
        most_tokens: int | None = None,
    ) -> str:
        """The claims whose quotes stand in the request, how two of them stand, or names for threads of them.

        Raises Unusable for all else.
        """
        if schema is not None and schema.get("required") == ["labels"]:
            return _names(str(messages[-1]["content"]))
        own = written_claims().get(self._guid_of(episode_id) or "") if episode_id is not None else None
        if own is None:
            raise Unusable("what was written for the demo answers for no other episode")
        asked = _folded("\n".join(str(message["content"]) for message in messages))
        if schema is not None and schema.get("required") == ["insights"]:
            return json.dumps({"insights": [claim.reply for claim in own if _folded(claim.quote) in asked]})
        if schema is not None and schema.get("required") == ["answer"]:
            return _relation(asked)
        raise Unusable("what was written for the demo answers no such question")

    def stream(self, messages: Sequence[Mapping[str, object]]) -> Iterator[str]:
        """Nobody asks the demo anything."""
        raise Unusable("what was written for the demo answers no such question")


def _relation(asked: str) -> str:
    """How two claims of the demo stand; empty, which leaves it to the rules, where nothing was written of the two."""
    every = (claim for listed in written_claims().values() for claim in listed)
    there = [claim for claim in every if _folded(claim.text) in asked]
    headlines = {claim.headline for claim in there}
    denied = any(claim.contradicts in headlines for claim in there)
    return json.dumps({"answer": "contradicts"}) if denied else ""


def _names(asked: str) -> str:
    named = {int(number): _name(_folded(claims)) for number, claims in _THREAD.findall(asked)}
    return json.dumps({"labels": [{"thread": number, "label": name} for number, name in named.items() if name]})


def _name(claims: str) -> str | None:
    """The name that was written for most of these claims and for few others."""
    there = {headline for headline in _every_headline() if _folded(headline) in claims}
    listed: Mapping[str, list[str]] = json.loads(_LABELS.read_text(encoding="utf-8"))
    shares = {name: len(there & set(meant)) / len(there | set(meant)) for name, meant in listed.items()}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] > _MOST else None


def _every_headline() -> list[str]:
    return [claim.headline for listed in written_claims().values() for claim in listed]


def _folded(text: str) -> str:
    """Words alone: a quote may be heard with another comma, or stand over a line's end."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "
