"""The container's files: what they copy exists and suffices, what is taken out is not missed, and how much it weighs.

No image is built here: the Dockerfile is read, its slimming run on a copy of what is installed, and Earmark on that.
"""

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml
from dockerfile_parse import DockerfileParser
from jsonschema import Draft202012Validator

from tests.whole.test_layers import ROOT
from tests.worlds.mailbox import free_port

NOT_IN_THE_IMAGE = {"tests", "bench", "docs", "container"}
# python:3.11-slim-bookworm unpacked: 126 MB by its page on Docker Hub; not measured, for no image can be pulled here.
BASE_BYTES = 130_000_000
MOST_BYTES = 2_500_000_000
COMPOSE = {
    "type": "object",
    "required": ["name", "services", "volumes"],
    "additionalProperties": False,
    "patternProperties": {"^x-": {}},
    "properties": {
        "name": {"type": "string"},
        "volumes": {"type": "object"},
        "services": {"type": "object", "additionalProperties": {"$ref": "#/$defs/service"}},
    },
    "$defs": {
        "service": {
            "type": "object",
            "required": ["image"],
            "additionalProperties": False,
            "properties": {
                "build": {"const": "."},
                "image": {"type": "string"},
                "init": {"type": "boolean"},
                "restart": {"enum": ["no", "always", "on-failure", "unless-stopped"]},
                "command": {"type": "array", "items": {"type": "string"}},
                "profiles": {"type": "array", "items": {"type": "string"}},
                "environment": {"type": "object", "additionalProperties": {"type": "string"}},
                "env_file": {"type": "array", "items": {"required": ["path", "required"]}},
                "ports": {"type": "array", "items": {"pattern": r"^127\.0\.0\.1:\d+:\d+$"}},
                "volumes": {"type": "array", "items": {"pattern": "^[a-z]+:/"}},
                "healthcheck": {"properties": {"test": {"type": "array"}, "disable": {"type": "boolean"}}},
                "depends_on": {
                    "additionalProperties": {
                        "properties": {"condition": {"enum": ["service_started", "service_healthy"]}}
                    }
                },
            },
        }
    },
}


@pytest.fixture(scope="module")
def steps(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docker")  # the parser opens its file for writing
    shutil.copy(ROOT / "Dockerfile", folder)
    return DockerfileParser(str(folder)).structure


def of(steps, instruction):
    return [step["value"] for step in steps if step["instruction"] == instruction]


def copied(steps):
    return {source for value in of(steps, "COPY") if "--from" not in value for source in value.split()[:-1]}


def composed(name):
    return yaml.safe_load((ROOT / name).read_text())


def test_each_instruction_is_one_that_docker_knows(steps):
    known = "FROM ARG ENV WORKDIR COPY RUN USER VOLUME EXPOSE HEALTHCHECK ENTRYPOINT CMD COMMENT".split()

    assert {step["instruction"] for step in steps} - set(known) == set()


def test_what_is_copied_exists_and_is_let_through_to_the_builder(steps):
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert {source for source in copied(steps) if not (ROOT / source).exists()} == set()
    assert copied(steps) == let_through


def test_every_folder_with_code_is_copied(steps):
    code = {path.parent.relative_to(ROOT).parts[0] for path in ROOT.glob("*/**/*.py") if ".venv" not in path.parts}

    assert code - NOT_IN_THE_IMAGE - copied(steps) == set()


def test_it_runs_as_nobody_special_keeps_its_data_on_a_volume_and_is_watched(steps):
    assert of(steps, "USER") == ["earmark"]
    assert of(steps, "VOLUME") == ["/data"]
    assert "/health" in of(steps, "HEALTHCHECK")[0]
    assert steps.index(next(s for s in steps if s["instruction"] == "USER")) > steps.index(
        [s for s in steps if s["instruction"] == "RUN"][-1]
    )


@pytest.mark.parametrize("name", ["compose.yaml", "compose.team.yaml"])
def test_a_compose_file_has_the_form_and_names_only_what_there_is(name):
    found = composed(name)
    services = found["services"].values()

    assert [error.message for error in Draft202012Validator(COMPOSE).iter_errors(found)] == []
    assert {mount.split(":")[0] for one in services for mount in one.get("volumes", [])} == set(found["volumes"])
    assert {other for one in services for other in one.get("depends_on", {})} <= set(found["services"])


@pytest.mark.parametrize("name", ["compose.yaml", "compose.team.yaml"])
def test_a_compose_file_sets_only_what_earmark_reads(name):
    from config import Settings

    known = {f"EARMARK_{field}".upper() for field in Settings.model_fields}
    ours = [one for one in composed(name)["services"].values() if one["image"] == "earmark"]

    assert {variable for one in ours for variable in one["environment"]} <= known


def test_the_team_has_the_chroma_of_its_client_and_commands_that_there_are(earmark):
    team = composed("compose.team.yaml")["services"]
    options = re.findall("--only-[a-z]+", str(team))

    assert team["chroma"]["image"] == f"chromadb/chroma:{distribution('chromadb').version}"
    assert all(option in earmark("serve", "--help").out for option in options)


def linked(folder):
    """The pinned libraries alone, as links to those that are installed here."""
    pinned = (ROOT / "requirements.txt").read_text() + (ROOT / "requirements-weights.txt").read_text()
    for name in re.findall(r"^([\w.-]+)(?:\[\w+\])?==", pinned, re.MULTILINE):
        found = distribution(name)
        home = Path(str(found.locate_file("")))
        for file in {home / each for each in found.files or [] if ".." not in each.parts}:
            place = folder / file.relative_to(home)
            place.parent.mkdir(parents=True, exist_ok=True)
            if file.is_file() and file.suffix != ".pyc" and not place.exists():
                link(file, place)
    return folder


def link(file, place):
    try:
        os.link(file, place)
    except OSError:  # another file system
        shutil.copy2(file, place)


@pytest.mark.slow
def test_what_is_left_weighs_less_than_it_may_and_runs_a_whole_morning(tmp_path, data_dir):
    site = linked(tmp_path / "site-packages")  # elsewhere Streamlit takes itself for its own workshop
    subprocess.run(["sh", str(ROOT / "container" / "slim.sh"), str(site)], check=True)
    weight = sum(file.stat().st_size for file in site.rglob("*") if file.is_file())
    python = [sys.executable, "-S", "-B"]  # without what else is installed here
    alone = {**os.environ, "PYTHONPATH": str(site), "HF_HUB_OFFLINE": "1", "EARMARK_DEMO_PORT": str(free_port())}
    alone["EARMARK_OPEN_TO_ALL"] = "true"  # as in compose.yaml

    def run(*arguments):
        done = subprocess.run(
            [*python, str(ROOT / "cli.py"), *arguments], env=alone, capture_output=True, text=True, check=False
        )
        return done.stdout + done.stderr

    morning, search = run("daily"), run("search", "battery prices in the evening")
    page = "import streamlit.web.cli, app, endpoint.metrics, sentence_transformers"
    loaded = subprocess.run([*python, "-c", page], env=alone, cwd=ROOT, capture_output=True, text=True, check=False)

    print(f"libraries and weights: {weight / 1e6:.0f} MB")  # noqa: T201 - docs/containers.md quotes it
    assert "insights for" in morning, morning
    assert "5." in morning
    assert "attery" in search, search
    assert loaded.returncode == 0, loaded.stderr
    assert weight + BASE_BYTES < MOST_BYTES, f"{weight / 1e6:.0f} MB"
