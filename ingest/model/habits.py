"""What was seen of how a model replies, remembered between runs: whoever asks a question meets the model but once."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from store import Store
from store.queries import facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """`thinks`: before it answers; `closes_unopened`: it ends its thoughts with a mark that nothing opened."""

    thinks: bool = False
    closes_unopened: bool = False


def recalled(store: Store, model: str, base_url: str | None) -> Habits:
    with store.read() as connection:
        known = (facts.get(connection, _name(model, base_url)) or "").split()
    return Habits(thinks="thinks" in known, closes_unopened="closes-unopened" in known)


def remember(store: Store, model: str, base_url: str | None, habits: Habits) -> None:
    with store.write() as connection:
        facts.put(connection, _name(model, base_url), " ".join(_words(habits)))


def _words(habits: Habits) -> Iterable[str]:
    if habits.thinks:
        yield "thinks"
    if habits.closes_unopened:
        yield "closes-unopened"


def _name(model: str, base_url: str | None) -> str:
    return f"habits {sha256(f'{model} {base_url}'.encode()).hexdigest()[:32]}"
