"""Which version of Earmark this is."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def version() -> str:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])
