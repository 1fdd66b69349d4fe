"""Which sentences are about the talk, the show or something to buy rather than about the world. Pure; for English."""

import re

from language.lists import cue_lists
from language.web_addresses import ENDINGS

_LISTS = cue_lists("ingest/passages/show_talk.toml", ENDINGS=ENDINGS)
_SHOW_BUSINESS = _LISTS["show_business"].pattern
_TO_SOMEONE = _LISTS["to_someone"].pattern
_ADVERT = _LISTS["advert"].pattern
_NAMED_TOOL = _LISTS["named_tool"].pattern
_INTRODUCES = re.compile(f"{_LISTS['roles'].text}|{_LISTS['introduces'].text}")
# What is said to a language model that may be reading along.
_TO_A_MACHINE = _LISTS["to_a_machine"].pattern


def is_show_business(sentence: str) -> bool:
    """Greetings and the running of the show."""
    return _SHOW_BUSINESS.search(sentence) is not None


def is_to_somebody(sentence: str) -> bool:
    """Words said to the person in the room or to a machine, and talk about the talk."""
    return _TO_SOMEONE.search(sentence) is not None or _TO_A_MACHINE.search(sentence) is not None


def sells(sentence: str) -> bool:
    """The tone of an advert, or praise of a product by its name."""
    return _ADVERT.search(sentence) is not None or _NAMED_TOOL.search(sentence) is not None


def introduces(sentence: str) -> bool:
    """Who somebody is or what something is called: no news of the world."""
    return _INTRODUCES.search(sentence) is not None


_FILLER = _LISTS["filler"].pattern


def is_filler(sentence: str) -> bool:
    """Whether a sentence says nothing and may be passed over between two others."""
    return _FILLER.match(sentence.strip()) is not None
