"""The recognisers of speech: a list with what each takes on this machine, and the one that hears from now on."""

import json

import httpx
from rich.filesize import decimal
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.table import Table

import config
from commands.frame import Frame, OutputForm, err, out
from commands.model.choice import NONE
from ingest.speech import pace
from ingest.speech.bringing import bring, hub_address, mirror_address
from ingest.speech.known import DEFAULT, Recogniser, installing, recogniser, recognisers
from ingest.speech.recognition import cores
from ingest.speech.told import is_too_slow
from ingest.speech.weights import is_brought
from store import kept_settings
from store.errors import Misconfigured, Mistake


def hears(face: Frame) -> str:
    """Which recogniser hears, and why, with what can be done about it."""
    slow = is_too_slow(face.settings.whisper_model, pace.kept(face.settings.data_dir))
    otherwise = f" `cli.py model use {DEFAULT} --for speech` takes it all the same." if slow else ""
    return config.hears(face.settings) + otherwise


def list_recognisers(face: Frame, form: OutputForm) -> None:
    """Measures those that are here and were not yet."""
    for known in recognisers():
        _measure(face, known)
    paces = pace.kept(face.settings.data_dir)
    if form is OutputForm.JSON:
        out.print(json.dumps([_record(face, known, paces) for known in recognisers()], indent=2), markup=False)
        return
    out.print(hears(face), markup=False)
    table = Table("name", "hears", "size", "an hour of audio", "", "for")
    for known in recognisers():
        took, likely = paces.get(known.name), pace.estimated(known, paces)
        minutes = f"{took.minutes_an_hour:.1f} min (measured)" if took else _likely(likely)
        table.add_row(known.name, known.hears, decimal(known.size_bytes), minutes, _where(face, known), known.for_whom)
    out.print(table)
    out.print(
        f"Measured: on a minute of talk, once, in the time of this machine's {cores()} cores, all its own. "
        "Estimated: by how many operations it takes. `cli.py model use NAME --for speech` brings one.",
        markup=False,
    )
    for known in recognisers():
        if known.missing:
            out.print(f"{installing(known)}.", markup=False)


def _likely(minutes: float | None) -> str:
    return "unknown" if minutes is None else f"some {max(1, round(minutes))} min (estimate)"


def _measure(face: Frame, known: Recogniser) -> None:
    folder = face.settings.data_dir
    ready = _is_here(face, known) and not known.missing
    if known.name in pace.kept(folder) or not ready or not config.SPEECH_SAMPLE.exists():
        return
    err.print(f"Measuring {known.name} on a minute of talk, once …", markup=False)
    opened = config.open_transcriber(face.settings.model_copy(update={config.SPEECH_FIELD: known.name}))
    pace.keep(folder, known.name, pace.measured(opened, config.SPEECH_SAMPLE))


def _is_here(face: Frame, known: Recogniser) -> bool:
    return bool(known.parts) or is_brought(known, face.settings.recognisers_dir)


def _where(face: Frame, known: Recogniser) -> str:
    if known.missing:
        return f"needs {known.missing}"
    return "here" if _is_here(face, known) else "to be brought"


def _record(face: Frame, known: Recogniser, paces: dict[str, pace.Pace]) -> dict[str, object]:
    took, likely = paces.get(known.name), pace.estimated(known, paces)
    minutes = took.minutes_an_hour if took else likely
    return {
        "name": known.name,
        "languages": list(known.languages),
        "hears": known.hears,
        "size_bytes": known.size_bytes,
        "here": _is_here(face, known),
        "minutes_an_hour": minutes and round(minutes, 1),
        "measured": took is not None,
        "needs": known.missing,
    }


def hear_with(face: Frame, name: str) -> None:
    """Keeps which recogniser hears, and brings it where it is not here yet; "none" leaves it to the machine's pace."""
    folder = face.settings.data_dir
    if name.lower() == NONE:
        kept_settings.keep(folder, {config.SPEECH_FIELD: None})
        out.print("No recogniser is kept any more: this machine's pace decides.")
        return
    known = recogniser(name)
    if known is None:
        names = ", ".join(each.name for each in recognisers())
        raise Mistake(
            f"Earmark knows no recogniser {name!r}, only {names}; another one of faster-whisper's names, or a folder, "
            "goes into EARMARK_WHISPER_MODEL"
        )
    if known.missing:
        raise Misconfigured(installing(known))
    if not _is_here(face, known):
        _bring(face, known)
    kept_settings.keep(folder, {config.SPEECH_FIELD: known.name})
    heard = ", English only" if known.english_only else ""
    out.print(f"{known.name} hears from the next run on{heard}.", markup=False)


def _bring(face: Frame, known: Recogniser) -> None:
    mirror = face.settings.model_mirror
    address_of = mirror_address(mirror) if mirror else hub_address
    web = config.open_web(face.settings, *([httpx.URL(mirror).netloc.decode("ascii")] if mirror else []))
    err.print(f"Bringing {known.name} ({decimal(known.size_bytes)}). Ctrl-C stops; the same command goes on there.")
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=err, transient=True, disable=not err.is_terminal) as bars:
        task = bars.add_task(known.name, total=known.size_bytes)
        bring(
            web,
            known,
            face.settings.recognisers_dir,
            address_of,
            lambda done, total: bars.update(task, completed=done, total=total),
        )
    err.print(f"{known.name} is here; it needs no network any more.", markup=False)
