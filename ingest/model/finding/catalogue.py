"""What LiteLLM knows of models without asking anybody: prices, and whose keys stand in the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ingest.model import library

# A part of a talk with its request and its reply is some 5,000 tokens.
_LEAST_CONTEXT = 16_000
_EXAMPLES = 3  # by judgement, not measured: enough to see how names are written
# LiteLLM takes these beside PROVIDER_API_KEY, which is its rule for all others.
_OTHER_NAMES: Final[Mapping[str, str]] = {"GOOGLE_API_KEY": "gemini"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """US dollars a token."""

    read: float
    written: float

    def of(self, tokens_in: float, tokens_out: float) -> float:
        return tokens_in * self.read + tokens_out * self.written


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key in the environment: the variable's name, never its value, and a few of the models that it opens."""

    variable: str
    provider: str
    examples: tuple[tuple[str, Price], ...]


class Catalogue:
    """LiteLLM's own lists, as they are packaged with it."""

    def __init__(self) -> None:
        litellm = library.loaded()
        self._models: Mapping[str, Mapping[str, Any]] = litellm.model_cost
        self._providers = sorted({str(getattr(one, "value", one)) for one in litellm.provider_list})

    def price(self, model: str) -> Price | None:
        """None for a model that has no price there, such as one's own."""
        known = self._models.get(model) or self._models.get(model.partition("/")[2]) or {}
        read, written = known.get("input_cost_per_token"), known.get("output_cost_per_token")
        return Price(read=float(read), written=float(written)) if read and written else None

    def keys(self, environment: Mapping[str, str]) -> tuple[Key, ...]:
        """Those of providers that chat, by the names of variables that LiteLLM looks for."""
        found = (
            Key(variable=variable, provider=provider, examples=self._examples(provider))
            for provider in self._providers
            for variable in _variables(provider)
            if environment.get(variable, "").strip()
        )
        return tuple(key for key in found if key.examples)

    def _examples(self, provider: str) -> tuple[tuple[str, Price], ...]:
        """The cheapest that can read a part of a talk, by the sum of both prices."""
        priced = {
            name if name.startswith(f"{provider}/") else f"{provider}/{name}": price
            for name, known in self._models.items()
            if known.get("litellm_provider") == provider
            and known.get("mode") == "chat"
            and (known.get("max_input_tokens") or 0) >= _LEAST_CONTEXT
            and (price := self.price(name))
        }
        lasting = {name: price for name, price in priced.items() if not _is_dated(name, priced)}
        cheapest = sorted(lasting.items(), key=lambda one: (one[1].read + one[1].written, one[0]))
        return tuple(cheapest[:_EXAMPLES])


def _is_dated(name: str, known: Mapping[str, Price]) -> bool:
    """Whether it is a state of a model that stands there under its lasting name as well."""
    return any(name.startswith(f"{other}-") and known[other] == known[name] for other in known)


def _variables(provider: str) -> tuple[str, ...]:
    plain = {f"{provider.upper()}_API_KEY", f"{provider.replace('_', '').upper()}_API_KEY"}
    return (*sorted(plain), *(variable for variable, owner in _OTHER_NAMES.items() if owner == provider))
