"""How Ollama's models are named and where it is found; its own protocol is asked for under two names of providers."""

import os
from typing import Final

PROVIDERS: Final = ("ollama_chat", "ollama")


def address() -> str:
    """LiteLLM's own variable, else Ollama's usual port."""
    return os.environ.get("OLLAMA_API_BASE") or "http://127.0.0.1:11434"


def tag(model: str) -> str | None:
    """The name that Ollama itself knows the model by; None for a model of another provider."""
    provider, _, name = model.partition("/")
    if provider not in PROVIDERS or not name:
        return None
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"
