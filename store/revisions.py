"""The schemas so far, by the names of their migrations."""

from functools import cache
from pathlib import Path
from typing import Final

MIGRATIONS: Final = Path(__file__).parent / "migrations"


@cache
def known() -> tuple[str, ...]:
    """The oldest first. File names sort by number, so that this needs no Alembic (0.3 s of imports at each start)."""
    return tuple(sorted(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py")))


def newest() -> str:
    return known()[-1]
