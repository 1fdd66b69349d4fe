"""Which commands there are, under the heads that `--help` shows, and where each is found.

A command is imported when it is run: all of them together take ten times as long as the terminal needs to say which
there are.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

_HOME = Path(__file__).parent.parent

# "module:name" of a function, or of a group of commands of its own.
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Every day": (
        "commands.read:digest",
        "commands.daily:daily",
        "commands.serving.serve:serve",
        "commands.search:search",
        "commands.ask:ask",
        "commands.search:like",
    ),
    "Shows and episodes": (
        "commands.following.shows:add",
        "commands.daily:ingest",
        "commands.status:status",
        "commands.following.shows:retry",
        "commands.following.shows:remove",
        "commands.following.telling:pause",
        "commands.following.telling:resume",
        "commands.following.private_feeds:feed",
        "commands.following.private_feeds:credentials",
        "commands.read:transcript",
        "commands.voices:voices",
        "commands.people:people",
    ),
    "What you think": (
        "commands.feedback:feedback",
        "commands.swap:swap",
        "commands.following.telling:mute",
        "commands.following.telling:unmute",
        "commands.following.telling:limit",
        "commands.feedback:save",
        "commands.feedback:unsave",
        "commands.feedback:saved",
        "commands.explain:explain",
    ),
    "Threads": (
        "commands.threads.threads:threads",
        "commands.threads.threads:thread",
        "commands.threads.threads:follow",
        "commands.threads.threads:unfollow",
        "commands.threads.changes:belongs",
        "commands.threads.changes:not_about",
        "commands.threads.changes:merge",
        "commands.threads.changes:split",
        "commands.threads.changes:rename",
    ),
    "Ways out": (
        "commands.outlets.export:export",
        "commands.outlets.addresses:addresses",
        "commands.outlets.model_tools:mcp",
        "commands.outlets.mail:mail",
        "commands.outlets.readers:readers",
    ),
    "Upkeep": (
        "commands.demo.morning:demo",
        "commands.search:reindex",
        "commands.model:model",
        "commands.upkeep.backing_up:backup",
        "commands.upkeep.backing_up:restore",
        "commands.upkeep.doctor:doctor",
        "commands.upkeep.moving:migrate_to",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a command is found: its module, and what it is called there."""

    module: str
    called: str
    head: str

    @property
    def name(self) -> str:
        return self.called.replace("_", "-")

    @property
    def told(self) -> str:
        """What it is for, read in its file without running it."""
        path = _HOME.joinpath(*self.module.split("."))
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        return next(_told(ast.parse(file.read_text(encoding="utf-8")), self.called))


def places() -> Iterator[Place]:
    for head, entries in GROUPS.items():
        for entry in entries:
            module, _, called = entry.partition(":")
            yield Place(module=module, called=called, head=head)


def _told(module: ast.Module, called: str) -> Iterator[str]:
    """The docstring of the function called so, or the help of the group of commands that is kept under the name."""
    for each in module.body:
        if isinstance(each, ast.FunctionDef) and each.name == called:
            yield ast.get_docstring(each) or ""
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Call) and _is_name(each.targets[0], called):
            yield from (str(ast.literal_eval(word.value)) for word in each.value.keywords if word.arg == "help")


def _is_name(target: ast.expr, called: str) -> bool:
    return isinstance(target, ast.Name) and target.id == called


class Commands(TyperGroup):
    """Lists the catalogue, and imports a command when it is to run."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._places = {place.name: place for place in places()}
        for name, place in self._places.items():
            self.add_command(TyperCommand(name, help=place.told, rich_help_panel=place.head))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, _, rest = super().resolve_command(ctx, args)
        return name, name and _command(self._places[name]), rest


def _command(place: Place) -> Any:
    found = getattr(import_module(place.module), place.called)
    if isinstance(found, typer.Typer):
        group = typer.main.get_group(found)
        group.name = place.name
        return group
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command(place.name)(found)
    return typer.main.get_command(alone)
