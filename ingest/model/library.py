"""LiteLLM, loaded when a model is asked for: the one file that imports it."""

import os
from typing import Any

from ingest.model.client import MendingClient


def loaded() -> Any:
    """The module litellm, quiet, with its own lists instead of those from the network, and with our client."""
    # Without it, importing litellm fetches its price list from the network.
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    import litellm  # takes about 4 s, and most commands never ask a model
    from litellm.llms.custom_httpx.http_handler import get_ssl_configuration

    litellm.telemetry = False
    litellm.drop_params = False  # a dropped response_format would hide that the server knows none
    litellm.suppress_debug_info = True
    if not isinstance(litellm.client_session, MendingClient):
        litellm.client_session = MendingClient(follow_redirects=True, verify=get_ssl_configuration())
    return litellm
