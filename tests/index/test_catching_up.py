"""An index that follows runs on other machines: two data folders on one store, their vectors apart or on one server."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select, update

from index import sync
from index.catching_up import catch_up, fill
from index.embedding import sentence_vectors
from index.embedding.embedder import embedded
from index.library.library import Generation, Library
from index.search.search import Search
from store import Store
from store.errors import Busy
from store.queries import episodes, shows, transcripts
from store.queries.index import changes, shared_vectors
from store.schema.transcripts import chunks
from tests.worlds.chroma_server import collections, listening
from tests.worlds.library_of import MORNING, keep_episode, talk

pytestmark = [pytest.mark.slow, pytest.mark.both_databases]

ROOT = Path(__file__).parents[2]
COPPER = (("Ann", "Copper prices rose because new mines take fifteen years to open."),)
TIN = (("Bob", "Tin is what solder is made of, and nobody opens a new smelter."),)
ZINC = (("Cid", "Zinc keeps a roof from rusting for forty years."),)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with listening(tmp_path_factory.mktemp("chroma")) as (url, _):
        yield url


@pytest.fixture(params=["in the folders", "on a server"])
def chroma_url(request):
    return request.getfixturevalue("server") if request.param == "on a server" else None


@pytest.fixture
def here(tmp_path, chroma_url):
    """The index of the machine that takes episodes."""
    opened = Library(tmp_path / "here" / "index", chroma_url=chroma_url)
    yield opened
    opened.close()


@pytest.fixture
def there(tmp_path, chroma_url):
    """The index of another machine."""
    opened = Library(tmp_path / "there" / "index", chroma_url=chroma_url, patience_seconds=0)
    yield opened
    opened.close()


@pytest.fixture
def take(store, here, embedder):
    """Takes an episode in as a run here does, and tells all others."""
    return lambda *turns, title="Episode", library=here: taken(store, library, embedder, turns, title)


def taken(store, library, embedder, turns, title):
    episode = keep_episode(store, *turns, title=title, show=title)
    index_again(store, library, embedder, episode)
    return episode


def index_again(store, library, embedder, episode):
    sync.index_episode(store, library, embedder, episode, MORNING)
    with store.write() as connection:
        place = changes.note(connection, [episode], MORNING)
    library.follows(place)


@pytest.fixture
def catch(store, there, embedder):
    """Brings the other machine's index up; gives how many episodes that took."""
    return lambda library=there: catch_up(store, library, embedder.name, lambda: embedder)


def found(store, library, embedder, asked):
    return [hit.show for hit in Search(store, library, embedder).find(asked, kind="passage")]


def test_what_one_machine_takes_another_finds(store, there, embedder, take, catch):
    take(*COPPER, title="Copper")
    assert found(store, there, embedder, "copper mines") == []

    assert catch() == 1
    assert found(store, there, embedder, "copper mines") == ["Copper"]
    take(*TIN, title="Tin")
    assert catch() == 1

    assert found(store, there, embedder, '"solder"') == ["Tin"]
    assert found(store, there, embedder, "why is the red metal so expensive?")[0] == "Copper"
    assert there.counts() == (2, 2)


def test_where_nothing_is_missing_nothing_is_written(take, there, catch):
    take(*COPPER)
    catch()
    before = there.mark()

    assert catch() == 0
    assert there.mark() == before


def test_what_was_removed_or_taken_anew_is_so_on_the_other_machine(store, here, there, embedder, take, catch):
    copper, tin = take(*COPPER, title="Copper"), take(*TIN, title="Tin")
    catch()

    remove(store, here, copper)
    with store.write() as connection:
        transcripts.keep(connection, tin, talk(*ZINC), ())
    index_again(store, here, embedder, tin)

    assert catch() == 2
    assert found(store, there, embedder, '"copper"') == []
    assert found(store, there, embedder, '"solder"') == []
    assert found(store, there, embedder, '"roof"') == ["Tin"]
    assert there.counts() == here.counts() == (1, 1)


def remove(store, library, episode):
    with store.write() as connection:
        shows.remove(connection, episodes.by_id(connection, episode).show_id)
        place = changes.note(connection, [episode], MORNING)
    library.forget([episode])
    library.follows(place)


def test_an_index_that_was_away_for_long_is_brought_up_in_parts(store, there, embedder, take, catch, monkeypatch):
    monkeypatch.setattr("index.catching_up._BATCH", 2)
    take(*COPPER, title="Copper")
    catch()
    taken = [take((None, f"This is about ore number {number}."), title=f"Ore {number}") for number in range(5)]

    assert catch() == len(taken)
    assert there.counts() == (6, 6)
    assert there.mark().generation == 1


def test_a_log_that_was_put_back_and_went_on_otherwise_is_not_followed(there, take, catch):
    take(*COPPER, title="Copper")
    catch()
    there.follows(changes.Place(position=1, at=MORNING.replace(year=2020)))

    assert catch() == 1
    assert (there.mark().generation, there.counts()) == (2, (1, 1))


def test_an_index_of_before_the_log_is_taken_as_it_is_where_it_holds_all(here, there, take, catch):
    take(*COPPER, title="Copper")
    catch()
    followed(there).unlink()

    assert catch() == 0
    assert there.mark().generation == 1

    followed(there).unlink()
    take(*TIN, title="Tin")
    assert catch() == 2
    assert (there.mark().generation, there.counts()) == (2, (2, 2))


def followed(library):
    return library.folder / f"generation-{library.mark().generation}" / "FOLLOWED"


def test_words_that_are_damaged_are_made_anew(store, there, embedder, take, catch):
    take(*COPPER, title="Copper")
    catch()
    there.close()
    (there.folder / "generation-1" / "words" / "meta.json").write_text("rubbish")

    assert catch() == 1
    assert found(store, there, embedder, '"copper"') == ["Copper"]


def test_vectors_of_another_model_are_left_alone(store, here, there, embedder, take, catch):
    take(*COPPER)
    catch()
    before = there.mark()
    take(*TIN, title="Tin")

    assert catch_up(store, there, "another model", lambda: embedder) == 0
    assert there.mark() == before


def test_another_process_that_writes_to_the_folder_goes_first(take, there, catch):
    take(*COPPER)
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(there.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    process.stdout.readline()

    with pytest.raises(Busy):
        catch()
    process.communicate()
    assert catch() == 1


HOLDING = (
    "import sys; from pathlib import Path; from index.library.library import Library\n"
    "with Library(Path(sys.argv[1])).writing(): print('held', flush=True); sys.stdin.read()"
)


def test_a_rebuild_that_cannot_read_on_leaves_the_old_index(store, here, take, monkeypatch):
    take(*COPPER)
    take(*TIN, title="Tin")
    take(*ZINC, title="Zinc")
    before = here.mark()
    monkeypatch.setattr("index.catching_up._BATCH", 1)
    met = []

    def vectors_of(found):
        met.append(found)
        if len(met) == 2:
            raise OSError("the disk is gone")
        return {document.text: np.ones(384, dtype=np.float32) for document in found}

    with pytest.raises(OSError, match="gone"), here.rebuilding(here.model(), collection="earmark-x-9") as fresh:
        fill(store, fresh, vectors_of)

    assert here.mark() == before
    assert here.counts() == (3, 3)


def test_a_rebuild_that_cannot_write_on_reads_no_further(store, here, take, monkeypatch):
    take(*COPPER)
    take(*TIN, title="Tin")
    take(*ZINC, title="Zinc")
    monkeypatch.setattr("index.catching_up._BATCH", 1)
    met = []

    def vectors_of(found):
        met.append(found)
        return {document.text: np.ones(384, dtype=np.float32) for document in found}

    def full():
        raise OSError("no space left")

    monkeypatch.setattr(Generation, "put", lambda self, documents, vectors: full())
    with pytest.raises(OSError, match="no space"), here.rebuilding(here.model(), collection="earmark-x-9") as fresh:
        fill(store, fresh, vectors_of)

    assert len(met) == 2  # the one that was at hand, and the next, which was under way


def test_an_index_that_is_made_anew_beside_a_page_keeps_whole_vectors(store, here, there, embedder, take, chroma_url):
    if chroma_url:
        pytest.skip("vectors on a server are made by runs alone")
    take(*COPPER)
    with store.write() as connection:
        connection.execute(update(chunks).values(vector=None))

    catch_up(store, there, embedder.name, lambda: embedder)

    with store.read() as connection:
        assert connection.execute(select(chunks.c.vector.is_not(None))).scalars().all() == [True]
        assert sentence_vectors.are_all_kept(connection, embedder.name)


def test_a_machine_that_takes_over_brings_in_what_the_other_took(store, here, there, embedder, take):
    take(*COPPER, title="Copper")

    take(*TIN, title="Tin", library=there)

    assert there.counts() == (2, 2)
    assert not sync.behind(store, there, embedder.name)
    assert found(store, there, embedder, '"copper"') == ["Copper"]


@pytest.mark.parametrize("chroma_url", ["on a server"], indirect=True)
class TestOnAServer:
    def test_a_rebuild_elsewhere_hides_nothing_at_any_moment(self, store, here, there, embedder, take, catch):
        take(*COPPER, title="Copper")
        catch()
        before = there.collection()

        sync.rebuild(store, here, embedder)
        assert found(store, there, embedder, "why is the red metal so expensive?") == ["Copper"]
        catch()
        assert there.collection() == here.collection() != before
        assert found(store, there, embedder, "why is the red metal so expensive?") == ["Copper"]

    def test_what_a_rebuild_replaced_goes_at_the_next_run(self, store, here, embedder, take, server):
        take(*COPPER)
        before = here.collection()
        sync.rebuild(store, here, embedder)
        assert before in collections(server)

        sync.bring_up(store, here, embedder.name, lambda: embedder)

        assert before not in collections(server)
        assert here.collection() in collections(server)

    def test_who_only_follows_never_touches_the_servers_vectors(self, store, here, there, take, catch, server):
        take(*COPPER)
        catch()
        there.close()
        (there.folder / "generation-1" / "words" / "meta.json").write_text("rubbish")

        catch()

        assert here.counts() == there.counts() == (1, 1)
        assert collections(server)[here.collection()] == 1

    def test_two_installations_on_one_server_keep_apart(self, store, here, embedder, take, tmp_path, chroma_url):
        take(*COPPER, title="Copper")
        other_store = another_store(tmp_path)
        other = Library(tmp_path / "other" / "index", chroma_url=chroma_url)
        taken(other_store, other, embedder, TIN, "Tin")
        taken(other_store, other, embedder, ZINC, "Zinc")
        sync.rebuild(other_store, other, embedder)
        sync.bring_up(other_store, other, embedder.name, lambda: embedder)

        assert (here.counts(), other.counts()) == ((1, 1), (2, 2))
        assert found(store, here, embedder, "why is the red metal so expensive?") == ["Copper"]
        assert not sync.behind(store, here, embedder.name)
        other_store.close()

    def test_collections_of_an_older_version_are_found_until_a_run_gives_them_a_name_of_their_own(
        self, store, here, embedder, take, server
    ):
        take(*COPPER, title="Copper")
        as_of_an_older_version(store, here, embedder)
        assert here.collection() == "earmark-2"
        assert found(store, here, embedder, "why is the red metal so expensive?") == ["Copper"]

        assert sync.bring_up(store, here, embedder.name, lambda: embedder) == 1

        assert here.collection() in collections(server)
        assert "earmark-2" not in collections(server)
        assert found(store, here, embedder, "why is the red metal so expensive?") == ["Copper"]

    def test_two_machines_find_at_every_moment_what_was_there_while_one_writes(
        self, store, here, embedder, take, tmp_path, chroma_url
    ):
        """Each looks as a page's server does, and ends when it finds the last of ten episodes by word."""
        take(*COPPER, title="Copper")
        readers = [reader(store, tmp_path / name, chroma_url) for name in ("left", "right")]

        for number in range(10):
            take((None, f"This is about ore and nothing else, number {number}."), title=f"Ore {number}")
        take(*ZINC, title="Zinc")

        assert [process.wait(timeout=120) for process in readers] == [0, 0]


def another_store(folder) -> Store:
    from store import open_store

    return open_store(f"sqlite:///{folder / 'another.db'}")


def as_of_an_older_version(store, library, embedder):
    """Named by the generation alone, and nothing of it in the store."""
    with library.rebuilding(embedder.name) as generation:
        fill(store, generation, lambda found: embedded(store, embedder, [document.text for document in found]))
    with store.write() as connection:
        shared_vectors.keep(connection, None)


def reader(store, folder, chroma_url):
    url = store.engine.url.render_as_string(hide_password=False)
    return subprocess.Popen([sys.executable, "-c", READING, url, str(folder / "index"), chroma_url], cwd=ROOT)


READING = """
import sys
from pathlib import Path
from config import open_packaged_embedder
from index.catching_up import catch_up, fill
from index.embedding import sentence_vectors
from index.embedding.embedder import embedded
from index.library.library import Generation, Library
from index.search.search import Search
from store import open_store

store, embedder = open_store(sys.argv[1]), open_packaged_embedder()
library = Library(Path(sys.argv[2]), chroma_url=sys.argv[3])
search = Search(store, library, embedder)
shown = lambda asked: [hit.show for hit in search.find(asked, kind="passage")]
last = []
while last != ["Zinc"]:
    catch_up(store, library, embedder.name, lambda: embedder)
    assert "Copper" in shown("why is the red metal so expensive?")
    assert "Copper" in shown('"copper"')
    last = shown('"roof"')
"""
