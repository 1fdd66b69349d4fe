"""A search index that is damaged in any of its files, or gone: said by search, and mended by the next daily."""

import shutil

import pytest

from tests.worlds.podcast import feed_xml, vtt

pytestmark = pytest.mark.slow

QUERY = ("search", "export limits and older chips")
PARTS = {
    "the folder": "",
    "which generation counts": "CURRENT",
    "a generation": "generation-*",
    "vectors": "generation-*/vectors",
    "words": "generation-*/words",
    "the vectors' database": "generation-*/vectors/chroma.sqlite3",
    "the words' list of files": "generation-*/words/meta.json",
    "the words' terms": "generation-*/words/*.term",
    "the words' store": "generation-*/words/*.store",
    "the model's name": "generation-*/MODEL",
}


@pytest.fixture
def taken(earmark, site):
    """A show with one episode that has been taken in."""
    earmark("add", site.put("/feed", feed_xml(site.url, episodes=1), "application/rss+xml"))
    site.put("/e0.vtt", vtt(), "text/vtt")
    earmark("daily")
    return site


def delete(path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def spoil(path) -> None:
    """Other bytes in the place of its own, in the middle of it if it is long."""
    with path.open("r+b") as file:
        file.seek(min(100, path.stat().st_size // 2))
        file.write(b"\xde\xad" * 4000)


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_what_is_deleted_of_it_is_mended_by_the_next_daily(earmark, taken, data_dir, part):
    delete(next((data_dir / "index").glob(part) if part else iter([data_dir / "index"])))

    searched, morning = earmark(*QUERY), earmark("daily")

    assert "something unexpected" not in searched.err
    assert morning.code == 0, morning.err
    assert "older chips" in earmark(*QUERY).out


@pytest.mark.parametrize("part", [part for part in PARTS.values() if "." in part or part.isupper()])
def test_what_is_spoilt_of_it_is_mended_by_the_next_daily(earmark, taken, data_dir, part):
    spoil(next((data_dir / "index").glob(part)))

    searched, morning = earmark(*QUERY), earmark("daily")

    assert "something unexpected" not in searched.err
    assert morning.code == 0, morning.err
    assert "older chips" in earmark(*QUERY).out
