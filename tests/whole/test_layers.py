"""Who may import whom, and what reading may not load. See docs/design.md."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = {
    "store",
    "language",
    "index",
    "digest",
    "ingest",
    "config",
    "pages",
    "endpoint",
    "commands",
    "demo",
    "cli",
    "app",
    "bench",
}
MAY_IMPORT = {
    "store": set(),
    "language": {"store"},
    "index": {"store", "language"},
    "digest": {"store", "language", "index"},
    "ingest": {"store", "language", "index"},
    "demo": {"store"},
    "config": {"store", "language", "index", "digest", "ingest"},
    "pages": {"store", "language", "index", "digest", "config"},
    "endpoint": {"store", "language", "index", "digest", "config"},
}
SLOW = {"torch", "sentence_transformers", "litellm", "chromadb", "faster_whisper", "ctranslate2", "tantivy"}


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    froms = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return {name.split(".")[0] for name in plain | froms}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_stands_below_it(package):
    files = list((ROOT / package).rglob("*.py"))

    wrong = {str(f.relative_to(ROOT)): imported(f) & OURS - MAY_IMPORT[package] - {package} for f in files}

    assert files
    assert {file: names for file, names in wrong.items() if names} == {}


def test_pages_reach_the_settings_only_through_their_shared_parts():
    files = [f for f in (ROOT / "pages").glob("*.py") if "config" in imported(f)]

    assert files == []


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("chromadb", ["index/library/vectors.py"]),
        ("tantivy", ["index/library/word_queries.py", "index/library/words.py"]),
        ("litellm", ["ingest/model/library.py"]),
    ],
)
def test_a_slow_library_is_imported_in_few_files(library, homes):
    packages = [*MAY_IMPORT, "commands"]
    importers = [f for p in packages for f in (ROOT / p).rglob("*.py") if library in imported(f)]

    assert sorted(importers) == [ROOT / home for home in homes]


READING = (
    "cli config digest.five.daily digest.delivery.render digest.delivery.deliver index.search.related "
    "index.search.search ingest.pipeline".split()
)


@pytest.mark.slow
@pytest.mark.parametrize("module", READING)
def test_reading_loads_no_slow_library(module):
    code = f"import sys, {module}; print(*sorted({SLOW!r} & set(sys.modules)))"

    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert run.stdout.strip() == ""


def modules() -> dict[str, Path]:
    files = [f for package in [*MAY_IMPORT, "commands", "bench"] for f in (ROOT / package).rglob("*.py")]
    files += [ROOT / "cli.py", ROOT / "app.py"]
    named = {".".join(f.relative_to(ROOT).with_suffix("").parts): f for f in files if "migrations" not in f.parts}
    return {name.removesuffix(".__init__"): file for name, file in named.items()}


def needs(file: Path, known: dict[str, Path]) -> set[str]:
    """The modules of ours that the file imports when it is loaded: not those for types alone, nor inside functions."""
    told = ast.parse(file.read_text()).body
    froms = [node for node in told if isinstance(node, ast.ImportFrom) and node.module]
    return {
        name
        for node in froms
        for alias in node.names
        for name in [f"{node.module}.{alias.name}" if f"{node.module}.{alias.name}" in known else node.module]
        if name in known
    }


def test_no_import_leads_back_to_where_it_came_from():
    known = modules()

    order = TopologicalSorter({name: needs(file, known) - {name} for name, file in known.items()}).static_order()

    assert len(list(order)) == len(known)  # a circle raises, and names its members


MOST_FILES = 16


def test_no_room_is_too_full_to_be_looked_through():
    rooms = {file.parent for file in modules().values()} | {f.parent for f in (ROOT / "tests").rglob("test_*.py")}
    full = {room: len([f for f in room.glob("*.py") if f.name != "__init__.py"]) for room in rooms - {ROOT}}

    assert {str(room.relative_to(ROOT)): count for room, count in full.items() if count > MOST_FILES} == {}
