"""Why a model found nothing in an episode, and how its reading went, in a sentence each. Pure."""

from store.records.readings import ModelReading


def why_nothing(reading: ModelReading) -> str | None:
    """None where something was kept."""
    if reading.kept:
        return None
    if reading.proposed:
        return f"{reading.model} was asked and proposed {reading.proposed}, all refused{mostly(reading)}"
    if reading.ended == "away" and not reading.replies:
        return f"{reading.model} was not asked: {reading.trouble}"
    if reading.trouble:
        return f"{reading.model} was asked, but its answer could not be used: {reading.trouble}"
    return f"{reading.model} was asked and answered that nothing is worth telling"


def mostly(reading: ModelReading) -> str:
    """The most frequent reason of its refusals, as an ending."""
    if not reading.refused:
        return ""
    reason = max(reading.refused, key=lambda one: reading.refused[one])
    return f", most often: {reason} ({reading.refused[reason]})"


def reading_in_words(reading: ModelReading) -> str:
    """The reading in a line, for whoever looks into one episode."""
    twice = f", {reading.repeated} asked twice" if reading.repeated else ""
    made = f"{reading.proposed} proposed, {reading.proved} proved, {reading.kept} kept{mostly(reading)}"
    spent = f"{reading.replies} replies{twice} in {reading.seconds:.0f} s"
    return f"{reading.model} on {reading.at:%Y-%m-%d %H:%M} UTC: {made}; {spent}"
