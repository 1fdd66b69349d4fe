"""model list: what is set, what there is on this machine, whose keys stand in the environment, what is suggested."""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated

import typer
from rich.filesize import decimal
from rich.markup import escape

import config
from commands.frame import Frame, OutputForm, frame, out
from commands.model.choice import ForWork, Work
from commands.model.recognisers import list_recognisers
from ingest.model.finding.catalogue import Catalogue, Key
from ingest.model.finding.servers import OLLAMA, Place, Server, look_around, look_at, usual_places, without_v1
from ingest.model.finding.suggestions import Suggestion, suggestions, usd_an_hour

_SOURCES = (
    "Size: Ollama's list of models. Memory: the file and an eighth for the request. Minutes: estimated from how fast "
    "such a machine reads its memory, not measured (`model try` measures). Money: LiteLLM's price list, for the tokens "
    "of an hour that bench/model_cost.py counted."
)


def list_models(
    context: typer.Context,
    address: Annotated[str | None, typer.Option(help="Ask this server too, such as http://nas.local:11434.")] = None,
    form: Annotated[OutputForm, typer.Option("--format", help="text or json.")] = OutputForm.TEXT,
    work: ForWork = Work.WRITING,
) -> None:
    """Show the models that can be had: on this machine, by the keys in the environment, and three suggestions."""
    face = frame(context)
    if work is Work.SPEECH:
        list_recognisers(face, form)
        return
    places = _places(face)
    with ThreadPoolExecutor(max_workers=2) as pool:  # LiteLLM takes seconds to load, and so may servers
        found, catalogue = pool.submit(look_around, places), pool.submit(Catalogue)
        asked = () if address is None else (look_at(address),)
        servers, known = (*asked, *found.result()), catalogue.result()
    keys = known.keys(os.environ)
    if form is OutputForm.JSON:
        out.print(json.dumps(_record(face, servers, keys, known), indent=2), markup=False)
        return
    for line in config.models_set(face.settings):
        out.print(line, markup=False)
    _tell_servers(servers, places)
    _tell_keys(keys)
    _tell_suggestions(known)


def _places(face: Frame) -> tuple[Place, ...]:
    """The usual ports, and where the model that is set is served when that is elsewhere."""
    usual, own = usual_places(), face.settings.llm_base_url
    known = {without_v1(place.address) for place in usual}
    return usual if own is None or without_v1(own) in known else (*usual, Place(kind="", address=own))


def _tell_servers(servers: Sequence[Server], places: Sequence[Place]) -> None:
    out.print("\n[bold]On this machine[/]")
    if not servers:
        asked = ", ".join(f"{place.kind or 'yours'} at {place.address.removeprefix('http://')}" for place in places)
        out.print(f"No server of models answers ({asked}).", markup=False)
        return
    for server in servers:
        out.print(f"{server.kind} at {server.address}" + ("" if server.models else ": no model yet"), markup=False)
        for model in server.models:
            size = f" ({decimal(model.size_bytes)} {model.parameters}".rstrip() + ")" if model.size_bytes else ""
            beside = "" if server.kind == OLLAMA else f" --base-url {model.base_url}"
            out.print(f"  {model.name}{beside}{size}", markup=False)


def _tell_keys(keys: Sequence[Key]) -> None:
    out.print("\n[bold]Keys in the environment[/]")
    if not keys:
        out.print("None that LiteLLM knows, such as OPENAI_API_KEY or ANTHROPIC_API_KEY.")
    for key in keys:
        some = ", ".join(f"{name} (${usd_an_hour(price):.3f} an hour of audio)" for name, price in key.examples)
        out.print(f"{key.variable} opens {key.provider}, cheapest first: {some} and more", markup=False)


def _tell_suggestions(known: Catalogue) -> None:
    out.print("\n[bold]Three suggestions[/] (`model try laptop` examines one, `model use laptop` sets it)")
    for each in suggestions():
        size = f"{each.size_gb:g} GB to load, about {each.memory_gb:g} GB of memory; " if each.size_gb else ""
        out.print(f"  [bold]{each.name}[/] {escape(each.model)}, for {each.for_whom}: {size}{_hour(each, known)}")
    out.print(_SOURCES, markup=False)


def _hour(suggestion: Suggestion, known: Catalogue) -> str:
    minutes, price = suggestion.minutes_an_hour, known.price(suggestion.model)
    if minutes is not None:
        return f"an hour of audio takes some {max(1, round(minutes))} min (estimate) and no money"
    cost = f"${usd_an_hour(price):.3f}" if price else "what its provider asks"
    return f"an hour of audio takes a minute or less (estimate) and {cost}"


def _record(face: Frame, servers: Sequence[Server], keys: Sequence[Key], known: Catalogue) -> dict[str, object]:
    settings = face.settings
    return {
        "set": {
            name: {"model": getattr(settings, field), "in": config.set_in(field, settings)}
            for name, field in (("writes", "llm"), ("judges", "llm_judge"))
        },
        "servers": [
            {
                "kind": server.kind,
                "address": server.address,
                "models": [
                    {"name": model.name, "base_url": model.base_url, "size_bytes": model.size_bytes}
                    for model in server.models
                ],
            }
            for server in servers
        ],
        "keys": [{"variable": key.variable, "models": [name for name, _ in key.examples]} for key in keys],
        "suggestions": [
            {
                "name": each.name,
                "model": each.model,
                "size_gb": each.size_gb,
                "memory_gb": each.memory_gb,
                "minutes_an_hour": each.minutes_an_hour and round(each.minutes_an_hour, 1),
                "usd_an_hour": round(usd_an_hour(price), 4) if (price := known.price(each.model)) else None,
            }
            for each in suggestions()
        ],
    }
