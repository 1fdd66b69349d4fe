"""demo: the demo's morning as it is without a model, computed beside the one that is there."""

import typer

import config
from commands.daily import intake_of
from commands.demo import world
from commands.frame import Frame, frame, out
from digest.card_words import card_words
from digest.morning import choose_today
from store.errors import EarmarkError, Mistake
from store.queries import digests
from store.records.readers import Digest


def demo(context: typer.Context) -> None:
    """Print the demo's morning as it is without a model, in the speakers' own words."""
    face = frame(context)
    if not (world.followed(face) and world.wanted(face)):
        raise Mistake(
            "the demo shows alone must be followed for that: `cli.py daily` takes them as long as no other is"
        )
    other = world.beside(face)
    found = _known(other) or _made(other)
    out.print("The demo's morning without a model, in the speakers' own words:")
    for pick in found.picks:
        words = card_words(pick.cited)
        who = ", ".join([*([words.speaker] if words.speaker else []), pick.cited.show])
        above = "".join(f"\n   {line}" for line in (words.placing, words.question) if line)
        out.print(f"\n{pick.rank}. {words.headline}{above}\n   “{words.quote}” ({who})", markup=False)


def _known(other: Frame) -> Digest | None:
    with other.store.read() as connection:
        return digests.latest(connection, other.reader.id)


def _made(other: Frame) -> Digest:
    """The whole job once more, with nothing that writes."""
    with intake_of(other, own_words=True) as intake:
        intake.scan()
        intake.take()
        intake.mend()
    choice = choose_today(other.store, other.reader, other.clock(), model_name=config.model_name(other.settings))
    if choice.digest is None:
        raise EarmarkError(
            "nothing was found in the demo's episodes without a model: `cli.py status` says how they stand"
        )
    return choice.digest
