"""What a monitor asks: 200 or 503 with the reasons, counts for Prometheus, and nothing that is anybody's secret."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.testclient import TestClient

from endpoint.routes import routes
from index.library.failures import BrokenIndex
from store.errors import Misconfigured
from store.queries import shows
from store.records.shows import Feed
from tests.worlds.at_the_desk import BASE, a_desk, asked
from tests.worlds.citing import MORNING, an_insight, bring_in

PRIVATE_FEED = "https://ann:hunter2@private.example/feed?token=s3cret"


@pytest.fixture
def well(store, tmp_path):
    """A desk of a library that does its work, over two shows of which one fails."""
    bring_in(store, an_insight("a"))
    with store.write() as connection:
        secret = shows.add(connection, PRIVATE_FEED, Feed(title="Ann's Private Show"), MORNING)
        shows.failed(connection, secret, "private.example answered 503 to hunter2", 1, MORNING + timedelta(hours=1))
    return a_desk(store, data_dir=tmp_path, indexed=lambda: (7, 7))


@contextmanager
def at_base_path(desk):
    with TestClient(Starlette(routes=routes(lambda: desk, "/earmark/")), base_url=BASE) as client:
        yield client


def parts(answer):
    return {part["name"]: part["state"] for part in answer.json()["parts"]}


def broken():
    raise BrokenIndex("generation-3 of Ann's is missing")


def test_an_installation_that_does_its_work_answers_200(well):
    with asked(well) as client:
        answer = client.get("/health")

    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert parts(answer) == {
        "database": "fine",
        "index": "fine",
        "disk": "fine",
        "shows": "look",
        "last run": "fine",
    }


def test_a_broken_index_answers_503_with_what_to_do(store, tmp_path):
    with asked(a_desk(store, data_dir=tmp_path, indexed=broken)) as client:
        answer = client.get("/health")

    assert (answer.status_code, parts(answer)["index"]) == (503, "wrong")
    assert "cli.py reindex" in answer.text
    assert "Ann" not in answer.text


def test_a_missing_data_folder_answers_503(store, tmp_path):
    with asked(a_desk(store, data_dir=tmp_path / "gone")) as client:
        answer = client.get("/health")

    assert (answer.status_code, parts(answer)["disk"]) == (503, "wrong")


def test_a_database_that_cannot_be_opened_is_an_answer_and_not_a_crash():
    def desk():
        raise Misconfigured("the database at db.example cannot be opened")

    with TestClient(Starlette(routes=routes(desk)), base_url=BASE) as client:
        health, metrics = client.get("/health"), client.get("/metrics")

    assert (health.status_code, parts(health)) == (503, {"database": "wrong"})
    assert 'earmark_works{part="database"} 0.0' in metrics.text
    assert "db.example" not in health.text + metrics.text


def test_prometheus_reads_counts(well):
    with asked(well) as client:
        answer = client.get("/metrics")

    found = {family.name: family for family in text_string_to_metric_families(answer.text)}
    states = {sample.labels["state"]: sample.value for sample in found["earmark_shows"].samples}
    halves = {sample.labels["half"]: sample.value for sample in found["earmark_index_documents"].samples}
    assert answer.headers["content-type"].startswith("text/plain")
    assert states["failing"] == 1
    assert halves == {"vectors": 7, "words": 7}
    assert found["earmark_model_usd"].samples[0].value == 0


def test_neither_tells_a_show_an_address_a_password_or_an_error(well):
    with asked(well) as client:
        told = client.get("/health").text + client.get("/metrics").text

    assert [word for word in ("Ann", "Private", "private.example", "hunter2", "s3cret", "503") if word in told] == []


@pytest.mark.parametrize("path", ["/health", "/metrics", "/earmark/health", "/earmark/metrics"])
def test_under_a_base_path_both_are_where_the_pages_are_and_at_the_root(well, path):
    with at_base_path(well) as client:
        assert client.get(path).status_code == 200


def test_under_a_base_path_secret_addresses_are_answered_there_alone(well):
    with at_base_path(well) as client:
        assert "text/html" in client.get("/earmark/out/five/nobody/feed.json").headers["content-type"]
        assert client.get("/out/five/nobody/feed.json").text == "Not Found"
