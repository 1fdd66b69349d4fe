"""What a person changes about a show's voices: their names, that two are one, that one is forgotten."""

from store import Store
from store.errors import Mistake
from store.queries.voices import voices
from store.records.voices import Voice

LONGEST_NAME = 100  # letters; by judgement, not measured: longer is no name


def change_name(store: Store, voice: Voice, name: str | None) -> int:
    """Names the voice, or takes its name away; gives in how many episodes it was called otherwise.

    Raises Mistake for an empty or overlong name, and for one that another voice of the show has.
    """
    if name is not None and not 0 < len(name.strip()) <= LONGEST_NAME:
        raise Mistake(f"a name has 1 to {LONGEST_NAME} letters")
    wanted = name.strip() if name else None
    with store.write() as connection:
        others = [each for each in voices.of_show(connection, voice.show_id) if each.id != voice.id]
        same = next((each for each in others if wanted and each.name == wanted), None)
        if same:
            raise Mistake(
                f"voice {same.id} is called {wanted}: `cli.py voices merge {voice.id} {same.id}` makes them one"
            )
        return len(voices.rename(connection, voice.id, wanted, None, by_hand=True))


def merged(store: Store, voice: Voice, into: Voice) -> None:
    """Raises Mistake unless they are two voices of one show."""
    if voice.id == into.id or voice.show_id != into.show_id:
        raise Mistake("only two voices of one show can be one")
    with store.write() as connection:
        voices.merge(connection, voice, into)


def forgotten(store: Store, voice: Voice) -> None:
    with store.write() as connection:
        voices.forget(connection, voice.id)
