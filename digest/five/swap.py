"""A reader's swap: one of those that stood next comes into the five, and one of the five goes.

It is feedback too (see `feedback.hear`): what came in was wanted; what went was not, where the reader named it. The
choice itself stays as it was made, so that a swap can be taken back and what was sent stays known as sent.
"""

from datetime import date, datetime

from digest.wording import long_day, plain
from index.library.documents import insight_text
from store import Store
from store.errors import Mistake
from store.queries import digests, swaps
from store.queries.embeddings import text_hash
from store.records.readers import Digest, Pick, Swap


def swap(store: Store, reader_id: int, day: date, in_id: str, now: datetime, *, out_id: str | None = None) -> Swap:
    """Brings one of the day's reserves into the five for `out_id`, or for the last that was not swapped in itself.

    Mistake when either cannot be swapped.
    """
    with store.write() as connection:
        digest = _known(digests.of_day(connection, reader_id, day), day)
        coming = _coming(digest, in_id)
        going = _going(digest, out_id)
        done = Swap(
            in_id=in_id,
            out_id=going.cited.insight.id,
            in_hash=text_hash(insight_text(coming.cited.insight)),
            out_hash=text_hash(insight_text(going.cited.insight)),
            named=out_id is not None,
            at=now,
        )
        swaps.keep(connection, digest.id, done)
    return done


def undo(store: Store, reader_id: int, day: date, in_id: str) -> Swap:
    """Takes the swap back that brought `in_id` into the five. Mistake when there is none."""
    with store.write() as connection:
        digest = _known(digests.of_day(connection, reader_id, day), day)
        done = digest.swapped_in(in_id)
        if done is None:
            raise Mistake("it was not swapped in, so there is nothing to take back")
        swaps.undo(connection, digest.id, done)
    return done


def can_go(digest: Digest) -> list[Pick]:
    """Those of the five that a swap may take out: what a swap brought in is put back by taking that back."""
    return [pick for pick in digest.picks if digest.swapped_in(pick.cited.insight.id) is None]


def _known(digest: Digest | None, day: date) -> Digest:
    if digest is None:
        raise Mistake(f"there are no five of {long_day(day)}")
    return digest


def _coming(digest: Digest, in_id: str) -> Pick:
    found = next((pick for pick in digest.reserves if pick.cited.insight.id == in_id), None)
    if found is None:
        raise Mistake("only what stands next after the five can be swapped in")
    if digest.swapped_out(in_id):
        raise Mistake(f"“{plain(found.cited.insight.headline)}” was swapped out: take that back instead")
    return found


def _going(digest: Digest, out_id: str | None) -> Pick:
    free = can_go(digest)
    if not free:
        raise Mistake("all of the five were swapped in already: take one of the swaps back first")
    if out_id is None:
        return free[-1]
    found = next((pick for pick in free if pick.cited.insight.id == out_id), None)
    if found is None:
        raise Mistake("what goes out has to be one of the five, and none that was swapped in itself")
    return found
