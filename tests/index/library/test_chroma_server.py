"""The same index with its vectors on a Chroma server, run here on loopback."""

import shutil
import subprocess
import sys

import pytest

from index.embedding.packaged_embedder import PACKAGED_NAME
from index.library import vectors
from index.library.library import Library
from store.errors import Misconfigured, Transient
from tests.index.library.test_library import (
    EVERYWHERE,
    ROOT,
    a_document,
    axis,
    fill,
    keys,
    limited,
    test_a_narrow_limit_finds_the_nearest_of_what_it_leaves,
    test_a_process_that_dies_between_the_two_halves_leaves_an_index_that_says_so,
    test_a_rebuild_in_another_process_is_followed,
    test_a_vector_of_another_size_is_a_broken_index,
    test_an_episode_is_replaced_and_forgotten_as_a_whole,
    test_insights_and_passages_are_found_in_one_order,
    test_limits_hold_in_both_halves,
    test_two_libraries_in_one_process_see_each_other,
    test_what_another_process_writes_is_found_at_once,
    the_coppers,
    turned,
)
from tests.worlds.chroma_server import listening

# The same tests of the index, here with its vectors on the server.
__all__ = [
    "limited",
    "test_a_narrow_limit_finds_the_nearest_of_what_it_leaves",
    "test_a_process_that_dies_between_the_two_halves_leaves_an_index_that_says_so",
    "test_a_rebuild_in_another_process_is_followed",
    "test_a_vector_of_another_size_is_a_broken_index",
    "test_an_episode_is_replaced_and_forgotten_as_a_whole",
    "test_insights_and_passages_are_found_in_one_order",
    "test_limits_hold_in_both_halves",
    "test_two_libraries_in_one_process_see_each_other",
    "test_what_another_process_writes_is_found_at_once",
]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """The address of a server that stays for all tests that harm it in nothing."""
    with listening(tmp_path_factory.mktemp("chroma")) as (url, _):
        yield url


@pytest.fixture
def library(tmp_path, lasting):
    opened = Library(tmp_path / "index", chroma_url=lasting)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def copper(tmp_path_factory):
    """Eight documents on copper, on a server of their own: names of collections are an installation's."""
    with listening(tmp_path_factory.mktemp("copper server")) as (url, _):
        yield the_coppers(Library(tmp_path_factory.mktemp("copper") / "index", chroma_url=url))


@pytest.fixture
def server(tmp_path):
    """(address, process) of a Chroma server that listens."""
    with listening(tmp_path / "server") as running:
        yield running


def test_vectors_of_another_version_are_not_taken_from_it(library, monkeypatch):
    with library.rebuilding(PACKAGED_NAME) as made:
        made.put({1: [a_document("tin")]}, {"we spoke of tin": turned(0)})
    library.close()
    monkeypatch.setattr(vectors, "shortening_named", lambda name: None)

    with pytest.raises(Misconfigured, match=r"another version of Earmark: .*cli\.py reindex"):
        library.needs_rebuild(PACKAGED_NAME)


def test_a_server_holds_the_vectors_and_a_lost_folder_is_made_anew(server, tmp_path):
    library = Library(tmp_path / "index", chroma_url=server[0])
    fill(library, "m", a_document("copper"), a_document("tin"))
    assert keys(library.nearest(axis(1), 1, EVERYWHERE)) == ["passage:tin"]

    shutil.rmtree(library.folder)
    fill(library, "m", a_document("zinc"))

    assert keys(library.nearest(axis(0), 5, EVERYWHERE)) == ["passage:zinc"]
    assert library.counts() == (1, 1)


def test_a_server_that_went_away_may_come_back(server, tmp_path):
    library = Library(tmp_path / "index", chroma_url=server[0])
    fill(library, "m", a_document("copper"))

    server[1].kill()
    server[1].wait()

    with pytest.raises(Transient, match="EARMARK_CHROMA_URL"):
        library.nearest(axis(0), 5, EVERYWHERE)


def test_two_readers_find_at_every_moment_what_was_there_while_one_writes(library):
    """Each asks a hundred times by meaning and by word for the tin that is there from the beginning."""
    fill(library, "m", a_document("tin"))
    asking = (
        "import sys; from pathlib import Path; from index.library.library import Library;"
        "from tests.index.library.test_library import *;"
        "library = Library(Path(sys.argv[1]), chroma_url=sys.argv[2]);"
        "near = [keys(library.nearest(axis(0), 1, EVERYWHERE)) for _ in range(100)];"
        "worded = [keys(library.matching(parse('tin'), 1, EVERYWHERE)) for _ in range(100)];"
        "assert all(found == ['passage:tin'] for found in near + worded)"
    )
    command = [sys.executable, "-c", asking, str(library.folder), library.chroma_url]
    readers = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]

    written = [write(library, number) for number in range(2, 22)]
    left = [reader.wait(timeout=120) for reader in readers]

    assert left == [0, 0]
    assert library.counts() == (21, 21) == (len(written) + 1,) * 2


def write(library, number):
    return library.replace(
        {number: [a_document(f"zinc {number}", episode_id=number)]}, {f"we spoke of zinc {number}": axis(1)}
    )
