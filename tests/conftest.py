"""What several test files stand on: a data folder, the command line in this process, a site on loopback."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.worlds import databases, loopback
from tests.worlds.mailbox import Mailbox, served

ROOT = Path(__file__).parent.parent
os.environ["COLUMNS"] = "200"  # rich reads it when a console is built, which the import of a test may do
# The quick recogniser, and no machine's pace to measure: base and the choice have tests of their own.
os.environ.setdefault("EARMARK_WHISPER_MODEL", "tiny.en")
# As on two cores: what workers do has tests of its own.
os.environ.setdefault("EARMARK_WORKERS", "1")


def pytest_addoption(parser):
    chosen = os.environ.get("EARMARK_TEST_DATABASE", "sqlite")
    parser.addoption("--database", choices=databases.KINDS, default=chosen, help="what the tests keep their state in")


def pytest_generate_tests(metafunc):
    """What is marked so runs on both, wherever it stands on a store or a data folder."""
    if "database" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_databases"):
        kinds = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]
        metafunc.parametrize("database", kinds, indirect=True)


@pytest.fixture
def database(request):
    """The kind of database that this test runs on."""
    kind = getattr(request, "param", request.config.getoption("--database"))
    databases.choose(kind)
    yield kind
    databases.choose("sqlite")


@pytest.fixture
def on_sqlite(database):
    """For what is told of SQLite's file alone."""
    if database != "sqlite":
        pytest.skip("this is about the file that SQLite keeps")


def pytest_collection_modifyitems(items):
    """The slow files first: whichever of several workers is last has little left to do."""
    items.sort(key=lambda item: "slow" not in item.keywords)


@dataclass
class Run:
    code: int
    out: str
    err: str


@pytest.fixture
def data_dir(tmp_path, monkeypatch, database):
    """An empty EARMARK_DATA_DIR, and a working directory without a .env file."""
    folder = tmp_path / "data"
    monkeypatch.setenv("EARMARK_DATA_DIR", str(folder))
    if database != "sqlite":
        monkeypatch.setenv("EARMARK_DATABASE_URL", databases.address(folder / "earmark.db"))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def earmark(data_dir, capsys):
    """Runs a command as `cli.py` does, in this process."""
    from cli import main

    def run(*arguments: str) -> Run:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        printed = capsys.readouterr()
        return Run(code=left.value.code or 0, out=printed.out, err=printed.err)

    return run


@pytest.fixture
def site(monkeypatch):
    """A web site on loopback that Earmark may reach."""
    with loopback.site() as served:
        monkeypatch.setenv("EARMARK_ALLOW_PRIVATE_HOSTS", served.host)
        yield served


@pytest.fixture
def mailbox():
    """What a mail server on loopback received."""
    return Mailbox()


@pytest.fixture
def port(mailbox):
    """The port of the server that fills the mailbox."""
    with served(mailbox) as port:
        yield port


@pytest.fixture
def demo_audio():
    """An episode of the demo world, as bytes."""
    return min((ROOT / "demo" / "shows").glob("*/audio/*.mp3"), key=lambda path: path.stat().st_size).read_bytes()


@pytest.fixture(scope="session")
def embedder():
    """The packaged model, loaded once (some 10 s)."""
    from config import open_packaged_embedder

    return open_packaged_embedder()


@pytest.fixture(scope="session")
def reading(embedder):
    """What own-words extraction reads with."""
    from config import open_reading

    return open_reading(embedder)


@pytest.fixture
def store(tmp_path, database):
    """An empty state of record."""
    from store import open_store

    opened = open_store(databases.address(tmp_path / "earmark.db"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def grammar():
    """The packaged grammar, loaded once (under a second)."""
    from language.grammar import Grammar

    return Grammar()
