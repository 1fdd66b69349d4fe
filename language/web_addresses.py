"""How web addresses end in talk: ".com" as it is written, " .com" as it is recognised, " dot com" as it is said."""

from typing import Final

from language.lists import listed

ENDINGS: Final = "|".join(listed("web_endings"))
ENDING: Final = rf"(?:\s?\.|\s+dot\s+)(?:{ENDINGS})\b"
