"""Which model a person means by a name: one that is set, suggested, offered by a server here, or LiteLLM's name."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

import typer
from pydantic import SecretStr

from commands.frame import Frame
from ingest.model import ollama
from ingest.model.finding.servers import (
    Offered,
    Place,
    look_around,
    usual_places,
    web_address,
    without_v1,
)
from ingest.model.finding.suggestions import suggested
from store.errors import Mistake

NONE = "none"  # the name that forgets what was kept


class Work(StrEnum):
    """What a model is for."""

    WRITING = "writing"
    SPEECH = "speech"


ForWork = Annotated[Work, typer.Option("--for", help="writing (of insights) or speech (recognised on this machine).")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A model with what has to be set beside it. `typed`: the key was given just now, and is not one that is set."""

    model: str
    base_url: str | None = None
    key: SecretStr | None = None
    typed: bool = False

    @property
    def ollama(self) -> str | None:
        """The address of the Ollama that runs it; None for any other model."""
        return without_v1(self.base_url or ollama.address()) if ollama.tag(self.model) else None


def choose(face: Frame, name: str, base_url: str | None, *, ask_key: bool) -> Chosen:
    """Raises Mistake for a name that nothing here answers to, and for an address that is none."""
    chosen = _named(face, name.strip(), base_url)
    if not ask_key:
        return chosen
    return replace(chosen, key=_typed(), typed=True)


def _typed() -> SecretStr:
    """A key that a person types unseen, or that another program hands over in a line."""
    there = sys.stdin.isatty()
    typed = typer.prompt("The key (it is not shown)", hide_input=True) if there else sys.stdin.readline()
    if not typed.strip():
        raise Mistake("no key was given: nothing is changed")
    return SecretStr(typed.strip())


def _named(face: Frame, name: str, base_url: str | None) -> Chosen:
    suggestion = suggested(name)
    name = suggestion.model if suggestion else name
    if base_url is not None:
        offered = _offered(_listed([Place(kind="", address=web_address(base_url))]), name)
        return Chosen(model=offered.name if offered else _with_provider(name), base_url=base_url)
    settings = face.settings
    if name == settings.llm:
        return Chosen(model=name, base_url=settings.llm_base_url, key=settings.llm_key)
    offered = _offered(_listed(usual_places()), name)
    if offered:
        return Chosen(model=offered.name, base_url=offered.base_url)
    if ollama.tag(name):
        return Chosen(model=name, base_url=ollama.address())
    if "/" not in name:
        raise Mistake(
            f"no server here offers {name!r}: `model list` shows what there is, and LiteLLM's names have the provider "
            "before a stroke, such as openai/gpt-4.1-mini"
        )
    return Chosen(model=name)


def _listed(places: Sequence[Place]) -> list[Offered]:
    """What the servers there name; not all name anything."""
    return [model for server in look_around(places) for model in server.models]


def _offered(models: Sequence[Offered], name: str) -> Offered | None:
    """The one that the name means, with or without its provider; the first where several servers have it."""
    tag = ollama.tag(name)
    for model in models:
        bare = model.name.partition("/")[2]
        if name in (model.name, bare) or (tag and tag == ollama.tag(model.name)) or f"{name}:latest" == bare:
            return model
    return None


def _with_provider(name: str) -> str:
    """A server with an address of its own speaks OpenAI's protocol, unless its name says another."""
    return name if "/" in name else f"openai/{name}"
