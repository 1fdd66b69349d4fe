"""The database that a test runs on: SQLite, or one of its own in a PostgreSQL cluster that the whole session shares.

`pytest --database postgresql`, or EARMARK_TEST_DATABASE=postgresql, runs any test on PostgreSQL; what is marked
`both_databases` always runs on both.
"""

import atexit
from contextlib import ExitStack
from functools import cache
from hashlib import sha256
from pathlib import Path

import psycopg

from store import open_store
from tests.worlds.postgres import cluster

KINDS = ("sqlite", "postgresql")
_chosen = ["sqlite"]


def choose(kind: str) -> None:
    """For the tests from now on."""
    _chosen[0] = kind


def address(file: Path) -> str:
    """Of the database that stands for the SQLite file; on PostgreSQL it is made, with its tables, where it is not."""
    return f"sqlite:///{file}" if _chosen[0] == "sqlite" else _in_the_cluster(str(file))


def is_sqlite() -> bool:
    return _chosen[0] == "sqlite"


@cache
def _in_the_cluster(file: str) -> str:
    name = "t" + sha256(file.encode()).hexdigest()[:20]
    with psycopg.connect(_server(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE made")
    return f"{_server().rpartition('/')[0]}/{name}"


@cache
def _server() -> str:
    """Started for the first test that asks, with a database of empty tables to copy."""
    stack = ExitStack()
    url = stack.enter_context(cluster())
    atexit.register(stack.close)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE made")
    open_store(f"{url.rpartition('/')[0]}/made").close()
    return url
