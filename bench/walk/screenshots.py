"""Pictures of every page and state, wide and narrow, light and dark, to be looked at; and what axe-core finds there.

    python bench/walk/screenshots.py --data DIR --into FOLDER [--only thread]

DIR is a data folder that a daily job has filled; states are opened by presses, so give a copy. Beside a sheet
for each width and theme, FOLDER/found.json lists broken rules of axe-core by state. The last line is JSON: how many
pictures there are, and how many states have a fault.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bench.walk.axe import faults  # noqa: E402 - ours are found through the path above
from bench.walk.browser import Visit, serving, visiting  # noqa: E402
from bench.walk.states import STATES, addresses  # noqa: E402

WIDTHS = {360: 780, 1280: 900}
THEMES = ("light", "dark")
_TALLEST = 6000  # pixels of a picture; by judgement: what is below is more of the same


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--only", default="")
    told = parser.parse_args()
    told.into.mkdir(parents=True, exist_ok=True)
    found: dict[str, list[str]] = {}
    with serving(told.data) as (home, _), TemporaryDirectory() as profile, visiting(home, Path(profile)) as visit:
        known = addresses(told.data)
        for name, address, opening in _wanted(told.only, known):
            try:
                _look(visit, told.into, name, address, opening, found)
            except Exception as error:  # noqa: BLE001 - a state that cannot be come by is told, the others are looked at
                print(f"{name}: {type(error).__name__} {str(error).splitlines()[0]}", file=sys.stderr)
    (told.into / "found.json").write_text(json.dumps(found, indent=1))
    print(json.dumps({"pictures": len(list(told.into.glob("*.png"))), "states_with_faults": len(found)}))


def _wanted(only: str, known: dict[str, str]) -> Iterator[tuple[str, str, Callable[[Visit], None] | None]]:
    for name, (page, opening) in STATES.items():
        if only in name:
            yield name, known.get(page, page), opening


def _look(
    visit: Visit,
    into: Path,
    name: str,
    address: str,
    opening: Callable[[Visit], None] | None,
    found: dict[str, list[str]],
) -> None:
    """Loads the state once, and looks at it in each width and theme: a theme that changes is followed by the page."""
    visit.theme("light")
    visit.resize(1280, WIDTHS[1280])
    visit.go(address)
    if opening:
        opening(visit)
    for theme in THEMES:
        visit.theme(theme)
        for width, height in WIDTHS.items():
            visit.resize(width, height)
            visit.rest()
            tall = min(_TALLEST, max(height, visit.height()))
            visit.resize(width, tall)
            visit.rest()
            visit.driver.save_screenshot(str(into / f"{name}-{width}-{theme}.png"))
        broken = faults(visit.driver)
        if broken:
            found[f"{name} {theme}"] = broken


if __name__ == "__main__":
    main()
