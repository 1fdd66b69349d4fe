"""What can be known of a model before it is asked for anything: by litellm's lists, and by what its server tells."""

from contextlib import suppress
from typing import Any

from ingest.model import ollama, reach
from ingest.model.manner import Manner


class Known:
    """Reads the lists of `litellm`, the module, which raises a bare Exception for what it does not know."""

    def __init__(self, litellm: Any, model: str, base_url: str | None) -> None:
        self._litellm = litellm
        self._model = model
        self._base_url = base_url
        self.provider = ""  # of a name that is none
        with suppress(Exception):
            self.provider = str(litellm.get_llm_provider(model, api_base=base_url)[1])

    @property
    def lacks_key(self) -> bool:
        """Whether the provider wants a key that no variable of its own holds."""
        missing = self._litellm.validate_environment(self._model)["missing_keys"]
        # Clouds have other ways to log in, and say so with other names than a key's.
        return bool(missing) and all(name.endswith("_API_KEY") for name in missing)

    def manner(self) -> Manner:
        """How it is asked first. Of servers of one's own nothing is known; what they want is found out."""
        if self.provider in ollama.PROVIDERS:
            return Manner(num_ctx=reach.OLLAMA_WINDOW).with_effort("none")
        # Claude thinks only when it is told how much.
        thinks = "claude" not in self._model and self._litellm.supports_reasoning(self._model)
        return Manner(thinks=True).with_effort("low") if thinks else Manner()

    def window(self, key: str | None) -> int | None:
        """Its window in tokens; None where nobody says. Asks a server of one's own, which may take some seconds."""
        name = self._model.removeprefix(f"{self.provider}/")
        if self.provider in ollama.PROVIDERS:
            own = reach.of_ollama(name, self._base_url or ollama.address())
            return min(reach.OLLAMA_WINDOW, own or reach.OLLAMA_WINDOW)
        if self._base_url:
            return reach.of_server(name, self._base_url, key)
        with suppress(Exception):
            return int(self._litellm.get_model_info(self._model)["max_input_tokens"])
        return None

    def price(self, tokens_in: int, tokens_out: int) -> float:
        """US dollars by litellm's price list; 0 for a model that it does not know, such as one's own."""
        with suppress(Exception):
            priced = self._litellm.cost_per_token(
                model=self._model, prompt_tokens=tokens_in, completion_tokens=tokens_out
            )
            return float(sum(priced))
        return 0.0
