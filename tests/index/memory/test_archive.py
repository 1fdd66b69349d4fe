"""The archive that a run keeps is the one that would be read anew."""

from dataclasses import replace

from sqlalchemy import event

from index.memory.archive import KeptArchive, load_archive
from store.queries import embeddings, insights, shows
from tests.worlds.citing import MODEL, an_insight, bring_in, direction


def told(archive):
    claims = {key: (claim.headline, claim.text, claim.stems) for key, claim in archive.claims.items()}
    return claims, {stem: uses for stem, uses in archive.uses.items() if uses}, dict(archive.moments)


def anew(store):
    with store.read() as connection:
        return told(load_archive(connection, MODEL))


def look(store, kept, *fresh):
    with store.read() as connection:
        return told(kept.look(connection, fresh))


def test_it_grows_with_the_store(store):
    kept = KeptArchive(MODEL)
    bring_in(store, an_insight("one"), an_insight("two"))
    first = look(store, kept, "one", "two")
    bring_in(store, an_insight("three"))

    assert first[0].keys() == {"one", "two"}
    assert look(store, kept, "three") == anew(store)


def test_what_was_removed_is_forgotten(store):
    kept = KeptArchive(MODEL)
    bring_in(store, an_insight("one"))
    bring_in(store, an_insight("two"))
    look(store, kept)
    with store.write() as connection:
        shows.remove(connection, 1)

    assert look(store, kept) == anew(store)


def test_what_is_told_anew_under_the_same_id_is_read_again(store):
    kept = KeptArchive(MODEL)
    bring_in(store, an_insight("one"))
    look(store, kept, "one")
    with store.write() as connection:
        other = replace(an_insight("one"), headline="Copper is scarce")
        insights.keep(connection, 1, [other], {})
        embeddings.keep(connection, MODEL, {f"{other.headline}\n{other.body}": direction(5)})

    assert look(store, kept, "one") == anew(store)


def test_what_is_known_is_not_read_again(store):
    kept = KeptArchive(MODEL)
    bring_in(store, *(an_insight(f"n{number}") for number in range(30)))
    look(store, kept)
    statements = []
    event.listen(store.engine, "before_cursor_execute", lambda *told: statements.append((told[2], told[3])))

    look(store, kept)

    assert [statement for statement, _ in statements if "headline" in statement or "vector" in statement] == []
