"""How long recognition takes on this machine: measured once on a minute of talk, and kept in the data folder.

By it the default is chosen, for on two slow cores the better recogniser would hear a day's episodes all night.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from time import process_time

from ingest.memory import give_back
from ingest.speech.known import DEFAULT, SMALL, Recogniser, recogniser
from ingest.speech.recognition import Transcriber, WhisperTranscriber, cores
from store.errors import DiskFull, is_disk_full

NAME = "speech_pace.json"
SAMPLE_SECONDS = 60.0  # a few windows: the machine's cores are all at work, and a slow one is done in a minute
MOST_MINUTES = 20.0  # for an hour of audio; by judgement, not measured: five hours of it are then heard in under two

log = logging.getLogger("earmark.pace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What an hour of audio takes by one recogniser, on `cores` of this machine."""

    minutes_an_hour: float
    cores: int


def kept(folder: Path) -> dict[str, Pace]:
    """What was measured on as many cores as there are now, by recogniser. A file that cannot be read holds nothing: it
    is measured again."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        found = {name: Pace(minutes_an_hour=float(each["minutes_an_hour"]), cores=each["cores"]) for name, each in told}
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    return {name: pace for name, pace in found.items() if pace.cores == cores()}


def keep(folder: Path, name: str, pace: Pace) -> None:
    """Replaced whole, so that a kill harms nothing."""
    paces = {**kept(folder), name: pace}
    fresh = folder / f"{NAME}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps([(each, asdict(at)) for each, at in paces.items()]), encoding="utf-8")
        fresh.replace(folder / NAME)
    except OSError as error:
        if is_disk_full(error):
            raise DiskFull from error
        log.warning("pace=not_kept reason=%s", error.strerror)


def measured(transcriber: Transcriber, sample: Path) -> Pace:
    """By the first minute of `sample`, in which somebody must speak. Processor time, shared among the cores: what else
    the machine does just then must not choose for good."""
    began = process_time()
    transcriber.listen(sample, [(0.0, SAMPLE_SECONDS)])
    return Pace(minutes_an_hour=60 * (process_time() - began) / cores() / SAMPLE_SECONDS, cores=cores())


def chosen(paces: Mapping[str, Pace]) -> str | None:
    """The default by what was measured; None where nothing was."""
    pace = paces.get(DEFAULT)
    if pace is None:
        return None
    return DEFAULT if pace.minutes_an_hour <= MOST_MINUTES else SMALL


def estimated(known: Recogniser, paces: Mapping[str, Pace]) -> float | None:
    """Minutes for an hour of audio by what another one took, as far as their work tells; None where none was heard."""
    like = [(recogniser(name), pace) for name, pace in paces.items()]
    found = [pace.minutes_an_hour / other.work for other, pace in like if other]
    return known.work * max(found) if found else None


def default_recogniser(folder: Path, sample: Path) -> str:
    """The one to hear with when nobody named one: measured where it was not yet, and there is a sample."""
    name = chosen(kept(folder))
    if name is not None or not sample.exists():
        return name or DEFAULT
    log.info("pace=measuring model=%s", DEFAULT)
    pace = measured(WhisperTranscriber(DEFAULT), sample)
    give_back()  # that one ends here: whoever hears opens its own
    keep(folder, DEFAULT, pace)
    log.info("pace=measured model=%s minutes_an_hour=%.1f", DEFAULT, pace.minutes_an_hour)
    return chosen({DEFAULT: pace}) or DEFAULT
