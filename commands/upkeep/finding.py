"""What a check of the doctor's came to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from commands.frame import Frame

State = Literal["fine", "look", "wrong"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`state`: "fine", "look" (it works, and there is something to know) or "wrong". `todo` says what to do about it;
    `repair` does it where that is safe, and tells what it did.
    """

    about: str
    state: State
    told: str
    todo: str = ""
    repair: Callable[[], str] | None = None


Check = Callable[[Frame], Iterable[Finding]]
