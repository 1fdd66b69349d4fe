"""Lists of words and cues: each cue matches its example and spares the other, and no long pattern hides in code."""

import ast
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from index.people import speaker
from index.threads import matter as attributions
from ingest.adverts.cues import _SITE, _SLASH
from ingest.insights.proving import units
from ingest.voices.names import NAME
from language.lists import cue_lists, phrases
from language.web_addresses import ENDINGS

ROOT = Path(__file__).parents[2]
ROOMS = ("store", "language", "index", "ingest", "digest", "pages", "commands")
LONGEST_PATTERN = 200  # letters; a longer one wants to be cues with names
PARTS = {
    "index/people/speaker.toml": speaker.PARTS | {"NAME": "Ines Okafor"},
    "index/threads/attributions.toml": attributions.PARTS | {"NAME": "(?:Ines Okafor|Okafor)"},
    "ingest/adverts/cues.toml": {"SITE": _SITE, "SLASH": _SLASH},
    "ingest/insights/proving/units.toml": {"NUMBER": units.NUMBER},
    "ingest/passages/show_talk.toml": {"ENDINGS": ENDINGS},
    "ingest/voices/introductions.toml": {"NAME": NAME},
}


def files(ending):
    return sorted(str(path.relative_to(ROOT)) for room in ROOMS for path in (ROOT / room).rglob(f"*.{ending}"))


def cue_files():
    """Of the tables those that hold cues; an exam's talk or a suggestion is none."""
    read = {path: tomllib.loads((ROOT / path).read_text(encoding="utf-8")) for path in files("toml")}
    return [path for path, lists in read.items() if any("cues" in each for each in lists.values())]


CUES = [
    pytest.param(cues, cue, id=f"{path}: {name}: {cue.name}")
    for path in cue_files()
    for name, cues in cue_lists(path, **PARTS.get(path, {})).items()
    for cue in cues.cues
]


@pytest.mark.parametrize(("cues", "cue"), CUES)
def test_a_cue_matches_its_example_and_spares_the_other(cues, cue):
    assert cues.alone(cue).search(cue.matches)
    assert not cues.alone(cue).search(cue.spares)
    assert cues.pattern.search(cue.matches), "its list, of which it is one"


def test_a_cue_is_short_and_says_why_it_is_there():
    read = [cue for path in cue_files() for cues in cue_lists(path).values() for cue in cues.cues]

    assert [cue.name for cue in read if len(cue.pattern) >= LONGEST_PATTERN or not cue.reason] == []


@pytest.mark.parametrize("path", files("toml") + files("txt"))
def test_a_list_says_at_its_top_what_it_is_for(path):
    assert (ROOT / path).read_text(encoding="utf-8").startswith("# ")


def test_the_words_of_a_list_come_without_its_reasons():
    assert {"board", "government"} < phrases("groups")
    assert not [word for word in phrases("groups") if word.startswith("#") or not word.strip()]


@pytest.mark.parametrize("path", files("py"))
def test_no_long_pattern_stands_in_code(path):
    module = ast.parse((ROOT / path).read_text(encoding="utf-8"))

    long = [call for call in calls_of_re(module) if letters(call.args[0], made_of(module, call)) > LONGEST_PATTERN]

    assert [call.lineno for call in long] == []


def calls_of_re(module):
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and node.args]
    return [call for call in calls if ast.unparse(call.func).startswith("re.")]


def made_of(module, call):
    """Name → the expressions that it may stand for in `call`: a constant's own, or each that a comprehension runs over.

    Tables of names by their forms are data, not patterns.
    """
    constants = {
        node.targets[0].id: node.value for node in module.body if isinstance(node, ast.Assign) and is_named(node)
    }
    around = [node for node in ast.walk(module) if hasattr(node, "generators") and call in ast.walk(node)]
    runs = [(loop.target, entries(loop.iter, constants)) for node in around for loop in node.generators]
    named = {each.id: made for target, made in runs for each in ast.walk(target) if isinstance(each, ast.Name)}
    return {name: [value] for name, value in constants.items()} | named


def is_named(node):
    return isinstance(node.targets[0], ast.Name) and not isinstance(node.value, ast.Dict)


def entries(table, constants):
    """The innermost entries of tables of tables."""
    table = constants.get(getattr(table, "id", None), table)
    return list(chain.from_iterable(entries(each, {}) for each in getattr(table, "elts", ()))) or [table]


def letters(node, made, seen=frozenset()):
    """Of all strings in `node` and in what its names stand for, the longest where that is one of several."""
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    own = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    meant = [[letters(value, made, seen | names) for value in made.get(name, ())] for name in names - seen]
    return len("".join(own)) + sum(max(each, default=0) for each in meant)
