"""migrate-to: an installation moved to another database, such as PostgreSQL."""

from typing import Annotated

import typer
from sqlalchemy import make_url

from commands.frame import err, frame, out, plural
from store import moving
from store.lock import idle_lock, run_lock


def migrate_to(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="An empty database: postgresql://name:password@host/earmark")],
) -> None:
    """Copy everything into another, empty database, checked row by row. What is here stays as it is."""
    face = frame(context)
    store, folder = face.store, face.settings.data_dir
    with run_lock(folder, store.engine), idle_lock(folder, store.engine), err.status("Copying…") as told:
        sums = moving.move(store, url, lambda name, rows: told.update(f"Copied {name}: {plural(rows, 'row')}…"))
    for name, each in sums.items():
        if each.rows:
            out.print(f"{name}: {plural(each.rows, 'row')}, SHA-256 {each.digest:064x}"[:100], markup=False)
    out.print("All rows arrived as they were. What is here was not changed, and nothing uses the new database yet.")
    shown = make_url(url).render_as_string(hide_password=True)
    out.print(f"Set EARMARK_DATABASE_URL={shown} (with its password), then start `cli.py serve` anew.", markup=False)
    out.print("The data folder is needed as before: the key of private feeds and the search index lie in it.")
    out.print("What a page wrote while this went on is not in it: close the pages first, or do it again.")
