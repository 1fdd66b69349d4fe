"""Sound for tests: stretches of the demo shows, silence and tones, written as WAV."""

import wave
from pathlib import Path

import numpy as np

from ingest.speech.decoding import RATE, stretch

SHOWS = Path(__file__).parents[2] / "demo" / "shows"
TALK = SHOWS / "copper-and-current" / "audio" / "evening-batteries.mp3"
TALK_JSON = SHOWS / "copper-and-current" / "transcripts" / "evening-batteries.json"
OTHER_TALK = SHOWS / "desk-and-door" / "audio" / "hiring-policy.mp3"


def talk(start, end, path=TALK):
    return stretch(path, start, end)


def silence(seconds):
    return np.zeros(int(seconds * RATE), np.float32)


def tone(seconds):
    return (0.2 * np.sin(2 * np.pi * 440 * np.arange(int(seconds * RATE)) / RATE)).astype(np.float32)


def wav(path, *parts):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.concatenate(parts) * 32767).astype("<i2").tobytes())
    return path
