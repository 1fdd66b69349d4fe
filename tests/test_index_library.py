"""The index on disk: two processes, lost folders, broken files, full disks."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from index import failures
from index.documents import Document, Scope
from index.failures import BrokenIndex, told_clearly
from index.library import Library, Mark
from index.queries import parse
from store.errors import Busy, Misconfigured

ROOT = Path(__file__).parent.parent
EVERYWHERE = Scope()


def axis(number: int):
    return np.eye(8, dtype=np.float32)[number]


def a_document(name: str, *, episode_id=1, show_id=1, kind="passage", published=datetime(2026, 1, 1, tzinfo=UTC)):
    return Document(
        id=name, kind=kind, episode_id=episode_id, show_id=show_id, published=published, text=f"we spoke of {name}"
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
        "import sys; from pathlib import Path; from index.library import Library; "
        "from tests.test_index_library import *; library = Library(Path(sys.argv[1]));"
    )
    done = subprocess.run([sys.executable, "-c", head + code, str(library.folder)], cwd=ROOT, timeout=60, check=False)
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
    other = Library(library.folder)
    other.nearest(axis(0), 5, EVERYWHERE)

    library.replace({2: [a_document("tin", episode_id=2)]}, {"we spoke of tin": axis(3)})

    assert keys(other.nearest(axis(3), 1, EVERYWHERE)) == ["passage:tin"]


def test_a_process_that_dies_between_the_two_halves_leaves_an_index_that_says_so(library):
    fill(library, "m", a_document("copper"))
    killed = (
        "import os, signal; from index import words;"
        "words.Words.write = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL);"
        "library.replace({2: [a_document('tin', episode_id=2)]}, {'we spoke of tin': axis(3)})"
    )

    in_another_process(library, killed, expect=-9)

    assert library.needs_rebuild("m")
    assert keys(library.matching(parse("copper"), 5, EVERYWHERE)) == ["passage:copper"]


def test_a_writer_that_was_killed_blocks_nobody(library):
    fill(library, "m", a_document("copper"))
    killed = (
        "import os, signal; from index.library import Generation;"
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


def test_limits_hold_in_both_halves(library):
    documents = [
        a_document("copper one", show_id=1, kind="insight"),
        a_document("copper two", show_id=2, published=datetime(2025, 1, 1, tzinfo=UTC)),
        a_document("copper three", show_id=2, published=None),
    ]
    fill(library, "m", *documents)
    scopes = [Scope(kind="insight"), Scope(show_id=2), Scope(show_id=2, since=datetime(2024, 6, 1, tzinfo=UTC))]

    by_word = [sorted(keys(library.matching(parse("copper"), 5, scope))) for scope in scopes]
    by_vector = [sorted(keys(library.nearest(axis(0), 5, scope))) for scope in scopes]

    assert by_word == by_vector
    assert by_word == [["insight:copper one"], ["passage:copper three", "passage:copper two"], ["passage:copper two"]]


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
