"""docs/security.md names tests that there are, nothing is loaded that could act, and the lock is that of the pins."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ROOMS = "store language index ingest digest pages endpoint commands demo".split()
FILES = [f for room in ROOMS for f in (ROOT / room).rglob("*.py")] + [ROOT / name for name in ("app.py", "cli.py")]
TABLE = [row for row in (ROOT / "docs/security.md").read_text().splitlines() if row.startswith("| ")][1:]
NAMED = [named for row in TABLE for named in re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", row)]
# What runs what it reads.
ACTING = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "yaml"}
CALLED = {"eval", "exec", "compile", "__import__"}
LOCKED = re.compile(r"([a-z0-9-]+)==(\S+) --hash=sha256:[0-9a-f]{64}")


def lines(name):
    return [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith("#")]


def pinned(name):
    """Package → version, as pip compares names."""
    told = [re.match(r"([\w.-]+)==([^\s#]+)", line).groups() for line in lines(name)]
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in told}


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_each_test_that_the_table_of_threats_names_is_there(file, test):
    assert f"def {test or 'test_'}" in (ROOT / file).read_text()


def test_every_threat_has_a_test():
    assert [row for row in TABLE if "`tests/" not in row] == []
    assert len(TABLE) > 12


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_loaded_that_could_act(path):
    nodes = list(ast.walk(ast.parse(path.read_text())))
    imported = {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module.split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    loads = {ast.unparse(call) for call in calls if ast.unparse(call.func) in ("torch.load", "np.load")}

    assert not imported & ACTING
    assert not {call.func.id for call in calls if isinstance(call.func, ast.Name)} & CALLED
    assert [load for load in loads if "allow_pickle=True" in load] == []
    assert [load for load in loads if load.startswith("torch") and "weights_only=True" not in load] == []


def test_each_pinned_package_is_locked_by_a_hash_and_no_other():
    locked = {match[1]: match[2] for match in map(LOCKED.fullmatch, lines("requirements.lock"))}

    assert locked == pinned("requirements.txt") | pinned("requirements-weights.txt")


def test_the_lock_names_no_host():
    assert not re.search(r"://|--(?:extra-)?index|find-links", (ROOT / "requirements.lock").read_text())
