"""voices: who is heard in each show, and what a person changes about it."""

import typer

from commands.voices import voices as commands

voices = typer.Typer(no_args_is_help=True, help="Who is heard in your shows: list, name, merge and forget voices.")

voices.command("list")(commands.listing)
for command in (commands.rename, commands.unname, commands.merge, commands.forget):
    voices.command()(command)
