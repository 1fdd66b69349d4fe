"""The index on disk: two processes, lost folders, broken files, full disks."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from index.embedding.packaged_embedder import PACKAGED_NAME
from index.library import failures, generation, vectors, words
from index.library.documents import Document, Scope
from index.library.failures import BrokenIndex, told_clearly
from index.library.library import Library, Mark
from index.library.queries import parse
from index.library.spelling import Mended
from store.errors import Busy, Misconfigured

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
EVERYWHERE = Scope()


def axis(number: int):
    return np.eye(8, dtype=np.float32)[number]


def a_document(
    name: str, *, episode_id=1, show_id=1, kind="passage", published=datetime(2026, 1, 1, tzinfo=UTC), speakers=()
):
    return Document(
        id=name,
        kind=kind,
        episode_id=episode_id,
        show_id=show_id,
        published=published,
        text=f"we spoke of {name}",
        speakers=speakers,
    )


def fill(library: Library, model: str, *documents: Document) -> None:
    with library.rebuilding(model) as generation:
        generation.put({1: documents}, {each.text: axis(at) for at, each in enumerate(documents)})


def keys(matches) -> list[str]:
    return [match.key for match in matches]


@pytest.fixture
def library(tmp_path):
    opened = Library(tmp_path / "index")
    yield opened
    opened.close()


def in_another_process(library: Library, code: str, *, expect: int = 0) -> None:
    head = (
        "import sys; from pathlib import Path; from index.library.library import Library; "
        "from tests.index.library.test_library import *;"
        "library = Library(Path(sys.argv[1]), chroma_url=sys.argv[2] or None);"
    )
    command = [sys.executable, "-c", head + code, str(library.folder), library.chroma_url or ""]
    done = subprocess.run(command, cwd=ROOT, timeout=60, check=False)
    assert done.returncode == expect


def test_an_index_that_was_never_made_is_empty_and_wants_a_rebuild(library):
    assert library.needs_rebuild("m")
    assert library.nearest(axis(0), 5, EVERYWHERE) == []
    assert library.matching(parse("copper"), 5, EVERYWHERE) == []
    assert library.counts() == (0, 0)


def test_words_and_vectors_find_what_was_put_in(library):
    fill(library, "m", a_document("copper"), a_document("chips"))

    assert keys(library.matching(parse("copper"), 5, EVERYWHERE)) == ["passage:copper"]
    assert keys(library.nearest(axis(1), 1, EVERYWHERE)) == ["passage:chips"]
    assert not library.needs_rebuild("m")
    assert library.needs_rebuild("another model")


def test_what_another_process_writes_is_found_at_once(library):
    fill(library, "m", a_document("copper"), a_document("chips"))
    library.nearest(axis(0), 5, EVERYWHERE)

    in_another_process(library, "library.replace({1: [a_document('tin')]}, {'we spoke of tin': axis(5)})")

    assert [(m.key, round(m.score, 3)) for m in library.nearest(axis(5), 5, EVERYWHERE)] == [("passage:tin", 1.0)]
    assert keys(library.matching(parse("tin copper"), 5, EVERYWHERE)) == ["passage:tin"]


def test_a_rebuild_in_another_process_is_followed(library):
    fill(library, "m", a_document("copper"))
    library.nearest(axis(0), 5, EVERYWHERE)

    in_another_process(library, "fill(library, 'm', a_document('tin'))")

    assert library.mark() == Mark(2, 1)
    assert keys(library.nearest(axis(0), 5, EVERYWHERE)) == ["passage:tin"]
    assert sorted(path.name for path in library.folder.iterdir()) == ["CURRENT", "generation-2"]


def test_two_libraries_in_one_process_see_each_other(library):
    fill(library, "m", a_document("copper"))
    other = Library(library.folder, chroma_url=library.chroma_url)
    other.nearest(axis(0), 5, EVERYWHERE)

    library.replace({2: [a_document("tin", episode_id=2)]}, {"we spoke of tin": axis(3)})

    assert keys(other.nearest(axis(3), 1, EVERYWHERE)) == ["passage:tin"]


def test_a_process_that_dies_between_the_two_halves_leaves_an_index_that_says_so(library):
    fill(library, "m", a_document("copper"))
    killed = (
        "import os, signal; from index.library import words;"
        "words.WordIndex.write = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL);"
        "library.replace({2: [a_document('tin', episode_id=2)]}, {'we spoke of tin': axis(3)})"
    )

    in_another_process(library, killed, expect=-9)

    assert library.needs_rebuild("m")
    assert keys(library.matching(parse("copper"), 5, EVERYWHERE)) == ["passage:copper"]


def test_a_writer_that_was_killed_blocks_nobody(library):
    fill(library, "m", a_document("copper"))
    killed = (
        "import os, signal; from index.library.library import Generation;"
        "held = Generation(library.folder, library.mark(), chroma_url=None).words._index.writer();"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )

    in_another_process(library, killed, expect=-9)
    library.replace({2: [a_document("tin", episode_id=2)]}, {"we spoke of tin": axis(3)})

    assert library.counts() == (2, 2)


def test_a_second_writer_is_told_that_the_first_is_at_work(library):
    fill(library, "m", a_document("copper"))
    library.counts()
    held = library._opened.words._index.writer()

    with pytest.raises(Busy):
        library.replace({2: [a_document("tin", episode_id=2)]}, {"we spoke of tin": axis(3)})
    del held


def test_an_episode_is_replaced_and_forgotten_as_a_whole(library):
    fill(library, "m", a_document("copper"), a_document("chips"))

    library.replace({1: [a_document("tin")]}, {"we spoke of tin": axis(4)})
    assert library.counts() == (1, 1)

    library.forget([1])
    assert library.counts() == (0, 0)


NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
SUMMER = datetime(2024, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def copper(tmp_path_factory):
    """Eight documents on copper."""
    opened = the_coppers(Library(tmp_path_factory.mktemp("copper") / "index"))
    yield opened
    opened.close()


def the_coppers(opened):
    documents = [
        a_document("copper one", kind="insight", speakers=("Ann O'Hara",)),
        a_document("copper two", show_id=2, published=datetime(2025, 1, 1, tzinfo=UTC), speakers=("Bob", "ANN Lee")),
        a_document("copper three", show_id=2, published=None, speakers=("Joanna", "?")),
        a_document("copper four", kind="insight", published=SUMMER),
        *[a_document(f"copper many {n}", show_id=3, published=SUMMER) for n in range(3)],
    ]
    fill(opened, "m", *documents)
    opened.replace({2: [a_document("copper away", episode_id=2, show_id=4)]}, {"we spoke of copper away": axis(7)})
    return opened


@pytest.fixture(params=[500, 0], ids=["compared one by one", "by the graph"])
def limited(copper, monkeypatch, request):
    """What both halves let pass, by both ways of looking at vectors."""
    monkeypatch.setattr("index.library.generation._FEW", request.param)

    def passing(scope: Scope) -> list[str]:
        by_word = sorted(keys(copper.matching(parse("copper"), 20, scope)))
        assert sorted(keys(copper.nearest(axis(0), 20, scope))) == by_word
        return [key.replace("copper ", "") for key in by_word]

    return passing


@pytest.mark.parametrize(
    ("scope", "left"),
    [
        (Scope(kind="insight"), ["insight:four", "insight:one"]),
        (Scope(show_id=2), ["passage:three", "passage:two"]),
        (Scope(show_id=2, since=SUMMER), ["passage:two"]),
        (Scope(show_id=3, since=SUMMER), ["passage:many 0", "passage:many 1", "passage:many 2"]),
        (Scope(kind="insight", until=NEW_YEAR), ["insight:four"]),
        (Scope(since=datetime(2025, 1, 1, tzinfo=UTC), until=NEW_YEAR), ["passage:two"]),
        (Scope(show_id=2, until=NEW_YEAR), ["passage:two"]),
        (Scope(speaker="ann"), ["insight:one", "passage:two"]),
        (Scope(speaker=" Ann  o'hara"), ["insight:one"]),
        (Scope(speaker="LEE", kind="passage"), ["passage:two"]),
        (Scope(speaker="nobody"), []),
        (Scope(speaker=".*"), ["insight:one", "passage:three", "passage:two"]),
        (Scope(show_id=99), []),
        (Scope(kind="insight", insight_ids=frozenset({"copper one", "gone"})), ["insight:one"]),
        (
            Scope(insight_ids=frozenset({"copper one"}), passage_ids=frozenset({"copper two"})),
            ["insight:one", "passage:two"],
        ),
        (Scope(insight_ids=frozenset(), show_id=2), ["passage:three", "passage:two"]),
        (Scope(insight_ids=frozenset(), passage_ids=frozenset()), []),
        (Scope(episode_ids=frozenset({2, 77})), ["passage:away"]),
        (Scope(episode_ids=frozenset()), []),
    ],
)
def test_limits_hold_in_both_halves(limited, scope, left):
    assert limited(scope) == left


def test_typing_mistakes_are_mended_from_what_was_said(library):
    fill(library, "m", a_document("tariffs on copper by Anthropic"))

    assert library.spelled("tarrifs anthopic") == Mended(text="tariffs anthropic", sure=True)
    assert library.spelled("tariff, copper") is None


def test_a_narrow_limit_finds_the_nearest_of_what_it_leaves(library):
    many = [a_document(f"tin {n}") for n in range(700)]
    told = np.random.default_rng(7).normal(size=(700, 8)).astype(np.float32)
    told /= np.linalg.norm(told, axis=1, keepdims=True)
    with library.rebuilding("m") as generation:
        generation.put({1: many}, {each.text: row for each, row in zip(many, told, strict=True)})

    chosen = [5, 77, 301, 650]
    scope = Scope(passage_ids=frozenset(f"tin {n}" for n in chosen))

    expected = sorted(chosen, key=lambda n: -told[n][0])
    assert keys(library.nearest(axis(0), 3, scope)) == [f"passage:tin {n}" for n in expected[:3]]


def test_an_index_made_by_an_older_version_asks_for_a_rebuild(library, monkeypatch):
    with monkeypatch.context() as older:
        older.setattr(words, "_schema", schema_without_speakers)
        with library.rebuilding("m"):
            pass
    library.close()

    assert library.needs_rebuild("m")
    with pytest.raises(BrokenIndex, match=r"cli\.py reindex"):
        library.matching(parse("copper"), 5, EVERYWHERE)
    fill(library, "m", a_document("copper"))
    assert not library.needs_rebuild("m")


def test_an_index_in_which_insights_lay_among_passages_asks_for_a_rebuild(library, monkeypatch):
    with monkeypatch.context() as older:
        older.setattr(vectors, "_KINDS", ("passage",))
        older.setattr(vectors.Vectors, "_forget", lambda self, client: self._names.pop("insight"))
        fill(library, "m", a_document("tin"))
    library.close()

    assert library.needs_rebuild("m")
    fill(library, "m", a_document("copper", kind="insight"), a_document("tin"))
    assert not library.needs_rebuild("m")
    assert library.nearest_each([axis(1)], 5, "insight") == [["copper"]]


def turned(number: int):
    """As long as the packaged model's."""
    return np.eye(384, dtype=np.float32)[number]


def test_an_index_with_whole_vectors_of_an_older_version_goes_on_with_them(library, monkeypatch):
    with monkeypatch.context() as older:
        older.setattr(generation, "shortening_of", lambda model: None)
        with library.rebuilding(PACKAGED_NAME) as made:
            made.put({1: [a_document("tin")]}, {"we spoke of tin": turned(0)})
    library.close()

    library.replace({2: [a_document("zinc", episode_id=2)]}, {"we spoke of zinc": turned(1)})

    near = library.nearest(turned(1), 5, EVERYWHERE)
    assert [(match.key, round(match.score, 3)) for match in near] == [("passage:zinc", 1.0), ("passage:tin", 0.0)]
    assert not library.needs_rebuild(PACKAGED_NAME)


def test_an_index_with_vectors_shortened_in_another_way_asks_for_a_rebuild(library, monkeypatch):
    with library.rebuilding(PACKAGED_NAME) as made:
        made.put({1: [a_document("tin")]}, {"we spoke of tin": turned(0)})
    library.close()
    monkeypatch.setattr(vectors, "shortening_named", lambda name: None)

    assert library.needs_rebuild(PACKAGED_NAME)
    with pytest.raises(BrokenIndex, match=r"shortened .*cli\.py reindex"):
        library.nearest(turned(0), 5, EVERYWHERE)


def test_insights_and_passages_are_found_in_one_order(library):
    said = [a_document("copper", kind="insight"), a_document("tin"), a_document("zinc", kind="insight")]
    fill(library, "m", *said)

    assert keys(library.nearest(axis(1) + axis(2) / 2, 2, EVERYWHERE)) == ["passage:tin", "insight:zinc"]
    assert set(library.cosines(axis(1), ["passage:tin", "insight:zinc"])) == {"passage:tin", "insight:zinc"}


def schema_without_speakers(tantivy):
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", tokenizer_name="earmark_stem", index_option="freq")
    return builder.build()


def test_a_folder_deleted_while_the_app_runs_leaves_an_empty_index(library):
    import shutil

    fill(library, "m", a_document("copper"))
    library.nearest(axis(0), 5, EVERYWHERE)

    shutil.rmtree(library.folder)

    assert library.nearest(axis(0), 5, EVERYWHERE) == []
    assert library.matching(parse("copper"), 5, EVERYWHERE) == []
    library.forget([1])
    fill(library, "m", a_document("tin"))
    assert keys(library.nearest(axis(0), 5, EVERYWHERE)) == ["passage:tin"]


@pytest.mark.parametrize("part", ["vectors/chroma.sqlite3", "words/meta.json", "MODEL"])
def test_a_damaged_part_asks_for_a_rebuild_and_gets_well_by_it(library, part):
    fill(library, "m", a_document("copper"))
    library.close()
    broken = library.folder / "generation-1" / part
    broken.write_bytes(b"rubbish" * 100)

    assert library.needs_rebuild("m")
    fill(library, "m", a_document("tin"))
    assert not library.needs_rebuild("m")


@pytest.mark.parametrize("said", ["", "rubbish", "1", "1.x", "9.9"])
def test_a_current_file_that_says_nothing_sensible_asks_for_a_rebuild(library, said):
    fill(library, "m", a_document("copper"))
    (library.folder / "CURRENT").write_text(said)

    assert library.needs_rebuild("m")
    fill(library, "m", a_document("tin"))
    assert library.counts() == (1, 1)


def test_a_rebuild_that_fails_leaves_the_old_index(library):
    fill(library, "m", a_document("copper"))

    with pytest.raises(OSError, match="no space"), library.rebuilding("m"):
        raise OSError("no space left")

    assert library.counts() == (1, 1)
    assert sorted(path.name for path in library.folder.iterdir()) == ["CURRENT", "generation-1"]


def test_a_vector_of_another_size_is_a_broken_index(library):
    fill(library, "m", a_document("copper"))

    with pytest.raises(BrokenIndex):
        library.nearest(np.ones(3, dtype=np.float32), 5, EVERYWHERE)


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are POSIX")
def test_a_full_disk_is_an_error_of_the_disk(library):
    fill(library, "m", a_document("copper"))
    full = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); library.counts();"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000));"
        "documents = [a_document(f'tin{n} ' * 50) for n in range(400)]\n"
        "try:\n    library.replace({1: documents}, {d.text: axis(3) for d in documents})\n"
        "except (OSError, BrokenIndex) as error:\n    print(error); sys.exit(4)"
    )

    in_another_process(library, full, expect=4)


def test_messages_of_a_full_disk_become_an_os_error(tmp_path):
    with pytest.raises(OSError, match="no space"), told_clearly(tmp_path, ValueError):
        raise ValueError("database or disk is full")


def test_a_disk_that_is_full_is_told_though_the_message_hides_it(tmp_path, monkeypatch):
    monkeypatch.setattr(failures, "_FULL_BYTES", 2**62)

    with pytest.raises(OSError, match="no space"), told_clearly(tmp_path, ValueError):
        raise ValueError("Failed to apply logs to the metadata segment")


def test_a_chroma_address_that_is_none_is_refused(tmp_path):
    library = Library(tmp_path / "index", chroma_url="somewhere")

    with pytest.raises(Misconfigured, match="EARMARK_CHROMA_URL"):
        fill(library, "m", a_document("copper"))
