"""The hub from which libraries fetch weights, kept quiet before one of them is loaded."""

import os


def quiet_hub() -> None:
    """Without a network the hub's client warns of each retry; what comes of it is said once, in our words."""
    os.environ.setdefault("HF_HUB_VERBOSITY", "error")
