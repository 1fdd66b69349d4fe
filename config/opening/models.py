"""The models that write and judge, opened as they are set, and which they are."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import SecretStr

from config.kept import JUDGE_FIELDS, MODEL_FIELDS
from config.origin import set_in
from config.settings import Settings
from store import Store

if TYPE_CHECKING:
    from ingest.language_model import LiteLLM


def open_language_model(settings: Settings, store: Store, *, by_hand: bool = False) -> "LiteLLM | None":
    """The model that EARMARK_LLM names, or None when none is set. `by_hand`: a person asks it, not a run."""
    if settings.llm is None:
        return None
    named = (settings.llm, settings.llm_base_url, settings.llm_key)
    return open_model_named(settings, store, *named, "EARMARK_LLM", by_hand=by_hand)


def open_judge(settings: Settings, store: Store) -> "LiteLLM | None":
    """The model that EARMARK_LLM_JUDGE names, or None when none is set or no model writes what it would judge.

    Without an address or a key of its own it has the first model's, unless it names another provider.
    """
    if settings.llm is None or settings.llm_judge is None:
        return None
    base_url, key = settings.llm_judge_base_url, settings.llm_judge_key
    if settings.llm_judge.partition("/")[0] == settings.llm.partition("/")[0] or "/" not in settings.llm_judge:
        base_url, key = base_url or settings.llm_base_url, key or settings.llm_key
    return open_model_named(settings, store, settings.llm_judge, base_url, key, "EARMARK_LLM_JUDGE")


def open_model_named(
    settings: Settings,
    store: Store,
    model: str,
    base_url: str | None,
    key: SecretStr | None,
    variable: str,
    *,
    by_hand: bool = False,
) -> "LiteLLM":
    """Any model, held to the budget that is set."""
    from ingest.language_model import Limits, LiteLLM

    return LiteLLM(
        model,
        base_url=base_url,
        api_key=key.get_secret_value() if key else None,
        variable=variable,
        by_hand=by_hand,
        limits=Limits(
            calls_per_episode=settings.llm_calls_per_episode,
            usd_per_episode=settings.llm_usd_per_episode,
            calls_per_day=settings.llm_calls_per_day,
            usd_per_day=settings.llm_usd_per_day,
        ),
        store=store,
        clock=lambda: datetime.now(UTC),
    )


def models_set(settings: Settings) -> Sequence[str]:
    """What writes and what judges, and where that is set, a sentence each; a key is never shown."""
    from ingest.web.client import without_secrets

    told = []
    for what, group in (("Writes", MODEL_FIELDS), ("Judges", JUDGE_FIELDS)):
        model, base_url, key = (getattr(settings, field) for field in group)
        if model is None:
            continue
        where = f" at {without_secrets(base_url)}" if base_url else ""
        kept = f", its key in {set_in(group[2], settings)}" if key else ""
        told.append(f"{what}: {model}{where} (set in {set_in(group[0], settings)}{kept}).")
    return told or ["No model is set: the insights are the speakers' own words."]
